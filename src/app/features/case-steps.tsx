import { useState } from 'preact/hooks'
import { type AnswerOf, ask, useAnswer } from '../browser/ask.ts'
import { DrawingFigure } from '../shared/drawing.tsx'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { useCohort } from '../shared/use-cohort.ts'
import { language, t } from '../words.ts'
import { at, type Workplace } from '../workplace.ts'

/** One case with these settings: resampled, in grey levels, filtered; before anything is extracted of all of them. */
export function CaseSteps({ work, sequences, params }: { work: Workplace; sequences: string[]; params: string }) {
  const { place, file, revision } = work
  const { answer: list } = useAnswer('rows', { ...at(work), language, from: 0, count: 500, find: '', faulty: false }, [
    place,
    file,
    revision,
  ])
  const { answer: cohort } = useCohort(work)
  const column = cohort ? cohort.names.indexOf(cohort.study.cohort.patient ?? cohort.id) : 0
  const patients = [...new Set(list?.rows.map(({ cells }) => cells[column]) ?? [])]
  const [patient, setPatient] = useState('')
  const [sequence, setSequence] = useState(sequences[0] ?? '')
  const [steps, setSteps] = useState<AnswerOf<'caseSteps'>>()
  const [of, setOf] = useState('')
  const [fault, setFault] = useState<unknown>()
  const [waits, setWaits] = useState(false)
  const chosen = patient || (patients[0] ?? '')
  const look = async () => {
    setWaits(true)
    setFault(undefined)
    try {
      setSteps(await ask('caseSteps', { ...at(work), patient: chosen, sequence }))
      setOf(`${revision}`)
    } catch (found) {
      setFault(found)
    }
    setWaits(false)
  }
  return (
    <section aria-labelledby="case-steps">
      <h2 id="case-steps">{t('One case with these settings')}</h2>
      <p class="row">
        <label class="field">
          <span>{t('Patient')}</span>
          <select value={chosen} onChange={(event) => setPatient(event.currentTarget.value)}>
            {patients.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{t('Images')}</span>
          <select value={sequence} onChange={(event) => setSequence(event.currentTarget.value)}>
            {sequences.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <button type="button" disabled={waits || chosen === ''} onClick={look}>
          {t('Show')}
        </button>
        {waits && <span role="status">{t('Computing…')}</span>}
      </p>
      {fault !== undefined && <FaultNotice fault={fault} />}
      {steps && (
        <>
          {of !== `${revision}` && (
            <p class="note">{t('The settings in {file} have changed since.', { file: params })}</p>
          )}
          {steps.notes.map((note) => (
            <p key={note} class="note">
              {note}
            </p>
          ))}
          <DrawingFigure name="case" title={t('The case at each step')} svg={steps.svg} />
          <table class="cases">
            <thead>
              <tr>
                <th scope="col">{t('Image')}</th>
                <th scope="col">{t('Voxels of the region')}</th>
                <th scope="col">{t('Grey levels')}</th>
              </tr>
            </thead>
            <tbody>
              {steps.images.map(({ name, voxels, levels }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{voxels}</td>
                  <td>{levels}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </section>
  )
}
