import { foldAccents } from '../codebook/spelling.ts'

export type DateOrder = 'ymd' | 'dmy' | 'mdy'

/**
 * The order of day and month that a column's dates prove; `undefined` when those that are not year first could be read
 * both ways, or prove both. Dots are the German way of writing the day first, unless a date proves the other.
 */
export function dateOrderOf(cells: readonly string[]): DateOrder | undefined {
  const proven = new Set<DateOrder>()
  let isDotted = false
  let open = false
  for (const cell of cells) {
    const parts = dayFirst.exec(cell)
    if (!parts) continue
    open = true
    if (Number(parts[1]) > 12) proven.add('dmy')
    else if (Number(parts[2]) > 12) proven.add('mdy')
    if (cell.includes('.')) isDotted = true
  }
  if (!open) return 'ymd'
  if (isDotted) proven.add('dmy')
  return proven.size === 1 ? [...proven][0] : undefined
}

const fewestExchanged = 5

/**
 * Whether a spreadsheet seems to have read 3/4/2024 as a date of its own country, and to have left 25/4/2024 as text: no
 * day of the dates it knows (year first, or day numbers) is above 12, and of those it left every one is. Of so many dates
 * of each kind chance makes that in fewer than one column in a thousand.
 */
export function daysExchanged(cells: readonly string[]): boolean {
  let [known, left] = [0, 0]
  for (const cell of cells) {
    const parts = dayFirst.exec(cell)
    if (parts) {
      if (Number(parts[1]) <= 12 && Number(parts[2]) <= 12) return false
      left++
    } else if (isKnownToSpreadsheets(cell)) {
      const day = parseDate(cell, 'ymd')
      if (new Date(day * 86_400_000).getUTCDate() > 12) return false
      known++
    }
  }
  return known >= fewestExchanged && left >= fewestExchanged
}

/** Whether a spreadsheet holds the cell as a date: year first, or a day number. */
export const isKnownToSpreadsheets = (cell: string) => yearFirst.test(cell) || isDayNumber(cell)

const yearFirst = /^(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日)(?:[T ].*)?$/
/** As DICOM writes it: 20240531. */
const compact = /^((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/
/** A month without its day: 2024-05, 05/2024, 2024年5月. */
const monthAlone = /^((19|20)\d{2}([-/.](0?[1-9]|1[0-2])|年(0?[1-9]|1[0-2])月)|(0?[1-9]|1[0-2])[-/](19|20)\d{2})$/
export const isMonth = (cell: string) => monthAlone.test(cell)
const dayFirst = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T ].*)?$/
/** Names of the months in English, German, French, Spanish, Italian, Portuguese and Dutch, and how they are cut short. */
const months = [
  'jan january januar jänner janvier janv enero ene gennaio gen janeiro januari',
  'feb february februar février févr fév febrero febbraio fevereiro fev februari',
  'mar march märz mrz mär mars marzo março maart mrt',
  'apr april avril avr abril abr aprile',
  'may mai mayo maggio mag maio mei',
  'jun june juni juin junio giugno giu junho',
  'jul july juli juillet juil julio luglio lug julho',
  'aug august août aou agosto ago augustus',
  'sep sept september septembre septiembre settembre set setembro',
  'oct october oktober okt octobre octubre ottobre ott outubro out',
  'nov november novembre noviembre novembro',
  'dec december dezember dez décembre déc diciembre dic dicembre dezembro',
].map((names) => new Set(names.split(' ').map(foldAccents)))
const monthCalled = (name: string) => months.findIndex((names) => names.has(foldAccents(name))) + 1

const weekday = /^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+/i
const dayMonthYear = /^(\d{1,2})[ .-]*(?:de )?(\p{L}{3,10})[ .,/-]*(?:de )?(\d{2}|\d{4})(?:[T: ].*)?$/u
const monthDayYear = /^(\p{L}{3,10})[ .-]*(\d{1,2})[ ,]+(\d{4})(?:[T ].*)?$/u

/** The parts of a date whose month is a word, the year as written. */
function monthNamed(cell: string): { day: number; month: number; year: string } | undefined {
  const text = cell.replace(weekday, '')
  const first = dayMonthYear.exec(text)
  if (first) return named(first[1], first[2], first[3])
  const second = monthDayYear.exec(text)
  return second ? named(second[2], second[1], second[3]) : undefined
}

function named(day: string, word: string, year: string) {
  const month = monthCalled(word)
  return month > 0 ? { day: Number(day), month, year } : undefined
}

/** 3-Jan, Jan-03, 3. Mrz: what a spreadsheet shows of 1-3. */
export function isDayOfMonth(cell: string): boolean {
  const found = /^(?:\d{1,2}[-. ]{1,2}(\p{L}{3,4})\.?|(\p{L}{3,4})[-. ]\d{2})$/u.exec(cell)
  return found !== null && monthCalled(found[1] ?? found[2]) > 0
}

/** Seconds or milliseconds from a day that nothing says, as computers keep times. */
export const isTimestamp = (cell: string) => /^\d{9,13}(\.0+)?$/.test(cell)

/** A spreadsheet's day number between 1954 and 2119, with or without the time of day. */
export const isDayNumber = (cell: string) => /^[2-7]\d{4}(\.\d+)?$/.test(cell)

/** A time of day or a duration: 9:30, 01:15:00. */
export const isClockTime = (cell: string) => /^\d{1,3}:[0-5]\d(:[0-5]\d([.,]\d+)?)?$/.test(cell)

/** Whether the year of a date has two digits: which century is meant is not said. */
export const hasShortYear = (cell: string) =>
  /^\d{1,2}([-/.])\d{1,2}\1\d{2}$/.test(cell) || monthNamed(cell)?.year.length === 2

export const looksLikeDate = (cell: string) =>
  [yearFirst, dayFirst, compact, monthAlone].some((form) => form.test(cell)) ||
  monthNamed(cell) !== undefined ||
  hasShortYear(cell)

/** Whether a date's day and month are told apart only by the order in which the column writes them. */
export const needsOrder = (cell: string) => dayFirst.test(cell)

/**
 * Days since 1970-01-01 of a date as written in a table; NaN when it is none (the 31st of June included).
 * A bare number between 20000 and 79999 is Excel's day number.
 */
export function parseDate(cell: string, order: DateOrder): number {
  const first = yearFirst.exec(cell) ?? compact.exec(cell)
  if (first) return daysOf(Number(first[1]), Number(first[2] ?? first[4]), Number(first[3] ?? first[5]))
  const last = dayFirst.exec(cell)
  if (last && order === 'dmy') return daysOf(Number(last[3]), Number(last[2]), Number(last[1]))
  if (last && order === 'mdy') return daysOf(Number(last[3]), Number(last[1]), Number(last[2]))
  const word = monthNamed(cell)
  if (word) return word.year.length === 4 ? daysOf(Number(word.year), word.month, word.day) : Number.NaN
  return isDayNumber(cell) ? Math.floor(Number(cell)) - 25569 : Number.NaN
}

function daysOf(year: number, month: number, day: number): number {
  const date = new Date(Date.UTC(year, month - 1, day))
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return real ? date.getTime() / 86_400_000 : Number.NaN
}

/**
 * The date of a day number, as 2024-05-31.
 *
 * @param days since 1970-01-01; NaN where not known
 * @returns the date, empty where not known
 * @example
 * ```ts
 * import { isoDate } from 'nomoscope/cohort'
 * isoDate(1) // → '1970-01-02'
 * ```
 */
export const isoDate = (days: number) =>
  Number.isNaN(days) ? '' : new Date(days * 86_400_000).toISOString().slice(0, 10)
