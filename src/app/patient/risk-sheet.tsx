import type { AnswerOf } from '../browser/ask.ts'
import { DrawingFigure, SaveButton } from '../shared/drawing.tsx'
import { t } from '../words.ts'

/** Training patients with about the same risk, as counts alone. */
function AlikePatients({ alike, unit = '' }: { alike: Alike; unit?: string }) {
  const { from, to, patients, events, unknown = 0, horizon } = alike
  const percent = (value: number) => `${Math.round(100 * value)}%`
  const counts = { patients, from: percent(from), to: percent(to), events }
  return (
    <p data-alike={`${events}/${patients}`}>
      {horizon === undefined
        ? t('Of the {patients} training patients with a risk of {from} to {to}, {events} had the event.', counts)
        : t(
            'Of the {patients} training patients with a risk of {from} to {to}, {events} had the event by {time}; {unknown} were not followed that long.',
            { ...counts, unknown, time: `${horizon} ${unit}`.trim() },
          )}{' '}
      <span class="note">
        {alike.by === 'out of fold'
          ? t('Each risk is by a model that was fitted without that patient.')
          : t('The risks are by this model, which was fitted to these patients: the counts flatter it.')}
      </span>
    </p>
  )
}

type Alike = NonNullable<AnswerOf<'patient'>['prediction']['alike']>

/** The risk with its interval, what makes it, and the path on the nomogram; printed, it is a sheet for the folder. */
export function RiskSheet({ id, risk }: { id: string; risk: AnswerOf<'patient'> }) {
  const { prediction, cells, extracted, warnings, nomogram, contributions, label, outcome, unit, notice } = risk
  const percent = (value: number | undefined) => (value === undefined ? '–' : `${(100 * value).toFixed(1)}%`)
  // of a number it is the value that is told
  const said = (value: number | undefined) => (prediction.value === undefined ? percent(value) : value?.toPrecision(4))
  const record = { id, model: label, outcome, notice, prediction, cells, warnings }
  return (
    <section class="sheet" aria-labelledby="risk">
      <h2 id="risk">
        {id}: {outcome}
      </h2>
      {prediction.error ? (
        <p class="fault" role="alert">
          {t('There is no risk: {why}', { why: prediction.error })}
        </p>
      ) : (
        <p class="risk" data-risk={prediction.risk} hidden={prediction.classes !== undefined}>
          <strong class="risk-value">{said(prediction.value ?? prediction.risk)}</strong>{' '}
          {prediction.lower !== undefined && (
            <span>
              ({said(prediction.lower)}–{said(prediction.upper)},{' '}
              {prediction.interval === 'refits' ? t('95% of refits') : t('95% confidence interval')})
            </span>
          )}
        </p>
      )}
      {prediction.classes?.map(({ value, label: called, risk: own, lower, upper }) => (
        <p key={value}>
          {called}: {percent(own)} ({percent(lower)}–{percent(upper)})
        </p>
      ))}
      {prediction.risks?.map(({ horizon, risk: own, lower, upper }) => (
        <p key={horizon}>
          {t('by {horizon}', { horizon })}: {percent(own)} ({percent(lower)}–{percent(upper)})
        </p>
      ))}
      {prediction.alike && <AlikePatients alike={prediction.alike} unit={unit} />}
      {extracted > 0 && <p class="note">{t('{n} features were computed from the images here.', { n: extracted })}</p>}
      {warnings.map((one) => (
        <p key={one} class="error">
          {one}
        </p>
      ))}
      {nomogram && (
        <DrawingFigure name={`${id}-nomogram`} title={t('Nomogram with the path of {id}', { id })} svg={nomogram} />
      )}
      {contributions && (
        <DrawingFigure
          name={`${id}-contributions`}
          title={t('What makes the risk of {id}', { id })}
          svg={contributions}
        />
      )}
      <details>
        <summary>{t('All values as the model took them')}</summary>
        <table class="cases">
          <tbody>
            {Object.entries(cells).map(([name, value]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{value === '' || value === undefined ? '–' : String(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
      <p class="note">{notice}</p>
      <p class="row no-print">
        <button type="button" onClick={() => print()}>
          {t('Print, or save as PDF')}
        </button>
        <SaveButton
          name={`${id}.json`}
          what="JSON"
          type="application/json"
          of={id}
          content={() => `${JSON.stringify(record, null, 1)}\n`}
        />
      </p>
    </section>
  )
}
