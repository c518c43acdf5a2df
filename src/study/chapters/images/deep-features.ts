import type { Cell, Row } from '../../../report/document.ts'
import { wholeNumber } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText, text } from '../../../text/with-numbers.ts'
import type { StudyFeatures } from '../../stages/features.ts'
import { type Chapter, headedTable, paragraph, tableBlock } from '../chapter.ts'
import { fileName } from '../methods/facts.ts'

/** Which network measured regions, and whose it is; undefined where none did. */
export function deepFeaturesChapter(
  { images: { deep: words } }: Messages,
  { network, names }: Pick<StudyFeatures, 'network' | 'names'>,
): Chapter | undefined {
  if (!network) return undefined
  const columns = names.filter((name) => /_deep_\d+$/.test(name))
  const facts: Record<keyof typeof words.facts, Cell> = {
    file: plainText(fileName(network.file)),
    hash: plainText(network.hash),
    licence: plainText(network.licence),
    input: plainText(`${network.input}: ${network.shape.join(' × ')}`),
    output: plainText(network.output),
    features: text`${wholeNumber(network.features)}`,
    columns: plainText(columns.length > 1 ? `${columns[0]} … ${columns.at(-1)}` : columns.join('')),
  }
  const rows = Object.entries(words.facts).map(
    ([key, label]): Row => ({ kind: 'row', indent: 0, cells: [plainText(label), facts[key as keyof typeof facts]] }),
  )
  const table = headedTable('deep-features', words.table, words.heads, rows, { names: 2 })
  return {
    id: 'deep-features',
    title: words.title,
    blocks: [paragraph(plainText(words.paragraph)), tableBlock(table.id)],
    tables: [table],
  }
}
