import { useEffect, useState } from 'preact/hooks'
import { combineReadings, type ItemAgreement, readerAgreement } from '../../cohort/readings/mri-readings.ts'
import { ask } from '../browser/ask.ts'
import { folderAt, readIfThere } from '../browser/place.ts'
import { readings } from '../reading-client.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { StudyLine } from '../shared/study-line.tsx'
import { t } from '../words.ts'
import { at, type Workplace, writeStudy } from '../workplace.ts'
import { type FilledForm, readingsCsv, readingsTable } from './readings-table.ts'

/** κ between the readers, item by item, over all forms; and the forms as the study's table of readings. */
export function Agreement({ work }: { work: Workplace }) {
  const study = work.address
  const [items, setItems] = useState<ItemAgreement[]>()
  const [forms, setForms] = useState<FilledForm[]>([])
  const [said, setSaid] = useState('')
  const [fault, setFault] = useState<unknown>()
  useEffect(() => {
    const load = async () => {
      const { cases, readers } = await readings.reading(study)
      const filled = await allForms(
        study,
        cases.map(({ patient }) => patient),
        [...new Set([...readers, 'consensus'])],
      )
      setForms(filled)
      const patients = cases.map(({ patient }) => patient)
      setItems(readerAgreement(combineReadings(readingsTable(filled), patients)))
    }
    load().catch(setFault)
  }, [study])
  const write = async () => {
    try {
      const { cohort } = await ask('study', at(work))
      const file = cohort?.readings
      const folder = folderAt(work.place)
      const earlier = file === undefined ? undefined : await readIfThere(folder, file)
      const name = file === undefined ? 'readings.csv' : file.replace(/\.[^./]*$/, '.csv')
      await folder.write(name, await readingsCsv(forms, earlier && { bytes: earlier, file: file! }))
      if (name === file) work.changed()
      else await writeStudy(work, ['cohort', 'readings'], name)
      setSaid(t('{file} is written.', { file: name }))
    } catch (found) {
      setFault(found)
    }
  }
  return (
    <section aria-labelledby="agreement">
      <h2 id="agreement">{t('Agreement of the forms')}</h2>
      {fault !== undefined && <FaultNotice fault={fault} />}
      {items && items.length === 0 && <p>{t('No item was read by two readers yet, or all say the same.')}</p>}
      {!!items?.length && (
        <table class="cases">
          <thead>
            <tr>
              <th scope="col">{t('Item')}</th>
              <th scope="col">{t('Patients')}</th>
              <th scope="col">{t('Same')}</th>
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
                  {kappa.kappa.toFixed(2)} (
                  {t('{low} to {high}', { low: kappa.lower.toFixed(2), high: kappa.upper.toFixed(2) })})
                  {weights !== 'none' && `, ${t('quadratic weights')}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p class="row">
        <button type="button" disabled={forms.length === 0} onClick={write}>
          {t('Write the table of readings')}
        </button>
        <span role="status">{said}</span>
      </p>
      <StudyLine work={work} path={['cohort', 'readings']} />
    </section>
  )
}

async function allForms(study: string, patients: string[], readers: string[]): Promise<FilledForm[]> {
  const asked = patients.flatMap((patient) => readers.map((reader) => ({ patient, reader })))
  return Promise.all(
    asked.map(async ({ patient, reader }) => ({
      patient,
      reader,
      form: await readings.form(study, patient, reader),
    })),
  )
}
