import { editDistance } from '../../text/closest.ts'
import { parseNumber } from '../tables/parse-cell.ts'
import type { Level } from './variable.ts'

/** A word without what does not change its meaning: capitals, the number of blanks, full-width letters. */
export const foldCase = (word: string) => word.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase()

/** The same without accents: "duktal" and "duktál" may be one word. */
const foldAccents = (word: string) =>
  foldCase(word)
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')

/** What two cells have in common that are the same value: one number however it is written (1, 1.0), or one word. */
function identity(cell: string): string {
  const number = /^[+-]?0\d/.test(cell) ? Number.NaN : parseNumber(cell)
  return Number.isNaN(number) ? foldCase(cell) : String(number)
}

/** One value of a column with the spellings that it has there, the commonest first, and how often each occurs. */
export interface Spelt {
  value: string
  spellings: Map<string, number>
  count: number
}

/** The different values of some cells, those that differ in capitals, blanks or width or as 1 and 1.0 taken as one. */
export function speltValues(cells: readonly string[]): Spelt[] {
  const found = new Map<string, Map<string, number>>()
  for (const cell of cells) {
    const key = identity(cell)
    if (!found.has(key)) found.set(key, new Map())
    const own = found.get(key)!
    own.set(cell, (own.get(cell) ?? 0) + 1)
  }
  return [...found.values()].map((own) => {
    const spellings = new Map([...own].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)))
    const count = [...spellings.values()].reduce((sum, times) => sum + times, 0)
    return { value: spellings.keys().next().value!, spellings, count }
  })
}

/** The level that a value names, by its value, its label, in other capitals, or as the same number; -1 where none is. */
export function levelIndex(levels: readonly Level[], wanted: string | number | boolean): number {
  const text = String(wanted).trim()
  const tries: ((level: Level) => boolean)[] = [
    ({ value }) => value === text,
    ({ label }) => label === text,
    ({ value, label }) => foldCase(value) === foldCase(text) || foldCase(label) === foldCase(text),
    ({ value }) => identity(value) === identity(text),
  ]
  for (const is of tries) {
    const at = levels.findIndex(is)
    if (at >= 0) return at
  }
  return -1
}

/** A rare value is at most one in so many of the cells of the value that it may be a slip for. */
const rare = 8

/**
 * Rare values that are one slip of the pen, or an accent, from a common one: "respnder" beside "responder". Words that
 * hold one another (regular and irregular, type 1 and type 2) are none.
 */
export function slips(values: readonly Spelt[]): { slip: Spelt; meant: Spelt }[] {
  return values.flatMap((slip) => {
    const meant = values.find(
      (other) => other !== slip && slip.count * rare <= other.count && isSlip(slip.value, other.value),
    )
    return meant ? [{ slip, meant }] : []
  })
}

function isSlip(typed: string, meant: string): boolean {
  const [a, b] = [foldAccents(typed), foldAccents(meant)]
  if (a === b) return true
  if (a.length < 5 || b.length < 5 || /\d/.test(a) || /\d/.test(b)) return false
  if (a.includes(b) || b.includes(a)) return Math.abs(a.length - b.length) === 1 && a[0] === b[0]
  return editDistance(a, b) <= (Math.min(a.length, b.length) >= 8 ? 2 : 1)
}
