import { expect, test } from 'vitest'
import { readTable } from './read-table.ts'
import { withoutFormula, writeCsv } from './write-csv.ts'

test('RFC 4180, and no cell that a spreadsheet would run', () => {
  const csv = writeCsv(
    ['id', '=name'],
    [
      ['a,b', 'say "x"'],
      ['=SUM(A1)', '+cmd'],
      ['-1.5e3', -2],
      ['@x', '\t=1+1'],
      ['-', Number.NaN],
      [null, true],
      ['two\nlines', undefined],
    ],
  )
  expect(csv).toBe(
    [
      "id,'=name",
      '"a,b","say ""x"""',
      "'=SUM(A1),'+cmd",
      '-1.5e3,-2',
      "'@x,'\t=1+1",
      "'-,",
      ',true',
      '"two\nlines",',
      '',
    ].join('\r\n'),
  )
})

test('what is written is read again', async () => {
  const written = writeCsv(
    ['id', 'note'],
    [
      ['1', 'a "b", c\r\nd'],
      ['2', '肿瘤'],
    ],
  )
  const table = await readTable(new TextEncoder().encode(written), 'x.csv')
  expect(table.columns.map(({ cells }) => cells)).toEqual([
    ['1', '2'],
    ['a "b", c\r\nd', '肿瘤'],
  ])
})

test('what a spreadsheet would run gets a quotation mark, numbers with what a table prints behind them do not', () => {
  const run = [
    '=1',
    ' =1',
    '\t-2',
    "-2+3+cmd|' /C calc'!D2",
    "   -2+3+cmd|' /C calc'!D2",
    '-2*3',
    '+49 30 1',
    '@a',
    '＝1',
    '-',
    '-x',
  ]
  for (const text of run) expect(withoutFormula(text)).toBe(`'${text}`)
  for (const text of [
    '-5',
    ' -5',
    '+5',
    '-1.2e-7',
    '-inf',
    '-∞',
    '-0.52 (-1.0 to 0.3)',
    '-0.52 (-1.0–0.3)',
    '-0.52 to -0.1',
    '-2.3 [-3.1, -1.5]',
    '-12.5%',
    '-3 ± 4',
    '–',
    'a=b',
  ])
    expect(withoutFormula(text)).toBe(text)
})
