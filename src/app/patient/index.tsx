import { useState } from 'preact/hooks'
import { type AnswerOf, ask, useAnswer } from '../browser/ask.ts'
import { linkTo } from '../route.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { useCohort } from '../shared/use-cohort.ts'
import { language, t } from '../words.ts'
import { at, type Workplace } from '../workplace.ts'
import { RiskSheet } from './risk-sheet.tsx'

const folder = 'results'

/** One new patient: values from a row or typed, features from images and regions; the risk and what makes it. */
export default function PatientView({ work, values }: { work: Workplace; values: Record<string, string> }) {
  const { place, file, revision } = work
  const { answer: found, fault, waits } = useAnswer('results', { ...at(work), folder }, [place, file, revision])
  const [chosen, setChosen] = useState('')
  const models = found?.modelFiles ?? []
  const model = models.includes(chosen) ? chosen : models[0]
  if (fault !== undefined) return <FaultNotice fault={fault} />
  if (waits && !found) return <p role="status">{t('Looking for a model…')}</p>
  if (!model)
    return (
      <p>
        {t('There is no model yet.')} <a href={linkTo('model', { study: work.address })}>{t('Run the study first.')}</a>
      </p>
    )
  return (
    <>
      {models.length > 1 && (
        <label class="field">
          <span>{t('Model')}</span>
          <select value={model} onChange={(event) => setChosen(event.currentTarget.value)}>
            {models.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      )}
      <PatientForm key={model} work={work} model={`${folder}/${model}`} asked={values.of} />
    </>
  )
}

function PatientForm({ work, model, asked }: { work: Workplace; model: string; asked?: string }) {
  const { place, file, revision } = work
  const { answer: about, fault } = useAnswer('model', { ...at(work), model }, [place, file, revision, model])
  const { answer: cohort } = useCohort(work)
  const [id, setId] = useState(asked ?? '')
  const [typed, setTyped] = useState<Record<string, string>>({})
  const [risk, setRisk] = useState<AnswerOf<'patient'>>()
  const [failed, setFailed] = useState<unknown>()
  const [waits, setWaits] = useState(false)
  if (!about)
    return fault === undefined ? <p role="status">{t('Opening the model…')}</p> : <FaultNotice fault={fault} />

  /** The values of the table's row of this patient. */
  const fromRow = async () => {
    const answer = await ask('rows', { ...at(work), language, from: 0, count: 50, find: id, faulty: false })
    const column = cohort ? cohort.names.indexOf(cohort.id) : 0
    const row = answer.rows.find(({ cells }) => cells[column] === id)
    if (!row || !cohort) return setFailed(new Error(t('No row of the table is called {id}.', { id })))
    setFailed(undefined)
    setTyped(
      Object.fromEntries(
        about.typed.map(({ name }) => {
          const own = cohort.codebook.find((one) => one.name === name)?.column ?? name
          return [name, row.cells[cohort.names.indexOf(own)] ?? '']
        }),
      ),
    )
  }
  const compute = async () => {
    setWaits(true)
    setFailed(undefined)
    try {
      const given = Object.fromEntries(about.typed.map(({ name }) => [name, typed[name] ?? '']))
      setRisk(await ask('patient', { ...at(work), folder, model, id: id || t('new patient'), typed: given, language }))
    } catch (error) {
      setRisk(undefined)
      setFailed(error)
    }
    setWaits(false)
  }
  return (
    <div class="two-columns">
      <form
        aria-labelledby="patient-title"
        onSubmit={(event) => {
          event.preventDefault()
          void compute()
        }}
      >
        <h2 id="patient-title">
          {about.label}: {about.outcome}
        </h2>
        <p class="note">
          {t('Fitted to {rows} patients with {events} events; nomoscope {version}, {study}.', {
            rows: about.rows,
            events: about.events,
            version: about.origin.software,
            study: about.origin.study,
          })}
        </p>
        <p class="row">
          <label class="field">
            <span>{t('Patient')}</span>
            <input required value={id} onInput={(event) => setId(event.currentTarget.value)} />
          </label>
          <button
            type="button"
            disabled={waits || !cohort}
            onClick={() => {
              setWaits(true)
              fromRow()
                .catch(setFailed)
                .finally(() => setWaits(false))
            }}
          >
            {t('Take the values from the table')}
          </button>
        </p>
        {about.sequences.length > 0 && (
          <p>
            {t('{n} features are computed from {sequences} of this patient and the region on them; none is typed.', {
              n: about.fromImages,
              sequences: about.sequences.join(', '),
            })}{' '}
            {id !== '' &&
              about.sequences.map((sequence) => (
                <a key={sequence} href={linkTo('reading', { study: work.address, patient: id, sequence })}>
                  {t('Draw on {sequence}', { sequence })}{' '}
                </a>
              ))}
          </p>
        )}
        <div class="choices">
          {about.typed.map(({ name, label, unit, levels, range }) => (
            // biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children
            <label key={name} class="field">
              <span>
                {label}
                {unit && `, ${unit}`}
                {range && (
                  <span class="note"> {t('{low} to {high} in training', { low: range[0], high: range[1] })}</span>
                )}
              </span>
              {levels ? (
                <select
                  value={typed[name] ?? ''}
                  onChange={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })}
                >
                  <option value="">{t('not known')}</option>
                  {levels.map((level) => (
                    <option key={level.value} value={level.value}>
                      {level.label}
                    </option>
                  ))}
                </select>
              ) : (
                <input
                  inputMode="decimal"
                  value={typed[name] ?? ''}
                  onInput={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })}
                />
              )}
            </label>
          ))}
        </div>
        <p>
          <button type="submit" disabled={waits}>
            {t('Compute the risk')}
          </button>{' '}
          {waits && <span role="status">{t('Computing…')}</span>}
        </p>
        {failed !== undefined && <FaultNotice fault={failed} />}
      </form>
      {risk && <RiskSheet id={id} risk={risk} />}
    </div>
  )
}
