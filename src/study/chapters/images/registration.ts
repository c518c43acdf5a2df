import type { Carried } from '../../../cases/carry-region.ts'
import type { Cell, Row, Table } from '../../../report/document.ts'
import { quantiles } from '../../../statistics/descriptive/descriptive.ts'
import { fixedDecimals, wholeNumber } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText, text } from '../../../text/with-numbers.ts'
import { sequenceName } from '../../column-names.ts'
import type { StudyFeatures } from '../../stages/features.ts'
import { type Chapter, paragraph, tableBlock } from '../chapter.ts'

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
  const middle = (values: readonly number[], decimals: number): Cell => {
    if (values.length === 0) return plainText('–')
    const [low, median, high] = quantiles(values, [0, 0.5, 1])
    const said = (value: number) => fixedDecimals(value, decimals)
    return values.length === 1 ? text`${said(median)}` : text`${said(median)} (${said(low)}–${said(high)})`
  }
  return {
    kind: 'row',
    indent: 0,
    cells: [
      plainText(sequenceName(sequence)),
      text`${wholeNumber(all.length)}`,
      text`${wholeNumber(all.length - used.length)}`,
      middle(
        used.map(({ moved }) => moved),
        1,
      ),
      middle(
        used.map(({ disagreement }) => disagreement),
        1,
      ),
      text`${middle(
        used.map(({ before }) => before),
        2,
      )}; ${middle(
        used.map(({ after }) => after),
        2,
      )}`,
      text`${middle(
        outlines.map(([before]) => before),
        2,
      )}; ${middle(
        outlines.map(([, after]) => after),
        2,
      )}`,
    ],
  }
}
