import type { Cell, Row, Table } from '../../../report/document.ts'
import { describe, known } from '../../../statistics/descriptive/descriptive.ts'
import { fixedDecimals } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText, text } from '../../../text/with-numbers.ts'
import { columnOf } from '../../column-names.ts'
import type { StudyConfig } from '../../file/schema.ts'
import type { StudyCohort } from '../../stages/cohort.ts'
import type { StudyFeatures } from '../../stages/features.ts'
import { type Chapter, paragraph, tableBlock } from '../chapter.ts'
import { sourceWords } from '../variable-labels.ts'

/** What the regions of a study without an outcome measure, a column for each sequence; undefined for any other study. */
export function measuredChapter(
  { images: { measured: words } }: Messages,
  study: StudyConfig,
  patients: StudyCohort,
  features: StudyFeatures,
): Chapter | undefined {
  if (patients.outcome || features.rows.length === 0) return undefined
  const sequences = Object.keys(study.images ?? {}).filter((name) =>
    features.names.some((one) => one.startsWith(columnOf(name, 'original_'))),
  )
  const rows = Object.entries(words.features).flatMap(([feature, label]): Row[] => {
    const values = sequences.map((name) => {
      const at = features.names.indexOf(columnOf(name, feature))
      return at < 0 ? new Float64Array() : known(features.values[at])
    })
    if (values.every((one) => one.length === 0)) return []
    return [{ kind: 'row', indent: 0, cells: [plainText(label), ...values.map(middleOf)] }]
  })
  if (rows.length === 0) return undefined
  const table: Omit<Table, 'number'> = {
    id: 'measured',
    title: words.table,
    columns: [
      { label: plainText(words.feature), align: 'left' },
      ...sequences.map((name) => ({
        label: plainText([name, ...sourceWords(name, study.images![name].source)].join(', ')),
        align: 'right' as const,
      })),
    ],
    rows,
    footnotes: [{ text: plainText(words.note) }],
  }
  return {
    id: 'measured',
    title: words.title,
    blocks: [paragraph(plainText(words.paragraph)), tableBlock(table.id)],
    tables: [table],
  }
}

function middleOf(values: Float64Array): Cell {
  if (values.length === 0) return plainText('–')
  const { median, q1, q3 } = describe(values)
  // Four digits of the largest, so that all of a cell have the same decimals.
  const largest = Math.max(Math.abs(q1), Math.abs(q3))
  const decimals = largest > 0 ? Math.min(6, Math.max(0, 3 - Math.floor(Math.log10(largest)))) : 0
  const number = (value: number) => fixedDecimals(value, decimals)
  return values.length === 1 ? text`${number(median)}` : text`${number(median)} [${number(q1)}, ${number(q3)}]`
}
