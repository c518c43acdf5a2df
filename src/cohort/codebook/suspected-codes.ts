import { PossibleMissingCode } from '../../errors/index.ts'
import { type Fault, fault } from '../fault.ts'
import { parseNumber } from '../tables/parse-cell.ts'
import { dateOrderOf, isoDate, parseDate } from '../tables/parse-date.ts'
import type { RawColumn } from '../tables/table.ts'
import { withUnit } from '../tables/units.ts'
import type { Variable } from './variable.ts'

/** Values by which tables say "not known": -9, 88, 999, 77.7 and the like. */
const looksLikeCode = (value: number) =>
  value === -1 || (Math.floor(Math.abs(value)) % 10 >= 7 && /^-?([7-9])\1*(\.\1+)?$/.test(String(value)))
const mostCodes = 3

/**
 * Values that may mean "not known", such as 99, 999 or -9. Of numbers up to three that repeat at either end, farther out
 * than the others reach; one that looks like a code (999) there once, or repeated more than any other and apart from
 * them; zeros far below all others, or where the name says what is never 0. Of codes (1, 2, 3, 9) the last where codes
 * are left out before it. Of dates those that stand for none (1900-01-01) or repeat far from the others.
 *
 * @param column its cells that are not missing
 */
export function suspectedCodes(column: RawColumn, variable: Variable): Fault[] {
  const where = { file: column.file, column: column.name }
  const told = (
    found: readonly number[],
    counts: ReadonlyMap<number, number>,
    shown: (code: number) => string = String,
  ) => found.map((code) => fault(PossibleMissingCode(shown(code), counts.get(code)!), where, 'note'))
  if (variable.type === 'date') {
    const order = variable.dateOrder ?? dateOrderOf(column.cells) ?? 'ymd'
    const counts = countsOf(column.cells.map((cell) => parseDate(cell, order)))
    return told(datesOfNothing(counts), counts, isoDate)
  }
  const bare = (cell: string) => (variable.unit === undefined ? cell : (withUnit(cell)?.number ?? cell))
  const counts = countsOf(column.cells.map((cell) => parseNumber(bare(cell), variable.decimal)))
  const sorted = Array.from(Float64Array.from(counts.keys()).sort())
  if (variable.levels) {
    const [before, last] = sorted.slice(-2)
    const isCoded = sorted.length === variable.levels.length && sorted.length > 2 && sorted[0] >= 0
    return isCoded && looksLikeCode(last) && last > before + 1 ? told([last], counts) : []
  }
  if (variable.type !== 'continuous' && variable.type !== 'count') return []
  return told([...codesBelow(sorted, counts, column.name), ...codesAbove(sorted, counts)], counts)
}

function countsOf(values: Iterable<number>): Map<number, number> {
  const counts = new Map<number, number>()
  for (const value of values) if (!Number.isNaN(value)) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

const total = (values: readonly number[], counts: ReadonlyMap<number, number>) =>
  values.reduce((sum, value) => sum + counts.get(value)!, 0)

/** What a patient has more than nothing of. */
const neverZero =
  /(^|[\W_])(age|alter|âge|edad|età|idade|weight|gewicht|poids|peso|height|größe|taille|talla|bmi|size|volume|diameter|durchmesser|diamètre|diámetro)([\W_]|$)|年龄|身高|体重|直径/i

/** Negative values among numbers that are never negative, and zeros far below all others. */
function codesBelow(sorted: readonly number[], counts: ReadonlyMap<number, number>, name: string): number[] {
  const negative = sorted.filter((value) => value < 0)
  if (negative.length > mostCodes) return []
  const rest = sorted.slice(negative.length)
  const isEnough = total(rest, counts) >= 5
  // One -99 among numbers that are never negative is enough.
  const areCodes = negative.every((value) => counts.get(value)! > 1 || (value < -1 && looksLikeCode(value)))
  if (negative.length > 0) return areCodes && isEnough ? negative : []
  const [low, next] = sorted
  if (low !== 0 || total(sorted.slice(1), counts) < 5) return []
  // Of a few values (0, 1, 2, 3 lesions) 0 is one.
  const isFar = sorted.length > mostCodes + 1 && next > sorted.at(-1)! / 4 && counts.get(0)! > 1
  return isFar || neverZero.test(name) ? [0] : []
}

/** Values that lie more than the others' reach beyond them, and repeated ones that look like codes and stand apart. */
function codesAbove(sorted: readonly number[], counts: ReadonlyMap<number, number>): number[] {
  for (let count = Math.min(mostCodes, sorted.length - 1); count > 0; count--) {
    const codes = sorted.slice(-count)
    const repeat = codes.every((code) => counts.get(code)! > 1)
    const isOneCode = count === 1 && looksLikeCode(codes[0])
    if (!repeat && !isOneCode) continue
    const rest = sorted.slice(0, -count).filter((value) => !(value < 0 && looksLikeCode(value)))
    // Beside a single value (0 lesions, 1, 2, 3) all others would lie far.
    if (rest.length < 2 || total(rest, counts) < 5) continue
    const high = rest.at(-1)!
    const low = Math.min(rest[0], 0)
    if (repeat && codes[0] > high + (high - low)) return codes
    if (isOneCode && codes[0] >= 99 && codes[0] > high + (high - low)) return codes
    const own = counts.get(codes[0])!
    const isCommonest = isOneCode && own > 2 && rest.every((value) => counts.get(value)! < own)
    if (isCommonest && codes[0] - high > 0.15 * (high - rest[0])) return codes
  }
  return []
}

/** The days 0 and 1 of spreadsheets and of statistical programs, in days since 1970. */
const zeroDays = new Set([-25569, -25568, -25567, -25202, -24107, -3653, 0])
const tenYears = 3652

/** Dates that stand for none, apart from the others; others that repeat farther out than the rest reaches. */
function datesOfNothing(counts: ReadonlyMap<number, number>): number[] {
  const sorted = [...counts.keys()].sort((a, b) => a - b)
  const rest = sorted.filter((day) => !zeroDays.has(day))
  if (total(rest, counts) < 5) return []
  const zeros = sorted.filter((day) => zeroDays.has(day) && (rest[0] - day > tenYears || counts.get(day)! > 2))
  const [first, second] = rest
  const reach = rest.at(-1)! - second
  const isFar = counts.get(first)! > 1 && second - first > Math.max(reach, tenYears)
  const [before, last] = rest.slice(-2)
  const isLate = counts.get(last)! > 1 && last - before > Math.max(before - first, tenYears)
  return [...zeros, ...(isFar ? [first] : []), ...(isLate ? [last] : [])]
}
