import { useState } from 'preact/hooks'
import type { ArchiveAccess, PickedSeries } from '../server-client.ts'
import { LongTable } from '../shared/long-table.tsx'
import { t } from '../words.ts'
import { Preview } from './preview.tsx'

interface PickSeriesProps {
  access: ArchiveAccess
  found: PickedSeries[]
  setFound: (found: PickedSeries[]) => void
  /** UIDs of series that are not wanted. */
  left: ReadonlySet<string>
  setLeft: (left: ReadonlySet<string>) => void
}

/** Series in a table; more are fetched all the same. */
const mostRows = 1000
const names = ['dce', 'dwi', 'adc', 't1', 't1c', 't2', 'flair', 'subtraction']

/** The protocol map, description by description, and the series that it takes, to strike some out. */
export function PickSeries({ access, found, setFound, left, setLeft }: PickSeriesProps) {
  const [shown, setShown] = useState<PickedSeries>()
  const kinds = new Map<string, PickedSeries[]>()
  for (const one of found) kinds.set(keyOf(one), [...(kinds.get(keyOf(one)) ?? []), one])
  const taken = found.filter(({ sequence }) => sequence !== '')
  const keep = (series: string, wanted: boolean) => {
    const next = new Set(left)
    if (wanted) next.delete(series)
    else next.add(series)
    setLeft(next)
  }
  return (
    <>
      <section aria-labelledby="map">
        <h2 id="map">{t('Which description is which sequence')}</h2>
        <p class="note">
          {t('Drafted from the words, or as protocol.yaml of the folder says. What has no sequence is not fetched.')}
        </p>
        <datalist id="sequences">
          {names.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <LongTable>
          <table class="cases">
            <thead>
              <tr>
                <th scope="col">{t('Description')}</th>
                <th scope="col">{t('Modality')}</th>
                <th scope="col">{t('Series')}</th>
                <th scope="col">{t('Patients')}</th>
                <th scope="col">{t('Sequence')}</th>
                <th scope="col">{t('Picture')}</th>
              </tr>
            </thead>
            <tbody>
              {[...kinds].map(([key, series]) => {
                const [{ description, modality, sequence }] = series
                return (
                  <tr key={key}>
                    <th scope="row">{description || t('(none)')}</th>
                    <td>{modality}</td>
                    <td>{series.length}</td>
                    <td>{new Set(series.map(({ patient }) => patient)).size}</td>
                    <td>
                      <input
                        list="sequences"
                        size={12}
                        pattern="[A-Za-z0-9][A-Za-z0-9_\-]*"
                        aria-label={t('Sequence of {description}', { description })}
                        disabled={/^(SEG|RTSTRUCT)$/.test(modality)}
                        value={sequence}
                        onChange={({ currentTarget }) => {
                          const chosen = currentTarget.value.trim()
                          setFound(found.map((one) => (keyOf(one) === key ? { ...one, sequence: chosen } : one)))
                        }}
                      />
                    </td>
                    <td>
                      <button type="button" class="small" onClick={() => setShown(series[0])}>
                        {t('Show')}
                        <span class="hidden"> {description}</span>
                      </button>
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </LongTable>
        {shown && <Preview key={shown.series} access={access} series={shown} />}
      </section>
      <section aria-labelledby="picked">
        <h2 id="picked">{t('Series to be fetched')}</h2>
        {twice(taken, left).map((what) => (
          <p key={what} class="note">
            {t('{what} has several series; leave one, or the images of a study are not clear.', { what })}
          </p>
        ))}
        <LongTable>
          <table class="cases">
            <thead>
              <tr>
                <th scope="col">{t('Fetch')}</th>
                <th scope="col">{t('Patient')}</th>
                <th scope="col">{t('Date')}</th>
                <th scope="col">{t('Sequence')}</th>
                <th scope="col">{t('Description')}</th>
                <th scope="col">{t('Objects')}</th>
              </tr>
            </thead>
            <tbody>
              {taken
                .slice(0, mostRows)
                .map(({ series, patient, pseudonym, studyDate, sequence, description, instances, number }) => (
                  <tr key={series}>
                    <td>
                      <input
                        type="checkbox"
                        aria-label={t('Fetch series {number} of {patient}', { number, patient })}
                        checked={!left.has(series)}
                        onChange={({ currentTarget }) => keep(series, currentTarget.checked)}
                      />
                    </td>
                    <th scope="row">{pseudonym ? `${patient} → ${pseudonym}` : patient}</th>
                    <td>{studyDate.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')}</td>
                    <td>{sequence}</td>
                    <td>{description}</td>
                    <td>{instances}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        </LongTable>
        {taken.length > mostRows && <p class="note">{t('and {n} more', { n: taken.length - mostRows })}</p>}
      </section>
    </>
  )
}

const keyOf = ({ description, modality }: PickedSeries) => `${modality} ${description}`

/** Patients who have two series of one sequence among those that are wanted. */
function twice(taken: readonly PickedSeries[], left: ReadonlySet<string>): string[] {
  const seen = new Map<string, number>()
  for (const { patient, sequence, series, modality } of taken)
    if (!left.has(series) && !/^(SEG|RTSTRUCT)$/.test(modality))
      seen.set(`${patient}: ${sequence}`, (seen.get(`${patient}: ${sequence}`) ?? 0) + 1)
  return [...seen].flatMap(([what, count]) => (count > 1 ? [what] : [])).slice(0, 10)
}
