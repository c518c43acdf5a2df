import { useEffect, useState } from 'preact/hooks'
import { median } from '../../statistics/descriptive/descriptive.ts'
import { folderAt } from '../browser/place.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { LongTable } from '../shared/long-table.tsx'
import { t } from '../words.ts'
import type { Workplace } from '../workplace.ts'

interface Line {
  time: string
  reader?: string
  action: string
  patient?: string
  sequence?: string
  /** How long the patient was open, of `leave`. */
  seconds?: number
  [other: string]: unknown
}

interface Provenance {
  [name: string]: unknown
}

const most = 500

/** Who did what and when, and what the last run was made from. */
export default function LogView({ work }: { work: Workplace }) {
  const { place, revision } = work
  const [lines, setLines] = useState<Line[]>()
  const [provenance, setProvenance] = useState<Provenance>()
  const [fault, setFault] = useState<unknown>()
  useEffect(() => {
    const load = async () => {
      const folder = folderAt(place)
      const text = async (path: string) => new TextDecoder().decode(await folder.read(path))
      const logs = (await folder.files()).filter((path) => /(^|\/)readings\/[^/]+\/log\.jsonl$/.test(path))
      const found = (await Promise.all(logs.map(text))).flatMap((one) => one.split('\n').flatMap(parsed))
      setLines(found.sort((a, b) => (a.time < b.time ? 1 : -1)))
      setProvenance(
        await text('results/provenance.json').then(
          (one) => JSON.parse(one) as Provenance,
          () => undefined,
        ),
      )
    }
    load().catch(setFault)
  }, [place, revision])
  return (
    <>
      {fault !== undefined && <FaultNotice fault={fault} />}
      <section aria-labelledby="log">
        <h2 id="log">{t('Readings: who did what, and when')}</h2>
        {lines?.length === 0 && <p>{t('Nothing has been read here yet.')}</p>}
        {!!lines?.length && <TimeTaken lines={lines} />}
        {!!lines?.length && (
          <LongTable>
            <table class="cases">
              <thead>
                <tr>
                  <th scope="col">{t('Time')}</th>
                  <th scope="col">{t('Reader')}</th>
                  <th scope="col">{t('What')}</th>
                  <th scope="col">{t('Patient')}</th>
                </tr>
              </thead>
              <tbody>
                {lines.slice(0, most).map((one, i) => (
                  <tr key={i}>
                    <td>{one.time.replace('T', ' ').slice(0, 19)}</td>
                    <td>{one.reader || t('owner')}</td>
                    <td>
                      {t(one.action)}
                      {typeof one.state === 'string' && `: ${t(one.state)}`}
                      {one.seconds !== undefined && `: ${t('{n} min', { n: minutes(one.seconds) })}`}
                    </td>
                    <td>{[one.patient, one.sequence].filter(Boolean).join(' · ')}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {lines.length > most && <p class="note">{t('and {n} more', { n: lines.length - most })}</p>}
          </LongTable>
        )}
      </section>
      <section aria-labelledby="provenance">
        <h2 id="provenance">{t('What the last run was made from')}</h2>
        {!provenance && <p>{t('No run yet.')}</p>}
        {provenance && (
          <dl class="outline">
            {Object.entries(provenance).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  {typeof value === 'object' ? (
                    <details>
                      <summary>{t('{n} entries', { n: Object.keys(value ?? {}).length })}</summary>
                      <pre class="log">{JSON.stringify(value, null, 1).slice(0, 20_000)}</pre>
                    </details>
                  ) : (
                    String(value)
                  )}
                </dd>
              </div>
            ))}
          </dl>
        )}
      </section>
    </>
  )
}

const minutes = (seconds: number) => (seconds / 60).toFixed(1)

/** For each reader how many patients were opened, and the time that one took. */
function TimeTaken({ lines }: { lines: readonly Line[] }) {
  const taken = new Map<string, Map<string, number>>()
  for (const { reader = '', patient, seconds } of lines) {
    if (patient === undefined || seconds === undefined) continue
    const own = taken.get(reader) ?? new Map<string, number>()
    taken.set(reader, own.set(patient, (own.get(patient) ?? 0) + seconds))
  }
  if (taken.size === 0) return null
  return (
    <table class="cases">
      <thead>
        <tr>
          <th scope="col">{t('Reader')}</th>
          <th scope="col">{t('Patients')}</th>
          <th scope="col">{t('Minutes a patient, median (range)')}</th>
        </tr>
      </thead>
      <tbody>
        {[...taken].map(([reader, own]) => {
          const times = [...own.values()]
          return (
            <tr key={reader}>
              <th scope="row">{reader || t('owner')}</th>
              <td>{own.size}</td>
              <td>
                {minutes(median(times))} ({minutes(Math.min(...times))}–{minutes(Math.max(...times))})
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** A line that a crash cut off is none. */
function parsed(line: string): Line[] {
  try {
    return [JSON.parse(line) as Line]
  } catch {
    return []
  }
}
