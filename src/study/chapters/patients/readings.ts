import { readerAgreement } from '../../../cohort/readings/mri-readings.ts'
import type { Row, Table } from '../../../report/document.ts'
import { percent, whole, withInterval } from '../../../text/format.ts'
import { plainText, text } from '../../../text/with-numbers.ts'
import type { StudyCohort } from '../../stages/cohort.ts'
import { type Chapter, paragraph, tableBlock } from '../chapter.ts'

/** How far the two readers of the structured MRI agree, item by item; undefined where there are no two readings. */
export function readingsChapter({ cohort, supplements }: StudyCohort): Chapter | undefined {
  if (!supplements.readings) return undefined
  const place = new Map(supplements.patients.map((id, i) => [id, i]))
  const analysed = cohort.patients.map((id) => place.get(id)!)
  const items = readerAgreement(supplements.readings, analysed)
  if (items.length === 0) return undefined
  const [first, second] = supplements.readings.readers
  const rows = items.map(({ label, n, same, kappa, weights }): Row => {
    const cells = [
      { ...plainText(label), ...(weights === 'none' ? {} : { note: 'a' }) },
      text`${whole(n)}`,
      text`${percent(same)}`,
      withInterval([kappa.kappa, kappa.lower, kappa.upper], 3),
    ]
    return { kind: 'row', indent: 0, cells }
  })
  const heads = ['Item', 'Patients', 'Same reading', 'κ (95% CI)']
  const table: Omit<Table, 'number'> = {
    id: 'readings',
    title: 'Agreement of the two readers on the structured MRI reading',
    columns: heads.map((head, i) => ({ label: plainText(head), align: i === 0 ? 'left' : 'right' })),
    rows,
    footnotes: [
      ...(items.some(({ weights }) => weights !== 'none')
        ? [{ mark: 'a', text: plainText('Ordered: disagreement weighted by the square of its distance.') }]
        : []),
      { text: plainText('κ, Cohen’s kappa, interval by its large-sample standard error.') },
    ],
  }
  return {
    id: 'readings',
    title: 'Structured reading',
    blocks: [
      paragraph(
        plainText(
          `${first} and ${second} read the MRI independently by the items of the BI-RADS lexicon; where they differ the consensus is analysed.`,
        ),
      ),
      tableBlock(table.id),
    ],
    tables: [table],
  }
}
