import { describe, expect, test } from 'vitest'
import { fixtureColumn, fixtureColumns, fixtureGroups } from '../../../test/report/sample.ts'
import { expectedStatistics } from '../../../test/support/statistics.ts'
import type { Column } from '../../cohort/codebook/variable.ts'
import type { Cell } from '../document.ts'
import { tableOne } from './table-one.ts'

const r = expectedStatistics('tests')
const request = { id: 't', number: '1', title: 'T', groups: fixtureGroups }
const values = (cell: Cell) => (cell.numbers ?? []).map((one) => one.value)

describe('Table 1 equals R on the simulated cohort', () => {
  test('a variable that is normal in both groups: mean, SD, Student', () => {
    const [row] = tableOne({ ...request, columns: [fixtureColumns.age] }).rows
    expect(values(row.cells[1])).toMatchDigits([r.continuous.age.mean[0], r.continuous.age.sd[0]], 1e-12)
    expect(values(row.cells[2])).toMatchDigits([r.continuous.age.mean[1], r.continuous.age.sd[1]], 1e-12)
    expect(values(row.cells[3])).toMatchDigits([r.continuous.age.student.t], 1e-9)
    expect(values(row.cells[4])).toMatchDigits([r.continuous.age.student.p], 1e-9)
    expect(values(row.cells[5])).toMatchDigits([Math.abs(expectedStatistics('extra').smd.age)], 1e-12)
    expect(row.cells[1].text).toBe('52.03 ± 8.84')
  })

  test('a variable that is not: quartiles, Mann–Whitney, with the note that says so', () => {
    const table = tableOne({ ...request, columns: [fixtureColumns.cea] })
    const [row] = table.rows
    const [[q1, median, q3]] = r.continuous.cea.quartiles
    expect(values(row.cells[1])).toMatchDigits([median, q1, q3], 1e-12)
    expect(values(row.cells[4])).toMatchDigits([r.continuous.cea.mannWhitney.p], 1e-8)
    expect(row.cells[4].note).toBe('a')
    expect(table.footnotes[1]).toMatchObject({ mark: 'a', text: { text: expect.stringContaining('Mann-Whitney') } })
  })

  test.each(['type', 'edge', 'skin', 'axillary', 'grade'] as const)(
    '%s: counts, χ² without correction, SMD',
    (name) => {
      const rows = tableOne({ ...request, columns: [fixtureColumns[name]] }).rows
      const expected = r.categorical[name]
      expect(rows.slice(1).map((row) => [values(row.cells[2])[0], values(row.cells[1])[0]])).toEqual(expected.table)
      expect(values(rows[0].cells[3])).toMatchDigits([expected.chisq.x2], 1e-10)
      expect(values(rows[0].cells[4])).toMatchDigits([expected.chisq.p], 1e-8)
      expect(values(rows[0].cells[5])).toMatchDigits([expectedStatistics('smd')[name]], 1e-9)
    },
  )
})

test("the paper's Table 2 edges: counts give χ² 24.449", () => {
  const counts = [
    [23, 24, 33],
    [101, 103, 36],
  ]
  const cells = counts.flatMap((group) => group.flatMap((n, level) => new Array<number>(n).fill(level)))
  const column: Column = {
    ...fixtureColumn('edge', 'Edge', ['smooth', 'blur', 'burr']),
    values: Float64Array.from(cells),
  }
  const groups = [
    { label: 'HER-2 positive', rows: Array.from({ length: 80 }, (_, i) => i) },
    { label: 'HER-2 negative', rows: Array.from({ length: 240 }, (_, i) => 80 + i) },
  ]
  const rows = tableOne({ ...request, columns: [column], groups }).rows
  expect(rows[0].cells[3].text).toBe('χ² 24.449')
  expect(rows[0].cells[4].text).toBe('<0.001')
  expect(rows.slice(1).map((row) => row.cells[1].text)).toEqual(['23 (28.8%)', '24 (30.0%)', '33 (41.3%)'])
})

test('missing values are counted and leave the shares to those known', () => {
  const column = { ...fixtureColumns.type, values: fixtureColumns.type.values.map((v, i) => (i < 10 ? Number.NaN : v)) }
  const rows = tableOne({ ...request, columns: [column] }).rows
  const missing = rows.at(-1)!
  expect(missing.cells[0].text).toBe('Missing')
  const counted = (c: number) => rows.slice(1).reduce((sum, row) => sum + Number(values(row.cells[c])[0]), 0)
  expect([counted(1), counted(2)]).toEqual([111, 209])
  const share = /\(([\d.]+)%\)/.exec(rows[1].cells[1].text)![1]
  const known = 111 - Number(values(missing.cells[1])[0])
  expect(share).toBe(((100 * Number(values(rows[1].cells[1])[0])) / known).toFixed(1))
})

test('what cannot be tested says why', () => {
  const constant = { ...fixtureColumns.age, values: fixtureColumns.age.values.map(() => 3) }
  const table = tableOne({ ...request, columns: [constant] })
  expect(table.rows[0].cells[4].text).toBe('–')
  expect(table.footnotes[1].text.text).toMatch(/^Not tested: /)
})
