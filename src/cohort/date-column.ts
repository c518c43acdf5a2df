import { DatesAmbiguous, DayNumbersRead, DaysExchanged, NotADate, type Problem } from '../errors/index.ts'
import type { Variable } from './codebook/variable.ts'
import { type Fault, fault } from './fault.ts'
import {
  dateOrderOf,
  daysExchanged,
  hasShortYear,
  isDayNumber,
  isKnownToSpreadsheets,
  isMonth,
  isoDate,
  isTimestamp,
  needsOrder,
  parseDate,
} from './tables/parse-date.ts'

/** A cell's number, or the problem that it is none. */
export type Read = (cell: string) => number | Problem
export type Place = { file: string; column: string }

/** How a cell of a column of dates becomes days since 1970. `known` are its cells that are not missing. */
export function dateReader(variable: Variable, known: readonly string[], column: Place, faults: Fault[]): Read {
  const order = variable.dateOrder ?? dateOrderOf(known)
  const isExchanged = variable.dateOrder === undefined && daysExchanged(known)
  const numbers = known.filter(isDayNumber)
  if (numbers.length > 0 && !isExchanged) {
    const date = isoDate(parseDate(numbers[0], 'ymd'))
    faults.push(fault(DayNumbersRead(numbers.length, numbers[0], date), column, 'note'))
  }
  // Days of birth before 1954 beside later ones; of themselves such numbers may as well count from 1970.
  const isEarly = (cell: string) => /^1\d{4}$/.test(cell) && 2 * numbers.length >= known.length
  return (cell) => {
    if (isMonth(cell)) return NotADate(cell, 'the day is not given')
    if (isTimestamp(cell)) return NotADate(cell, 'it counts seconds or milliseconds from a day that is not said')
    if (hasShortYear(cell)) return NotADate(cell, 'its year has two digits, and the century is not said')
    if (isExchanged && isKnownToSpreadsheets(cell)) return DaysExchanged(cell)
    if (!order && needsOrder(cell)) return DatesAmbiguous(cell)
    const days = isEarly(cell) ? Number(cell) - 25569 : parseDate(cell, order ?? 'ymd')
    return Number.isNaN(days) ? NotADate(cell, whyNone(cell, order)) : ofALife(days, cell)
  }
}

function whyNone(cell: string, order: Variable['dateOrder']): string {
  if (/^\d+([.,]\d+)?$/.test(cell)) return 'it is a number, and what it counts, and from when, is not said'
  return order === 'ymd' && needsOrder(cell) ? 'its year does not come first' : 'no such day'
}

/** Years in which patients were born or seen. */
const years = [1850, 2150]

/** A day, or the problem that no patient has one in that year: 9999 for "not known", a year of the Buddhist calendar. */
function ofALife(days: number, cell: string) {
  const year = new Date(days * 86_400_000).getUTCFullYear()
  if (year >= years[0] && year <= years[1]) return days
  const buddhist = year - 543
  const why = buddhist >= 1900 && buddhist <= 2100 ? ` (of the Buddhist calendar it is ${buddhist})` : ''
  return NotADate(cell, `no patient has one in the year ${year}${why}`)
}
