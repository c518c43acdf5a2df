/** What Excel leaves where a formula failed, and what stands for one that was never calculated. */
export const isSpreadsheetError = (cell: string) =>
  /^#(DIV\/0!|REF!|NAME\?|NUM!|VALUE!|NULL!|SPILL!|CALC!|UNCALCULATED!)$/.test(cell)

/** How a column writes its numbers: the mark before decimals, and whether the other mark is shown to part thousands. */
export interface NumberStyle {
  decimal: '.' | ','
  grouped?: boolean
}

const groups = {
  '.': {
    mixed: /^[+-]?\d{1,3}([, ']\d{3})+\.\d+$/,
    sure: /^[+-]?\d{1,3}(([, ']\d{3}){2,}|[ ']\d{3})$/,
    marks: /[, ']/g,
  },
  ',': {
    mixed: /^[+-]?\d{1,3}([. ']\d{3})+,\d+$/,
    sure: /^[+-]?\d{1,3}(([. ']\d{3}){2,}|[ ']\d{3})$/,
    marks: /[. ']/g,
  },
}
const oneGroup = { '.': /^[+-]?\d{1,3},\d{3}$/, ',': /^[+-]?\d{1,3}\.\d{3}$/ }

/**
 * A number as written in a table, NaN when the cell is anything else: "<0.5" and "12 mm" are not numbers.
 * Accepts a decimal comma when `decimal` is ',', thousands that cannot be misread (1,234.5; 1.234,5; 1 234; 1'234.5), one
 * group alone (1,234) only where the column shows that it parts thousands (`grouped`), the typographic minus and
 * full-width digits.
 */
export function parseNumber(cell: string, decimal: '.' | ',' = '.', grouped = false): number {
  if (plainNumber.test(cell)) {
    if (decimal === '.' || !cell.includes('.')) return Number(cell)
    return grouped && oneGroup[','].test(cell) ? Number(cell.replace('.', '')) : Number.NaN
  }
  const text = narrow(cell)
  const { mixed, sure, marks } = groups[decimal]
  if (mixed.test(text) || sure.test(text) || (grouped && oneGroup[decimal].test(text)))
    return Number(text.replace(marks, '').replace(',', '.'))
  const pointed = decimal === ',' ? (text.includes('.') ? '' : text.replace(',', '.')) : text
  return plainNumber.test(pointed) ? Number(pointed) : Number.NaN
}

const plainNumber = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/

/** Full-width digits and signs as plain ones, the typographic minus as -, narrow blanks as a blank. */
const narrow = (cell: string) =>
  cell
    .replace(/[\uff0b-\uff19]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/^[\u2212\u2013]/, '-')
    .replace(/[\u00a0\u2009\u202f]/g, ' ')

/** What `<0.5` or `≥1000` says: the limit of detection that a value lies beyond; undefined for any other cell. */
export function beyondLimit(cell: string, decimal: '.' | ',' = '.'): { below: boolean; limit: number } | undefined {
  const found = /^([<>≤≥＜＞])=?\s*(.+)$/.exec(cell)
  const limit = found ? parseNumber(found[2], decimal) : Number.NaN
  return found && Number.isFinite(limit) ? { below: '<≤＜'.includes(found[1]), limit } : undefined
}

/**
 * How a column writes its numbers. A mark that no group of thousands explains is the decimal one; a comma that might be
 * either is taken for it where nothing contradicts, and is `ambiguous`.
 */
export function decimalOf(cells: readonly string[]): NumberStyle & { ambiguous?: string } {
  const shown = { '.': false, ',': false }
  const mixed = { '.': false, ',': false }
  let ambiguous: string | undefined
  // 1.570 beside 730: of decimals some cell would have fewer places, of thousands the small numbers have no mark.
  let pointed: string | undefined
  let bare = false
  for (const written of cells) {
    const cell = narrow(written.replace(/^[<>≤≥＜＞]=?\s*/, ''))
    if (groups['.'].mixed.test(cell)) shown['.'] = mixed['.'] = true
    else if (groups[','].mixed.test(cell)) shown[','] = mixed[','] = true
    else if (/^[+-]?[1-9]\d{0,2},\d{3}$/.test(cell)) ambiguous ??= written
    else if (/^[+-]?\d*,\d+([eE][+-]?\d+)?$/.test(cell)) shown[','] = true
    else if (/^[+-]?\d*\.\d+([eE]|$)/.test(cell)) {
      if (/^[+-]?[1-9]\d{0,2}\.\d{3}$/.test(cell)) pointed ??= written
      else if (!oneGroup[','].test(cell) || /^[+-]?0/.test(cell)) shown['.'] = true
    } else if (/^[+-]?[1-9]\d{2}$/.test(cell)) bare = true
  }
  if (shown['.']) return { decimal: '.', ...(mixed['.'] && !shown[','] && { grouped: true }) }
  if (shown[',']) return { decimal: ',', ...(mixed[','] && { grouped: true }) }
  if (ambiguous === undefined && pointed !== undefined && bare) return { decimal: '.', ambiguous: pointed }
  if (ambiguous === undefined || cells.some((cell) => /^[+-]?\d+\.\d+$/.test(cell))) return { decimal: '.' }
  return { decimal: ',', ambiguous }
}

export type DateOrder = 'ymd' | 'dmy' | 'mdy'

/**
 * The order of day and month that a column's dates prove; `undefined` when those that are not year first could be read
 * both ways, or prove both.
 */
export function dateOrderOf(cells: readonly string[]): DateOrder | undefined {
  const proven = new Set<DateOrder>()
  let open = false
  for (const cell of cells) {
    const parts = dayFirst.exec(cell)
    if (!parts) continue
    open = true
    if (cell.includes('.') || Number(parts[1]) > 12) proven.add('dmy')
    else if (Number(parts[2]) > 12) proven.add('mdy')
  }
  if (!open) return 'ymd'
  return proven.size === 1 ? [...proven][0] : undefined
}

const yearFirst = /^(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日)(?:[T ].*)?$/
/** As DICOM writes it: 20240531. */
const compact = /^((?:19|20)\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/
/** A month without its day: 2024-05, 05/2024, 2024年5月. */
const monthAlone = /^((19|20)\d{2}([-/.](0?[1-9]|1[0-2])|年(0?[1-9]|1[0-2])月)|(0?[1-9]|1[0-2])[-/](19|20)\d{2})$/
export const isMonth = (cell: string) => monthAlone.test(cell)
const dayFirst = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T ].*)?$/
const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const monthNamed = new RegExp(
  `^(?:(\\d{1,2})[ .-]*(${months.join('|')})[a-z]*[ .,-]*|(${months.join('|')})[a-z]*[ .-]*(\\d{1,2})[ ,]+)(\\d{4})$`,
  'i',
)

export const looksLikeDate = (cell: string) =>
  [yearFirst, dayFirst, monthNamed, compact, monthAlone].some((form) => form.test(cell))

/** Whether a date's day and month are told apart only by the order in which the column writes them. */
export const needsOrder = (cell: string) => dayFirst.test(cell)

/**
 * Days since 1970-01-01 of a date as written in a table; NaN when it is none (the 31st of June included).
 * A bare number between 20000 and 80000 is Excel's day number.
 */
export function parseDate(cell: string, order: DateOrder): number {
  const first = yearFirst.exec(cell) ?? compact.exec(cell)
  if (first) return daysOf(Number(first[1]), Number(first[2] ?? first[4]), Number(first[3] ?? first[5]))
  const last = dayFirst.exec(cell)
  if (last && order === 'dmy') return daysOf(Number(last[3]), Number(last[2]), Number(last[1]))
  if (last && order === 'mdy') return daysOf(Number(last[3]), Number(last[1]), Number(last[2]))
  const named = monthNamed.exec(cell)
  if (named) {
    const month = months.indexOf((named[2] ?? named[3]).toLowerCase()) + 1
    return daysOf(Number(named[5]), month, Number(named[1] ?? named[4]))
  }
  const serial = /^\d{5}(\.\d+)?$/.test(cell) ? Math.floor(Number(cell)) : 0
  return serial >= 20000 && serial <= 80000 ? serial - 25569 : Number.NaN
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
