import { isUnknownWord, usualMissing } from '../tables/absent-words.ts'
import { beyondLimit, decimalOf, isSpreadsheetError, parseNumber } from '../tables/parse-cell.ts'
import { dateOrderOf, daysExchanged, isClockTime, isDayNumber, looksLikeDate } from '../tables/parse-date.ts'
import type { RawColumn } from '../tables/table.ts'
import { unitsOf, withUnit } from '../tables/units.ts'
import { speltValues } from './spelling.ts'
import type { Level, Variable, VariableType } from './variable.ts'

const usual = new Set(usualMissing)

/** Words that no number or date is: where the rest of a column is such, they do not make it a column of words. */
const noNumber = (cell: string) => isUnknownWord(cell) || cell === '-' || cell.toLowerCase() === 'none'

/**
 * What a column seems to be, before a codebook fixes it. The rules, over the cells that are neither a usual missing code nor a failed formula:
 *
 * 1. two different values                              binary, in the order of `orderLevels`
 * 2. at least 90% dates (or numbers that can only be days, by the column's name)
 *                                                      date; times of day and durations (9:30) are text
 * 3. at least 90% numbers, all whole, 3 to 6 different values and at least 10 cells for each
 *                                                      categorical (codes)
 *    else at least 90% numbers                         continuous; those with a unit (12 mm) or beyond a limit of
 *                                                      detection (<0.5) count
 * 4. at most 20 different values, at least 3 cells each on average
 *                                                      categorical; ordinal when the levels are a known scale
 * 5. anything else                                     text; a single value or an empty column too
 *
 * Values that differ in capitals, blanks or width are one, and so are 1 and 1.0.
 */
export function inferVariable(column: RawColumn): Variable {
  const known = column.cells.filter((cell) => !usual.has(cell.toLowerCase()) && !isSpreadsheetError(cell))
  const different = new Set<string>()
  for (const cell of known) {
    different.add(cell)
    if (different.size > 400) break
  }
  const base = { name: column.name, label: column.name, missing: [], measured: 'baseline', derivedFrom: [] } as const
  const variable = (type: VariableType, more: Partial<Variable> = {}): Variable => ({
    ...base,
    missing: [],
    derivedFrom: [],
    type,
    ...more,
  })
  const values = different.size > 400 ? undefined : speltValues(known)
  const distinct = values?.map(({ value }) => value) ?? [...different]
  if (distinct.length < 2) return variable('text')
  if (distinct.length === 2) return variable('binary', { levels: orderLevels(distinct) })
  const { decimal, grouped } = decimalOf(known)
  const measured = known.filter((cell) => !noNumber(cell))
  const share = (is: (cell: string) => boolean) => measured.filter(is).length / measured.length
  const isDate = dateName.test(column.name.trim())
    ? (cell: string) => isLongNumber(cell) || looksLikeDate(cell)
    : eventName.test(column.name.trim())
      ? (cell: string) => isDayNumber(cell) || looksLikeDate(cell)
      : looksLikeDate
  if (share(isDate) >= 0.9)
    return variable('date', { dateOrder: daysExchanged(measured) ? undefined : dateOrderOf(measured) })
  if (share(isClockTime) >= 0.9) return variable('text')
  const units = unitsOf(measured)
  const isNumber = (cell: string) => {
    const parted = units.length > 0 ? withUnit(cell) : undefined
    return !Number.isNaN(parseNumber(parted?.number ?? cell, decimal, grouped))
  }
  const numbers = share(isNumber)
  // `<2`, `2` and `>2` are levels; one such limit among many different numbers is not.
  const limited = numbers >= 0.5 && distinct.length > 6 ? share((cell) => beyondLimit(cell, decimal) !== undefined) : 0
  if (numbers + limited >= 0.9) {
    const codes = distinct.length <= 6 && known.length >= 10 * distinct.length
    if (codes && distinct.every((cell) => /^\d+(\.0+)?$/.test(cell)))
      return variable('categorical', { levels: orderLevels(distinct) })
    if (codes && distinct.every((cell) => /^\d+(\.0+)?$/.test(cell) || noNumber(cell)))
      return variable('categorical', { levels: orderLevels(distinct) })
    return variable('continuous', {
      ...(decimal === ',' && { decimal }),
      ...(units.length > 0 && { unit: units[0] }),
    })
  }
  if (distinct.length <= 20 && known.length >= 3 * distinct.length) {
    const ordered = scaleOf(distinct)
    return ordered
      ? variable('ordinal', { levels: ordered.map(levelOf) })
      : variable('categorical', { levels: orderLevels(distinct) })
  }
  return variable('text')
}

/** Names of dates, whose bare numbers count days or seconds from somewhere. */
const dateName =
  /(^|[\W_])(dates?|dt|dob|fecha|jour)([\W_]|$)|[a-z]D(ate|ATE)s?([\W_]|$)|dat(um|a di|a de)([\W_]|$)|geburtstag|日期|生日/i
const isLongNumber = (cell: string) => /^\d{5,}(\.\d+)?$/.test(cell)
/** Names of what happens on a day: of these a number as large as a spreadsheet's day numbers is one. */
const eventName =
  /^(day of )?(operation|surgery|op|diagnosis|biopsy|birth|birthday|death|relapse|recurrence|progression|admission|discharge|visit|mri|scan|last[ _](seen|contact|visit|follow[ -]?up))$|时间/i

const levelOf = (value: string): Level => ({ value, label: value })

/** Scales of the field, from least to most. */
const scales = [
  ['i', 'ii', 'iii', 'iv', 'v'],
  ['0', '1+', '2+', '3+'],
  ['minimal', 'mild', 'moderate', 'marked'],
  ['minimum', 'mild', 'moderate', 'remarkable'],
  ['none', 'mild', 'moderate', 'severe'],
  ['low', 'intermediate', 'high'],
  ['low', 'medium', 'high'],
  ['persistent', 'plateau', 'washout'],
  ['t0', 't1', 't2', 't3', 't4'],
  ['n0', 'n1', 'n2', 'n3'],
]

function scaleOf(levels: string[]): string[] | undefined {
  for (const scale of scales) {
    const place = (level: string) => scale.indexOf(level.toLowerCase())
    if (levels.every((level) => place(level) >= 0)) return levels.toSorted((a, b) => place(a) - place(b))
  }
  return undefined
}

/** Words of a level that is the reference of a comparison. */
const reference = /^(no|n|none|0|false|negative|neg|absent|never|low|minimal|否|无|阴性|-)$/i

/** Reference first (no, negative, 0, …), numbers by size, the rest by the alphabet of their characters' codes. */
function orderLevels(levels: string[]): Level[] {
  return levels
    .toSorted((a, b) => {
      const first = Number(reference.test(b)) - Number(reference.test(a))
      if (first !== 0) return first
      const difference = parseNumber(a) - parseNumber(b)
      return Number.isNaN(difference) ? (a < b ? -1 : 1) : difference
    })
    .map(levelOf)
}
