import type { Carried } from '../../../cases/carry-region.ts'
import type { Row, Table } from '../../../report/document.ts'
import { wholeNumber } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText, text } from '../../../text/with-numbers.ts'
import { sequenceName } from '../../column-names.ts'
import type { StudyFeatures } from '../../stages/features.ts'
import { type Chapter, paragraph, tableBlock } from '../chapter.ts'
import { medianAndRange } from './median-and-range.ts'

/** How regions came to the images that they were not drawn on; undefined where none was carried. */
export function registrationChapter(
  { images: { registration: words } }: Messages,
  { rows }: Pick<StudyFeatures, 'rows'>,
): Chapter | undefined {
  const carried = rows.flatMap(({ input, carried }) => (carried ? [{ ...carried, sequence: input.sequence }] : []))
  if (carried.length === 0) return undefined
  const sequences = [...new Set(carried.map(({ sequence }) => sequence))]
  const table: Omit<Table, 'number'> = {
    id: 'registration',
    title: words.table,
    columns: words.heads.map((head, i) => ({ label: plainText(head), align: i === 0 ? 'left' : 'right' })),
    rows: sequences.map((sequence) =>
      rowOf(
        sequence,
        carried.filter((one) => one.sequence === sequence),
      ),
    ),
    footnotes: [{ text: plainText(words.note) }],
  }
  return {
    id: 'registration',
    title: words.title,
    blocks: [paragraph(plainText(words.paragraph)), tableBlock(table.id)],
    tables: [table],
  }
}

function rowOf(sequence: string, all: readonly Carried[]): Row {
  const used = all.filter(({ rejected }) => rejected === undefined)
  const outlines = used.flatMap((one) => (one.outlines ? [one.outlines] : []))
  return {
    kind: 'row',
    indent: 0,
    cells: [
      plainText(sequenceName(sequence)),
      text`${wholeNumber(all.length)}`,
      text`${wholeNumber(all.length - used.length)}`,
      medianAndRange(
        used.map(({ moved }) => moved),
        1,
      ),
      medianAndRange(
        used.map(({ disagreement }) => disagreement),
        1,
      ),
      text`${medianAndRange(
        used.map(({ before }) => before),
        2,
      )}; ${medianAndRange(
        used.map(({ after }) => after),
        2,
      )}`,
      text`${medianAndRange(
        outlines.map(([before]) => before),
        2,
      )}; ${medianAndRange(
        outlines.map(([, after]) => after),
        2,
      )}`,
    ],
  }
}
