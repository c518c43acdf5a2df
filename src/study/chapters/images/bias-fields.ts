import type { Row } from '../../../report/document.ts'
import { wholeNumber } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText, text } from '../../../text/with-numbers.ts'
import { sequenceName } from '../../column-names.ts'
import type { StudyFeatures } from '../../stages/features.ts'
import { type Chapter, headedTable, paragraph, tableBlock } from '../chapter.ts'
import { medianAndRange } from './median-and-range.ts'

/** How large the bias fields were that were taken out of each sequence; undefined where none was. */
export function biasFieldsChapter(
  { images: { fields: words } }: Messages,
  { rows }: Pick<StudyFeatures, 'rows'>,
): Chapter | undefined {
  // Readers share an image and its field.
  const fields = new Map<string, Map<string, [least: number, most: number]>>()
  for (const { input, field } of rows) {
    if (!field) continue
    const own = fields.get(input.sequence) ?? new Map()
    fields.set(input.sequence, own.set(input.patient, field))
  }
  if (fields.size === 0) return undefined
  const tableRows = [...fields].map(([sequence, own]): Row => {
    const all = [...own.values()]
    const ratios = [...own].map(([patient, [least, most]]) => ({ patient, ratio: most / least }))
    const widest = ratios.reduce((one, other) => (other.ratio > one.ratio ? other : one))
    return {
      kind: 'row',
      indent: 0,
      cells: [
        plainText(sequenceName(sequence)),
        text`${wholeNumber(all.length)}`,
        medianAndRange(
          all.map(([least]) => least),
          2,
        ),
        medianAndRange(
          all.map(([, most]) => most),
          2,
        ),
        medianAndRange(
          ratios.map(({ ratio }) => ratio),
          2,
        ),
        plainText(widest.patient),
      ],
    }
  })
  const table = headedTable('bias-fields', words.table, words.heads, tableRows, { notes: [words.note] })
  return {
    id: 'bias-fields',
    title: words.title,
    blocks: [paragraph(plainText(words.paragraph)), tableBlock(table.id)],
    tables: [table],
  }
}
