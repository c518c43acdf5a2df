import { useState } from 'preact/hooks'
import { selectionPresets } from '../../model/plan/presets.ts'
import { useAnswer } from '../browser/ask.ts'
import { linkTo } from '../route.ts'
import type { Me } from '../server-client.ts'
import { Computing } from '../shared/computing.tsx'
import { DrawingFigure } from '../shared/drawing.tsx'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { OptionalNumberField } from '../shared/field.tsx'
import { StudyLine } from '../shared/study-line.tsx'
import { useCohort } from '../shared/use-cohort.ts'
import { language, t } from '../words.ts'
import { at, type Workplace, writeStudy } from '../workplace.ts'
import { Models } from './models.tsx'
import { Performance } from './performance.tsx'
import { RunStudy } from './run-study.tsx'

/** Ways of selection, what each is called here, and why one would take it. */
const selections = [
  ['paper', 'As the paper', 'ICC, variance and correlation filters, then LASSO.'],
  ['elastic-net', 'Elastic net', 'Steadier: no filter sees the outcome.'],
  ['sparse', 'Sparse', 'As few features as do nearly as well.'],
] as const

/** Outcome, split, blocks, selection, models and validation, with what they would mean before anything is fitted; then the run. */
export default function ModelView({ work, me }: { work: Workplace; me: Me }) {
  const { place, file, revision } = work
  const { answer: cohort, fault: unread, done } = useCohort(work)
  const { answer, fault, waits } = useAnswer('plan', { ...at(work), language }, [place, file, revision])
  const [failed, setFailed] = useState<unknown>()
  if (!cohort)
    return unread === undefined ? <p role="status">{t('Reading the study…')}</p> : <FaultNotice fault={unread} />
  const { study } = cohort
  const write = (path: (string | number)[], value: unknown) =>
    writeStudy(work, path, value).then(() => setFailed(undefined), setFailed)
  const { split, validation } = study
  const share = split !== 'none' && 'training' in split ? split.training : undefined
  const steps = JSON.stringify(study.selection)
  return (
    <div class="two-columns model">
      <div>
        {failed !== undefined && <FaultNotice fault={failed} />}
        <section aria-labelledby="split">
          <h2 id="split">{t('Outcome and split')}</h2>
          <p>
            {cohort.outcome ? (
              `${cohort.outcome.label}: ${cohort.outcome.groups.positive} (${cohort.outcome.events} / ${cohort.analysed})`
            ) : cohort.tableOnly ? (
              <Computing done={done} />
            ) : (
              <a href={linkTo('study', { study: work.address })}>{t('No outcome yet: name it in the study.')}</a>
            )}
          </p>
          <label class="field">
            <span>{t('Held out')}</span>
            <select
              value={split === 'none' ? 'none' : share !== undefined ? String(share) : 'other'}
              onChange={(event) => {
                const { value } = event.currentTarget
                return write(['split'], value === 'none' ? 'none' : { training: Number(value), stratify: 'outcome' })
              }}
            >
              <option value="none">{t('nobody: all patients are learnt from, nested folds judge')}</option>
              <option value="0.7">{t('30% at random')}</option>
              <option value="0.8">{t('20% at random')}</option>
              {share !== undefined && share !== 0.7 && share !== 0.8 && (
                <option value={String(share)}>{`${Math.round(100 - 100 * share)}%`}</option>
              )}
              {split !== 'none' && share === undefined && <option value="other">{t('as the study file says')}</option>}
            </select>
          </label>
          <StudyLine work={work} path={['split']} />
        </section>
        <Models work={work} cohort={cohort} plan={answer && 'models' in answer ? answer : undefined} onWrite={write} />
        <section aria-labelledby="selection">
          <h2 id="selection">{t('Selection')}</h2>
          <ul class="presets">
            {selections.map(([name, called, why]) => (
              <li key={name}>
                <button
                  type="button"
                  aria-pressed={steps === JSON.stringify(selectionPresets[name])}
                  onClick={() => write(['selection'], [{ preset: name }])}
                >
                  {t(called)}
                </button>{' '}
                <span class="note">{t(why)}</span>
              </li>
            ))}
            <li>
              <button type="button" aria-pressed={steps === '[]'} onClick={() => write(['selection'], undefined)}>
                {t('none')}
              </button>{' '}
              <span class="note">{t('Columns of the models are taken as they are.')}</span>
            </li>
          </ul>
          <StudyLine work={work} path={['selection']} />
          {steps !== '[]' && <p class="note">{t('Repeated inside every fold and every refit.')}</p>}
        </section>
        <section aria-labelledby="validation">
          <h2 id="validation">{t('Validation')}</h2>
          <div class="choices">
            {(
              [
                [['validation', 'nested', 'folds'], 'Nested folds', validation.nested?.folds ?? 0, 2],
                [['validation', 'nested', 'repeats'], 'Repeats of them', validation.nested?.repeats ?? 0, 1],
                [['validation', 'bootstrap'], 'Bootstrap samples', validation.bootstrap, 0],
                [['validation', 'permutations'], 'Permutations of the outcome', validation.permutations, 0],
              ] as const
            ).map(([path, label, value, least]) => (
              <OptionalNumberField
                key={path.join('.')}
                name={label}
                least={least}
                value={value}
                onValue={(typed) => write([...path], typed)}
              />
            ))}
          </div>
          <StudyLine work={work} path={['validation']} />
        </section>
        <RunStudy work={work} me={me} />
      </div>
      <div>
        <section aria-labelledby="plan">
          <h2 id="plan">{t('What is fitted to whom')}</h2>
          {waits && (
            <p>
              <Computing done={done} />
            </p>
          )}
          {fault !== undefined && !waits && <FaultNotice fault={fault} />}
          {answer && 'svg' in answer && (
            <DrawingFigure name="plan" title={t('What is fitted to whom')} svg={answer.svg} />
          )}
          {answer && 'refused' in answer && (
            <ul>
              {answer.refused.map(({ column, reason }) => (
                <li key={column} class="error">
                  {t('{column} may not predict: {reason}', { column, reason })}
                </li>
              ))}
              {answer.suspected.map(({ column, reason }) => (
                <li key={column}>{t('{column} should be looked at: {reason}', { column, reason })}</li>
              ))}
            </ul>
          )}
        </section>
        <Performance work={work} />
      </div>
    </div>
  )
}
