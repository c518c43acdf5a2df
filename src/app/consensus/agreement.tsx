import { useEffect, useState } from 'preact/hooks'
import { combineReadings, type ItemAgreement, readerAgreement } from '../../cohort/readings/mri-readings.ts'
import { server } from '../server-client.ts'
import { FaultNotice } from '../views/fault-notice.tsx'
import { type FilledForm, readingsCsv, readingsTable } from './readings-table.ts'

/** κ between the readers, item by item, over all forms; and the forms as the study's table of readings. */
export function Agreement({ study }: { study: string }) {
  const [items, setItems] = useState<ItemAgreement[]>()
  const [forms, setForms] = useState<FilledForm[]>([])
  const [said, setSaid] = useState('')
  const [fault, setFault] = useState<unknown>()
  useEffect(() => {
    const load = async () => {
      const { cases, readers } = await server.reading(study)
      const filled = await allForms(
        study,
        cases.map(({ patient }) => patient),
        [...readers, 'consensus'],
      )
      setForms(filled)
      const patients = cases.map(({ patient }) => patient)
      setItems(readerAgreement(combineReadings(readingsTable(filled), patients)))
    }
    load().catch(setFault)
  }, [study])
  const write = async () => {
    try {
      const { study: plan } = await server.studyOf(study)
      const name = plan.cohort?.readings ?? 'readings.csv'
      const path = [...study.split('/').slice(0, -1), name].join('/')
      await server.write(path, readingsCsv(forms))
      setSaid(
        `${path} is written.${plan.cohort?.readings ? '' : ` Name it in the study file: cohort: { …, readings: ${name} }`}`,
      )
    } catch (found) {
      setFault(found)
    }
  }
  return (
    <section aria-labelledby="agreement">
      <h2 id="agreement">Agreement of the forms</h2>
      {fault !== undefined && <FaultNotice fault={fault} />}
      {items && items.length === 0 && <p>No item was read by two readers yet, or all say the same.</p>}
      {!!items?.length && (
        <table class="cases">
          <thead>
            <tr>
              <th scope="col">Item</th>
              <th scope="col">Patients</th>
              <th scope="col">Same</th>
              <th scope="col">κ (95% CI)</th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ item, label, n, same, kappa, weights }) => (
              <tr key={item}>
                <th scope="row">{label}</th>
                <td>{n}</td>
                <td>{(100 * same).toFixed(0)}%</td>
                <td>
                  {kappa.kappa.toFixed(2)} ({kappa.lower.toFixed(2)} to {kappa.upper.toFixed(2)})
                  {weights !== 'none' && ', quadratic weights'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p class="row">
        <button type="button" disabled={forms.length === 0} onClick={write}>
          Write the table of readings
        </button>
        <span role="status">{said}</span>
      </p>
    </section>
  )
}

async function allForms(study: string, patients: string[], readers: string[]): Promise<FilledForm[]> {
  const found: FilledForm[] = []
  for (const patient of patients)
    for (const reader of readers) found.push({ patient, reader, form: await server.form(study, patient, reader) })
  return found
}
