import { useState } from 'preact/hooks'
import type { AnswerOf } from '../browser/ask.ts'
import { linkTo } from '../route.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { TextField } from '../shared/field.tsx'
import { StudyLine } from '../shared/study-line.tsx'
import { useCohort } from '../shared/use-cohort.ts'
import { t } from '../words.ts'
import { type Workplace, writeStudy } from '../workplace.ts'

/** The parts of a study file in the order of the work, each with what it says and where it is written. */
const parts: { path: string; title: string; view?: string }[] = [
  { path: 'study', title: 'Title' },
  { path: 'cohort', title: 'Patients', view: 'cohort' },
  { path: 'outcome', title: 'Outcome', view: 'model' },
  { path: 'criteria', title: 'Criteria', view: 'cohort' },
  { path: 'split', title: 'Split', view: 'model' },
  { path: 'images', title: 'Images', view: 'reading' },
  { path: 'features', title: 'Features', view: 'features' },
  { path: 'blocks', title: 'Blocks', view: 'model' },
  { path: 'selection', title: 'Selection', view: 'model' },
  { path: 'models', title: 'Models', view: 'model' },
  { path: 'validation', title: 'Validation', view: 'model' },
  { path: 'survival', title: 'Survival' },
]

/** What the draft could not know, as a form; then the study file part by part. */
export function StudyOutline({ work }: { work: Workplace }) {
  const { answer: cohort, fault } = useCohort(work)
  return (
    <>
      {fault !== undefined && <FaultNotice fault={fault} />}
      {cohort && <Questions work={work} cohort={cohort} />}
      <section aria-labelledby="outline">
        <h2 id="outline">{t('What the study file says')}</h2>
        <dl class="outline">
          {parts.map(({ path, title, view }) => (
            <div key={path}>
              <dt>{view ? <a href={linkTo(view, { study: work.address })}>{t(title)}</a> : t(title)}</dt>
              <dd>
                <StudyLine work={work} path={[path]} />
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  )
}

/** The questions of a draft: which value is the outcome, which column says it, what the study is called. */
function Questions({ work, cohort }: { work: Workplace; cohort: AnswerOf<'cohort'> }) {
  const [fault, setFault] = useState<unknown>()
  const { study, levelled, faults } = cohort
  const outcome = study.outcome && 'column' in study.outcome ? study.outcome : undefined
  const levels = levelled.find(({ name }) => name === outcome?.column)?.levels ?? []
  const write = (path: string[], value: unknown) =>
    writeStudy(work, path, value).then(() => setFault(undefined), setFault)
  const columns = levelled.filter((one) => one.levels.length >= 2 && one.levels.length <= 6)
  return (
    <section aria-labelledby="questions">
      <h2 id="questions">{t('Title, outcome and language')}</h2>
      <div class="choices">
        <TextField name="Title" size={44} value={study.study} onText={(text) => write(['study'], text)} />
        {!(study.outcome && 'derive' in study.outcome) && (
          <label class="field">
            <span>{t('Which column is the outcome')}</span>
            <select
              value={outcome?.column ?? ''}
              onChange={(event) => {
                const column = event.currentTarget.value
                const own = columns.find(({ name }) => name === column)
                return write(
                  ['outcome'],
                  column === '' ? undefined : { column, positive: own?.levels.at(-1)?.value ?? '1' },
                )
              }}
            >
              <option value="">{t('none: the study describes')}</option>
              {columns.map(({ name, label }) => (
                <option key={name} value={name}>
                  {label}
                </option>
              ))}
            </select>
          </label>
        )}
        {outcome && levels.length > 0 && (
          <label class="field">
            <span>{t('Which value is the outcome')}</span>
            <select
              value={String(outcome.positive)}
              onChange={(event) => write(['outcome', 'positive'], event.currentTarget.value)}
            >
              {levels.map((level) => (
                <option key={level.value} value={level.value}>
                  {level.label}
                </option>
              ))}
            </select>
          </label>
        )}
        <label class="field">
          <span>{t('Language of the report')}</span>
          <select value={study.language} onChange={(event) => write(['language'], event.currentTarget.value)}>
            <option value="en">English</option>
            <option value="zh">中文</option>
          </select>
        </label>
      </div>
      {faults
        .filter(({ code, severity }) => severity === 'error' && /^NS-(STU|CHK)/.test(code))
        .slice(0, 5)
        .map((one) => (
          <p key={one.what} class="fault">
            {one.what} {one.repair}
          </p>
        ))}
      {fault !== undefined && <FaultNotice fault={fault} />}
    </section>
  )
}
