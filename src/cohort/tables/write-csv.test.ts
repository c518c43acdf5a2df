import { expect, test } from 'vitest'
import { readTable } from './read-table.ts'
import { writeCsv } from './write-csv.ts'

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
