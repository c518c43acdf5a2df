import { readerAgreement } from '../../../cohort/readings/mri-readings.ts'
import type { Row } from '../../../report/document.ts'
import { quantiles } from '../../../statistics/descriptive/descriptive.ts'
import { fixedDecimals, percent, wholeNumber } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText, text } from '../../../text/with-numbers.ts'
import { readersAgreement } from '../../cases/readers-agreement.ts'
import type { StudyConfig } from '../../file/schema.ts'
import { secondReadings } from '../../file/second-readings.ts'
import type { StudyCohort } from '../../stages/cohort.ts'
import type { StudyFeatures } from '../../stages/features.ts'
import { type Chapter, headedTable, paragraph, tableBlock } from '../chapter.ts'
import { readerName } from '../methods/facts.ts'
import { itemsTable } from './readings.ts'

/** At and above these a feature counts as measured alike (Koo & Li 2016: good, excellent). */
const bounds = [0.75, 0.9]

/** How far a reader agrees with their own second reading: κ of the form's items, ICC of the features. */
export function secondReadingsChapter(
  messages: Messages,
  study: Pick<StudyConfig, 'readers'>,
  { cohort, supplements }: StudyCohort,
  { names, again = [] }: Pick<StudyFeatures, 'names' | 'again'>,
): Chapter | undefined {
  const { again: words } = messages.patients
  const place = new Map(supplements.patients.map((id, i) => [id, i]))
  const analysed = cohort.patients.map((id) => place.get(id)!)
  const called = (reader: string) => readerName(messages, reader)
  const items = [...secondReadings(study)].flatMap(([reader, of], i) => {
    const found = supplements.readings
      ? readerAgreement({ ...supplements.readings, readers: [of, reader] }, analysed)
      : []
    const title = words.items(called(of), called(reader))
    return found.length > 0 ? [itemsTable(messages, `second-readings-${i + 1}`, title, found)] : []
  })
  const rows = again.flatMap(({ reader, of, readings }): Row[] => {
    const found = names.flatMap((_, j) => readersAgreement(readings[j], cohort.ids.keys()) ?? [])
    if (found.length === 0) return []
    const [low, middle, high] = quantiles(
      found.map(({ icc }) => icc),
      [0, 0.5, 1],
    )
    const cells = [
      plainText(words.pair(called(of), called(reader))),
      text`${wholeNumber(Math.max(...found.map(({ n }) => n)))}`,
      text`${wholeNumber(found.length)}`,
      text`${fixedDecimals(middle, 3)} (${fixedDecimals(low, 3)} ${words.to} ${fixedDecimals(high, 3)})`,
      ...bounds.map((bound) => text`${percent(found.filter(({ icc }) => icc >= bound).length / found.length)}`),
    ]
    return [{ kind: 'row', indent: 0, cells }]
  })
  const features = headedTable('second-readings-features', words.features, words.heads, rows, { notes: [words.icc] })
  const tables = [...items, ...(rows.length > 0 ? [features] : [])]
  if (tables.length === 0) return undefined
  return {
    id: 'second-readings',
    title: words.title,
    blocks: [paragraph(plainText(words.paragraph)), ...tables.map(({ id }) => tableBlock(id))],
    tables,
  }
}
