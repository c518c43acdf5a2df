import { useEffect, useState } from 'preact/hooks'
import { ReaderLinks } from '../readers/reader-links.tsx'
import { SecondReadingForm } from '../readers/second-reading-form.tsx'
import { readings } from '../reading-client.ts'
import { linkTo } from '../route.ts'
import type { Reading } from '../server-client.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { Field } from '../shared/field.tsx'
import { t } from '../words.ts'
import type { Workplace } from '../workplace.ts'

const stateWords: Partial<Record<Reading['cases'][number]['state'], string>> = {
  waiting: 'waits for the first reading',
  closed: 'closed until the second reading is done',
}

interface WorkListProps {
  study: string
  /** The name under which the owner reads; of a reader their own. */
  reader?: string
  owner: boolean
  /** Who works beside the owner: they read under their own name and make no links. */
  user?: string
  /** Where the owner may write a second reading into the study. */
  work?: Workplace
  /** The view that a case opens in. */
  view?: string
}

/** The patients to be read, in this reader's order, with how far each is. */
export function WorkList({ study, reader, owner, user, work, view = 'reading' }: WorkListProps) {
  const [reading, setReading] = useState<Reading>()
  const [fault, setFault] = useState<unknown>()
  useEffect(() => {
    let current = true
    readings.reading(study, reader).then(
      (found) => current && setReading(found),
      (found) => current && setFault(found),
    )
    return () => {
      current = false
    }
  }, [study, reader, work?.revision])
  if (fault !== undefined) return <FaultNotice fault={fault} />
  if (!reading) return <p role="status">{t('Looking for the images…')}</p>
  const { cases, readers } = reading
  const done = cases.filter(({ state }) => state === 'done').length
  return (
    <section aria-labelledby="cases">
      <h2 id="cases">
        {reader ? t('Reading as {reader}', { reader }) : t('Reading')}:{' '}
        {t('{done} of {all} done', { done, all: cases.length })}
      </h2>
      {owner && (
        <p class="row">
          <Field name="Read as">
            <select
              value={reader ?? ''}
              onChange={(event) => {
                location.hash = linkTo('reading', { study, reader: event.currentTarget.value || undefined })
              }}
            >
              <option value="">{t('choose a reader')}</option>
              {readers
                .filter((name) => user === undefined || name === user || name === reader)
                .map((name) => (
                  <option key={name}>{name}</option>
                ))}
            </select>
          </Field>
          {readers.length > 1 && <a href={linkTo('consensus', { study })}>{t('Compare the readers')}</a>}
        </p>
      )}
      {cases.length === 0 && (
        <p>{t('There is nothing to read: the study file names no images, or none lie where it says (`images`).')}</p>
      )}
      {(!owner || reader || readers.length === 0) && cases.length > 0 && (
        <table class="cases">
          <thead>
            <tr>
              <th scope="col">{t('Patient')}</th>
              <th scope="col">{t('Images')}</th>
              <th scope="col">{t('State')}</th>
            </tr>
          </thead>
          <tbody>
            {cases.map(({ patient, sequences, state }) => (
              <tr key={patient}>
                <th scope="row">{patient}</th>
                <td>
                  {(state === 'waiting' || state === 'closed' ? [] : sequences).map((sequence) => (
                    <a
                      key={sequence}
                      href={linkTo(view, { study, reader: view === 'reading' ? reader : undefined, patient, sequence })}
                    >
                      {sequence}
                      <span class="hidden"> {t('of {patient}', { patient })}</span>
                    </a>
                  ))}
                </td>
                <td>
                  <span class={`state ${state.replace(' ', '-')}`}>{t(stateWords[state] ?? state)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {work && !reader && view === 'reading' && (
        <ReaderLinks work={work} readers={readers} makesLinks={work.served && user === undefined} />
      )}
      {work && !reader && readers.length > 0 && <SecondReadingForm work={work} readers={readers} />}
    </section>
  )
}
