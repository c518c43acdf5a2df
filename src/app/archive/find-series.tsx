import { useState } from 'preact/hooks'
import { type ArchiveAccess, type ArchiveQuery, type PickedSeries, server } from '../server-client.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { t } from '../words.ts'

interface FindSeriesProps {
  access: ArchiveAccess
  onFound: (series: PickedSeries[]) => void
}

/** Whose series are looked for, and which. */
export function FindSeries({ access, onFound }: FindSeriesProps) {
  const [patients, setPatients] = useState('')
  const [query, setQuery] = useState<ArchiveQuery>({ modality: 'MR' })
  const [running, setRunning] = useState(false)
  const [said, setSaid] = useState('')
  const [fault, setFault] = useState<unknown>()
  const find = async () => {
    setRunning(true)
    setFault(undefined)
    setSaid('')
    try {
      const days = { from: query.from?.replaceAll('-', ''), to: query.to?.replaceAll('-', '') }
      const { series, absent } = await server.find(access, listOf(patients), { ...query, ...days })
      const counts = { series: series.length, patients: new Set(series.map(({ patient }) => patient)).size }
      const nobody =
        absent.length > 0 ? ` ${t('Nothing was found of {patients}.', { patients: absent.join(', ') })}` : ''
      setSaid(t('{series} series of {patients} patients.', counts) + nobody)
      onFound(series)
    } catch (error) {
      setFault(error)
    } finally {
      setRunning(false)
    }
  }
  const enter = (key: keyof ArchiveQuery) => ({
    value: query[key] ?? '',
    onInput: ({ currentTarget }: { currentTarget: HTMLInputElement }) =>
      setQuery({ ...query, [key]: currentTarget.value || undefined }),
  })
  return (
    <section aria-labelledby="find">
      <h2 id="find">{t('Find')}</h2>
      <form
        class="choices"
        onSubmit={(event) => {
          event.preventDefault()
          void find()
        }}
      >
        <label>
          {t(
            'The patients’ numbers in the hospital, one a line; behind a comma or tab the name that is to stand for each',
          )}
          <textarea
            rows={5}
            value={patients}
            placeholder={'4711, S001\n4712, S002'}
            onInput={({ currentTarget }) => setPatients(currentTarget.value)}
          />
        </label>
        <label class="field">
          <span>{t('Modality')}</span>
          <input {...enter('modality')} />
        </label>
        <label class="field">
          <span>{t('From')}</span>
          <input type="date" {...enter('from')} />
        </label>
        <label class="field">
          <span>{t('To')}</span>
          <input type="date" {...enter('to')} />
        </label>
        <label class="field">
          <span>{t('Description (* stands for any letters)')}</span>
          <input {...enter('description')} />
        </label>
        <p class="row">
          <button type="submit" disabled={running || (patients.trim() === '' && !query.from)}>
            {t('Find')}
          </button>
          <span role="status">{running ? t('Asking the archive…') : said}</span>
        </p>
      </form>
      <p class="note">{t('Name patients, or the day from which studies are looked for.')}</p>
      {fault !== undefined && <FaultNotice fault={fault} />}
    </section>
  )
}

/** The lines as a table with a head; a head that was copied with them stays. */
function listOf(lines: string): string {
  if (lines.trim() === '' || /^\s*(id|patient|patient_?id|mrn)\b/i.test(lines)) return lines
  return `patient,pseudonym\n${lines.replace(/[\t;]/g, ',')}`
}
