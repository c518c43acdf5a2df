/** Cells that mean "not known" where the codebook says nothing else; compared without case. */
export const usualMissing = [
  '',
  'na',
  'n/a',
  '#n/a',
  'nan',
  'null',
  'none',
  '.',
  '-',
  '?',
  'unknown',
  'missing',
  'not known',
  '未知',
  '不详',
  '缺失',
  '无记录',
]

/** What Excel leaves where a formula failed, and what stands for one that was never calculated. */
export const isSpreadsheetError = (cell: string) =>
  /^#(DIV\/0!|REF!|NAME\?|NUM!|VALUE!|NULL!|SPILL!|CALC!|UNCALCULATED!)$/.test(cell)

/**
 * A number as written in a table, NaN when the cell is anything else: "<0.5", "12 mm" and "1,234.5" are not numbers.
 * Accepts a decimal comma when `decimal` is ',', the typographic minus and full-width digits.
 */
export function parseNumber(cell: string, decimal: '.' | ',' = '.'): number {
  if (plainNumber.test(cell)) return decimal === ',' && cell.includes('.') ? Number.NaN : Number(cell)
  const text = cell
    .replace(/[\uff0b-\uff19]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/^[\u2212\u2013]/, '-')
  const pointed = decimal === ',' ? (text.includes('.') ? '' : text.replace(',', '.')) : text
  return plainNumber.test(pointed) ? Number(pointed) : Number.NaN
}

const plainNumber = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/

/** What `<0.5` or `≥1000` says: the limit of detection that a value lies beyond; undefined for any other cell. */
export function beyondLimit(cell: string, decimal: '.' | ',' = '.'): { below: boolean; limit: number } | undefined {
  const found = /^([<>≤≥＜＞])=?\s*(.+)$/.exec(cell)
  const limit = found ? parseNumber(found[2], decimal) : Number.NaN
  return found && Number.isFinite(limit) ? { below: '<≤＜'.includes(found[1]), limit } : undefined
}

/** The mark that a column's numbers have before their decimals: a comma when some cell says so and none a point. */
export function decimalOf(cells: readonly string[]): { decimal: '.' | ','; ambiguous?: string } {
  let commas = 0
  let thousands: string | undefined
  for (const written of cells) {
    const cell = written.replace(/^[<>≤≥＜＞]=?\s*/, '')
    if (/^[+-]?\d+\.\d+([eE]|$)/.test(cell)) return { decimal: '.' }
    if (!/^[+-]?\d*,\d+([eE][+-]?\d+)?$/.test(cell)) continue
    commas++
    if (thousands !== '' && /^[+-]?[1-9]\d{0,2},\d{3}$/.test(cell)) thousands ??= cell
    else thousands = ''
  }
  if (commas === 0) return { decimal: '.' }
  return thousands ? { decimal: ',', ambiguous: thousands } : { decimal: ',' }
}

export type DateOrder = 'ymd' | 'dmy' | 'mdy'

/** The order of day and month that a column's dates prove, `undefined` when every one could be read both ways. */
export function dateOrderOf(cells: readonly string[]): DateOrder | undefined {
  for (const cell of cells) {
    if (yearFirst.test(cell)) return 'ymd'
    const parts = dayFirst.exec(cell)
    if (!parts) continue
    if (cell.includes('.') || Number(parts[1]) > 12) return 'dmy'
    if (Number(parts[2]) > 12) return 'mdy'
  }
  return undefined
}

const yearFirst = /^(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日)(?:[T ].*)?$/
const dayFirst = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T ].*)?$/

export const looksLikeDate = (cell: string) => yearFirst.test(cell) || dayFirst.test(cell)

/**
 * Days since 1970-01-01 of a date as written in a table; NaN when it is none (the 31st of June included).
 * A bare number between 20000 and 80000 is Excel's day number.
 */
export function parseDate(cell: string, order: DateOrder): number {
  const first = yearFirst.exec(cell)
  if (first) return daysOf(Number(first[1]), Number(first[2] ?? first[4]), Number(first[3] ?? first[5]))
  const last = dayFirst.exec(cell)
  if (last && order === 'dmy') return daysOf(Number(last[3]), Number(last[2]), Number(last[1]))
  if (last && order === 'mdy') return daysOf(Number(last[3]), Number(last[1]), Number(last[2]))
  const serial = /^\d{5}(\.\d+)?$/.test(cell) ? Math.floor(Number(cell)) : 0
  return serial >= 20000 && serial <= 80000 ? serial - 25569 : Number.NaN
}

function daysOf(year: number, month: number, day: number): number {
  const date = new Date(Date.UTC(year, month - 1, day))
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return real ? date.getTime() / 86_400_000 : Number.NaN
}

/** The date of a day number, as 2024-05-31. */
export const isoDate = (days: number) =>
  Number.isNaN(days) ? '' : new Date(days * 86_400_000).toISOString().slice(0, 10)
