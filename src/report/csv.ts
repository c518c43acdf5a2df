import { withoutFormula } from '../cohort/tables/write-csv.ts'
import type { Table } from './document.ts'

/**
 * A table as CSV in UTF-8 with a byte order mark, so that spreadsheets read ± and χ²: one line of headings, levels
 * indented under their variable, marks of footnotes left out. Text that a spreadsheet would run as a formula is quoted.
 *
 * @param table of a report
 * @returns the text of the file, lines ending in CR LF
 * @example
 * ```ts
 * import { plainText, tableCsv } from 'nomoscope/report'
 * const columns = [{ label: plainText('Sex'), align: 'left' as const }, { label: plainText('n'), align: 'right' as const }]
 * const rows = [{ kind: 'row' as const, indent: 0 as const, cells: [plainText('female'), plainText('12')] }]
 * const table = { id: 't', number: '1', title: 'Patients', columns, rows, footnotes: [] }
 * tableCsv(table).slice(1) // → 'Sex,n\r\nfemale,12\r\n'
 * ```
 */
export function tableCsv(table: Table): string {
  const lines = [
    table.columns.map((column) => (column.group ? `${column.group}: ${column.label.text}` : column.label.text)),
    ...table.rows.map((row) =>
      table.columns.map((_, c) => {
        const text = row.cells[c]?.text ?? ''
        return c === 0 && row.indent > 0 ? `${'  '.repeat(row.indent)}${text}` : text
      }),
    ),
  ]
  return `\uFEFF${lines.map((cells) => cells.map(field).join(',')).join('\r\n')}\r\n`
}

function field(text: string): string {
  const plain = text.replaceAll('\u00a0', ' ').replace(/−(?=[\d∞.])/g, '-')
  const safe = withoutFormula(plain)
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}
