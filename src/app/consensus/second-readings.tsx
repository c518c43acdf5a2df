import { type ItemAgreement, type Readings, readerAgreement } from '../../cohort/readings/mri-readings.ts'
import { linkTo } from '../route.ts'
import { t } from '../words.ts'
import { ItemsTable } from './items-table.tsx'

interface SecondReadingsProps {
  study: string
  /** The second readings that the study file names, with whose. */
  again: ReadonlyMap<string, string>
  readings: Readings
  /** Who was read twice, with the sequences: where both drew, the outlines can be compared. */
  twice: ReadonlyMap<string, { patient: string; sequences: string[] }[]>
}

/** How far readers agree with their own second reading, item by item, and each patient's two outlines. */
export function SecondReadings({ study, again, readings, twice }: SecondReadingsProps) {
  return (
    <>
      {[...again].map(([reader, of]) => {
        const items: ItemAgreement[] = readerAgreement({ ...readings, readers: [of, reader] })
        const cases = twice.get(reader) ?? []
        return (
          <section key={reader} aria-label={t('{name}, read twice', { name: of })}>
            <h3>{t('{name}, read twice', { name: of })}</h3>
            {items.length === 0 ? (
              <p>{t('No item was answered both times yet, or all answers are the same.')}</p>
            ) : (
              <ItemsTable items={items} />
            )}
            {cases.length > 0 && (
              <p class="row">
                {t('Outlines and Dice:')}
                {cases.flatMap(({ patient, sequences }) =>
                  sequences.map((sequence) => (
                    <a
                      key={`${patient} ${sequence}`}
                      href={linkTo('consensus', { study, patient, sequence, first: of, second: reader })}
                    >
                      {patient} {sequence}
                      <span class="hidden"> {t('by {name}, read twice', { name: of })}</span>
                    </a>
                  )),
                )}
              </p>
            )}
          </section>
        )
      })}
    </>
  )
}
