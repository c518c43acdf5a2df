import { IdentifierRepeats, IdentifiersShareStem } from '../../errors/index.ts'
import type { Column } from '../codebook/variable.ts'
import { type Fault, fault } from '../fault.ts'
import { identifierName, identifierWord } from './identifier-names.ts'

/**
 * Other columns that say who somebody is and have one value in several rows: scans or lesions of one person, taken for
 * independent patients. A codebook that calls a column an identifier makes it a fault, a name alone a remark.
 */
export function repeatedIdentifiers(
  columns: Iterable<Column>,
  identifiers: readonly (string | undefined)[],
  where: { file: string },
): Fault[] {
  return [...columns].flatMap(({ variable, text, values }) => {
    const { name, type } = variable
    if (identifiers.includes(name) || identifiers.includes(variable.column)) return []
    const isNamed =
      (identifierName.test(name.trim()) || identifierWord.test(name)) && (type === 'text' || type === 'continuous')
    if (type !== 'id' && !isNamed) return []
    const cells = (text ?? Array.from(values, (value) => (Number.isNaN(value) ? '' : String(value)))).filter(
      (cell) => cell !== '',
    )
    const different = new Set(cells).size
    // A few values in many rows are groups, and measurements with decimals are none.
    const names = different >= cells.length / 4 && !cells.some((cell) => /^-?\d+\.\d*[1-9]/.test(cell))
    if (different === cells.length || different < 2 || !names) return []
    const counts = new Map<string, number>()
    for (const cell of cells) counts.set(cell, (counts.get(cell) ?? 0) + 1)
    const [most, times] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a))
    const severity = type === 'id' ? 'error' : 'note'
    return [fault(IdentifierRepeats(name, different, cells.length, most, times), { ...where, column: name }, severity)]
  })
}

/** P12_1, P12-a, P12 left, 12L: what stands before the last mark, where that is one letter, digit or side. */
const stem =
  /^(.*[^\s_.-])(?:[\s_.-]+(?:\d|[a-f]|l|r|li|re|left|right|(?:lesion|scan|tumou?r|mass|visit|t)[\s_.-]*\d)|(?<=\d)(?:[a-f]|l|r))$/i
const mostEnds = 6

/** A remark where identifiers come in twos and threes that differ only at the end: lesions or sides of one patient. */
export function sharedStems(ids: readonly string[], where: { file: string; column: string }): Fault[] {
  const groups = new Map<string, string[]>()
  const ends = new Set<string>()
  for (const id of ids) {
    const start = stem.exec(id)?.[1]
    if (start === undefined) continue
    ends.add(id.slice(start.length))
    groups.set(start, [...(groups.get(start) ?? []), id])
  }
  const several = [...groups.values()].filter((group) => group.length > 1)
  const shared = several.reduce((sum, group) => sum + group.length, 0)
  const isPattern = shared >= ids.length / 4 && shared >= 6 && ends.size <= mostEnds
  if (!isPattern || several.some((group) => group.length > mostEnds)) return []
  const stems = ids.length - shared + several.length
  return [fault(IdentifiersShareStem(ids.length, stems, several[0].slice(0, 3).join(', ')), where, 'note')]
}
