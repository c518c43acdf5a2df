import { expect, test } from 'vitest'
import { tableCsv } from './csv.ts'
import type { Table } from './document.ts'

/** The cells of a table of one column, as its CSV has them. */
function written(...texts: string[]): string[] {
  const table = {
    id: 't',
    columns: [{ label: { text: 'x' } }],
    rows: texts.map((text) => ({ indent: 0, cells: [{ text }] })),
  } as unknown as Table
  return tableCsv(table).split('\r\n').slice(1, -1)
}

test('numbers, intervals and words stay as they are; what a spreadsheet would run is made a text', () => {
  const numbers = ['-0.52 (-1.3 to 0.24)', '-1.2 ± 0.4', '-3', '-1.5; -0.2', '0.4', '< 0.001']
  expect(written(...numbers)).toEqual(numbers)
  const formulas = ["-2+3+cmd|' /C calc'!D2", '-1*A1', '=1+1', '+1+1', '@SUM(A1)', '-SUM(A1)', '-2 HYPERLINK(1)']
  for (const cell of written(...formulas)) expect(cell).toMatch(/^"?'/)
})
