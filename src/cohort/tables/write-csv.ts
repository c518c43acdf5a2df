/**
 * A table as CSV by RFC 4180: comma, CRLF, a cell with a comma, quote or line break quoted.
 *
 * A cell that begins with = + - @ (blanks, tabs and carriage returns before one do not count) and is not a number would be
 * run as a formula by a spreadsheet: it gets a ' in front. NaN and missing values are empty.
 *
 * @param columns names
 * @param rows one array of cells a row
 * @returns the text, with a last line break
 * @example
 * ```ts
 * import { writeCsv } from 'nomoscope/cohort'
 * writeCsv(['id', 'note'], [['P1', 'left, upper']]) // → 'id,note\r\nP1,"left, upper"\r\n'
 * ```
 */
export function writeCsv(columns: readonly string[], rows: Iterable<readonly CsvCell[]>): string {
  const lines = [columns.map(cellOf).join(',')]
  for (const row of rows) lines.push(row.map(cellOf).join(','))
  return `${lines.join('\r\n')}\r\n`
}

/** What a cell of a written table may hold. */
export type CsvCell = string | number | boolean | null | undefined

function cellOf(cell: CsvCell): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'number') return Number.isNaN(cell) ? '' : String(cell)
  const text = withoutFormula(String(cell))
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * The text as a spreadsheet shows it and does not run it.
 *
 * @param text of a cell
 * @returns the same, with a ' in front where a spreadsheet would run it
 * @example
 * ```ts
 * import { withoutFormula } from 'nomoscope/cohort'
 * withoutFormula('=1+1') // → "'=1+1"
 * withoutFormula('-5') // → '-5'
 * ```
 */
export function withoutFormula(text: string): string {
  if (!/^(\s*[=+\-@＝＋－＠]|[\t\r])/.test(text)) return text
  return number.test(text) || measured.test(text) ? text : `'${text}`
}

const number = /^ *[+-]?((\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|inf|∞)$/
/** A number with what a table prints behind it (a per cent, a spread, an interval), which has no operator to be run. */
const measured = /^ *-[\d.,∞]+(?:[\d.∞\s()[\]–±%,;]|to|(?<=[\s([–,])-(?=[\d.∞]))*$/
