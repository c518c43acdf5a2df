import { useEffect, useState } from 'preact/hooks'
import { combineReadings, type ItemAgreement, readerAgreement } from '../../cohort/readings/mri-readings.ts'
import { secondReadings } from '../../study/file/second-readings.ts'
import { ask } from '../browser/ask.ts'
import { folderAt, readIfThere } from '../browser/place.ts'
import { readings } from '../reading-client.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { StudyLine } from '../shared/study-line.tsx'
import { t } from '../words.ts'
import { at, type Workplace, writeStudy } from '../workplace.ts'
import { ItemsTable } from './items-table.tsx'
import { type FilledForm, readingsCsv, readingsTable } from './readings-table.ts'
import { SecondReadings } from './second-readings.tsx'

/** κ between the readers, item by item, over all forms; and the forms as the study's table of readings. */
export function Agreement({ work }: { work: Workplace }) {
  const study = work.address
  const [items, setItems] = useState<ItemAgreement[]>()
  const [second, setSecond] = useState<Omit<Parameters<typeof SecondReadings>[0], 'study'>>()
  const [forms, setForms] = useState<FilledForm[]>([])
  const [said, setSaid] = useState('')
  const [fault, setFault] = useState<unknown>()
  useEffect(() => {
    const load = async () => {
      const { cases, readers } = await readings.reading(study)
      const again = secondReadings(await ask('study', at(work)))
      const patients = cases.map(({ patient }) => patient)
      const filled = await allForms(study, patients, [...new Set([...readers, 'consensus'])])
      setForms(filled)
      const combined = combineReadings(readingsTable(filled), patients, again)
      setItems(readerAgreement(combined))
      const begun = (patient: string, reader: string) =>
        filled.some((one) => one.patient === patient && one.reader === reader && one.form.state !== 'not started')
      const twice = new Map(
        [...again.keys()].map((reader) => [reader, cases.filter(({ patient }) => begun(patient, reader))]),
      )
      setSecond({ again, readings: combined, twice })
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
      {!!items?.length && <ItemsTable items={items} />}
      {second && <SecondReadings study={study} {...second} />}
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
