import { type ItemAgreement, readerAgreement } from '../../../cohort/readings/mri-readings.ts'
import type { Row, Table } from '../../../report/document.ts'
import { percent, wholeNumber, withInterval } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText, text } from '../../../text/with-numbers.ts'
import type { StudyCohort } from '../../stages/cohort.ts'
import { type Chapter, paragraph, tableBlock } from '../chapter.ts'
import { readerName } from '../methods/facts.ts'

/** How far the two readers of the structured MRI agree, item by item; undefined where there are no two readings. */
export function readingsChapter(messages: Messages, { cohort, supplements }: StudyCohort): Chapter | undefined {
  if (!supplements.readings) return undefined
  const { readings: words } = messages.patients
  const place = new Map(supplements.patients.map((id, i) => [id, i]))
  const analysed = cohort.patients.map((id) => place.get(id)!)
  const items = readerAgreement(supplements.readings, analysed)
  if (items.length === 0) return undefined
  const [first, second] = supplements.readings.readers.map((reader) => readerName(messages, reader))
  const table = itemsTable(messages, 'readings', words.table, items)
  return {
    id: 'readings',
    title: words.title,
    blocks: [paragraph(words.paragraph(first, second)), tableBlock(table.id)],
    tables: [table],
  }
}

/** κ of two readings, item by item. */
export function itemsTable(
  { patients: { readings: words } }: Messages,
  id: string,
  title: string,
  items: readonly ItemAgreement[],
): Omit<Table, 'number'> {
  const rows = items.map(({ label, n, same, kappa, weights }): Row => {
    const cells = [
      { ...plainText(label), ...(weights === 'none' ? {} : { note: 'a' }) },
      text`${wholeNumber(n)}`,
      text`${percent(same)}`,
      withInterval([kappa.kappa, kappa.lower, kappa.upper], 3),
    ]
    return { kind: 'row', indent: 0, cells }
  })
  return {
    id,
    title,
    columns: words.heads.map((head, i) => ({ label: plainText(head), align: i === 0 ? 'left' : 'right' })),
    rows,
    footnotes: [
      ...(items.some(({ weights }) => weights !== 'none') ? [{ mark: 'a', text: plainText(words.ordered) }] : []),
      { text: plainText(words.kappa) },
    ],
  }
}
