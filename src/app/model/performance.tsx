import { useState } from 'preact/hooks'
import { useAnswer } from '../browser/ask.ts'
import { DrawingFigure } from '../shared/drawing.tsx'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { language, t } from '../words.ts'
import { at, type Workplace } from '../workplace.ts'
import { Stability } from './stability.tsx'

const folder = 'results'
/** Warnings shown; the report has all. */
const most = 12

/** What the last run found: every model's performance, the warnings in words, and the leading model at any threshold. */
export function Performance({ work }: { work: Workplace }) {
  const { place, file, revision } = work
  const { answer, fault } = useAnswer('results', { ...at(work), folder }, [place, file, revision])
  if (fault !== undefined) return <FaultNotice fault={fault} />
  if (!answer) return <p class="note">{t('No run yet.')}</p>
  const kinds = ['nested', 'heldOut', 'optimismCorrected', 'apparent'] as const
  const names = { nested: 'Nested', heldOut: 'Held out', optimismCorrected: 'Optimism-corrected', apparent: 'Apparent' }
  const shown = (value: unknown) => {
    const { auc } = (value ?? {}) as { auc?: { value?: number; lower?: number; upper?: number } | number }
    if (typeof auc === 'number') return auc.toFixed(3)
    if (typeof auc?.value !== 'number') return '–'
    const limits =
      typeof auc.lower === 'number' && typeof auc.upper === 'number'
        ? ` (${auc.lower.toFixed(3)}–${auc.upper.toFixed(3)})`
        : ''
    return auc.value.toFixed(3) + limits
  }
  return (
    <section aria-labelledby="performance">
      <h2 id="performance">{t('What the last run found')}</h2>
      {answer.models.length > 0 && (
        <table class="cases">
          <caption>{t('Area under the ROC curve, or C')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('Model')}</th>
              {kinds.map((kind) => (
                <th key={kind} scope="col">
                  {t(names[kind])}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {answer.models.map(({ name, label, performance }) => (
              <tr key={name}>
                <th scope="row">{label}</th>
                {kinds.map((kind) => (
                  <td key={kind}>{shown(performance[kind])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {answer.warnings.length > 0 && (
        <ul>
          {answer.warnings.slice(0, most).map(({ severity, text }, i) => (
            <li key={i} class={severity === 'serious' ? 'error' : ''}>
              {text}
            </li>
          ))}
          {answer.warnings.length > most && (
            <li class="note">{t('and {n} more', { n: answer.warnings.length - most })}</li>
          )}
        </ul>
      )}
      {answer.leading && <Threshold work={work} />}
      <Stability models={answer.models} />
    </section>
  )
}

function Threshold({ work }: { work: Workplace }) {
  const { place, file, revision } = work
  const [hundredth, setHundredth] = useState(30)
  const { answer } = useAnswer('threshold', { ...at(work), folder, hundredth, language }, [
    place,
    file,
    revision,
    hundredth,
  ])
  const share = ({ value, lower, upper }: { value: number; lower: number; upper: number }) =>
    Number.isFinite(value)
      ? `${(100 * value).toFixed(1)}% (${(100 * lower).toFixed(1)}–${(100 * upper).toFixed(1)})`
      : '–'
  return (
    <div>
      <h3>{t('The leading model at a threshold, out of fold')}</h3>
      <label class="field">
        <span>{t('Everyone at or above a risk of {n}% is called positive', { n: hundredth })}</span>
        <input
          type="range"
          min={1}
          max={99}
          value={hundredth}
          onInput={(event) => setHundredth(event.currentTarget.valueAsNumber)}
        />
      </label>
      {answer && (
        <>
          <dl class="measures">
            {(
              [
                ['Sensitivity', answer.sensitivity],
                ['Specificity', answer.specificity],
                ['Positive predictive value', answer.positivePredictive],
                ['Negative predictive value', answer.negativePredictive],
              ] as const
            ).map(([name, value]) => (
              <div key={name}>
                <dt>{t(name)}</dt>
                <dd>{share(value)}</dd>
              </div>
            ))}
          </dl>
          <div class="two-columns">
            <DrawingFigure name="roc" title={t('ROC curve')} svg={answer.roc} />
            <DrawingFigure name="decision-curve" title={t('Net benefit')} svg={answer.decision} />
          </div>
        </>
      )}
    </div>
  )
}
