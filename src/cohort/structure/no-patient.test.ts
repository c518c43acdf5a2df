import { expect, test } from 'vitest'
import { buildCohort } from '../cohort.ts'
import { readTable } from '../tables/read-table.ts'
import type { RawColumn, Table } from '../tables/table.ts'
import { rowsOfNoPatient } from './no-patient.ts'

function tableOf(columns: Record<string, readonly (string | number)[]>): Table {
  const length = Object.values(columns)[0].length
  const rows = Array.from({ length }, (_, row) => row + 2)
  const raw = Object.entries(columns).map(
    ([name, cells]) => ({ name, cells: cells.map(String), file: 'cohort.csv', rows }) as unknown as RawColumn,
  )
  return { length, columns: raw } as unknown as Table
}

const count = 60
const ids = Array.from({ length: count }, (_, i) => `N${i}`)
const digits = (i: number, k: number) => (((i + 1) * k * 7919) % 1_000_003) / 1_000_003

test('values between 0 and 1, and columns of 0 and 1, make no patient a mean of the others', () => {
  const features = Object.fromEntries(
    [1, 2, 3].map((k) => [`x${k}`, Array.from({ length: count }, (_, i) => digits(i, k).toFixed(6))]),
  )
  const flags = Object.fromEntries(
    ['outcome', 'er', 'pr'].map((name, k) => [name, Array.from({ length: count }, (_, i) => (i + k) % 2)]),
  )
  for (const columns of [features, flags, { ...features, ...flags }]) {
    const table = tableOf({ id: ids, ...columns })
    expect(rowsOfNoPatient(table, table.columns[0]).left.size).toBe(0)
  }
})

test('a last row with the means of what stands above is none', () => {
  const ages = [41, 57, 63, 48, 52, 70, 39, 61, 55, 47, 66, 58, 44, 51]
  const sizes = [21, 34, 18, 27, 45, 31, 22, 39, 28, 17, 25, 36, 30, 24]
  const scores = [1.5, 3.2, 7.1, 4.4, 2.8, 9.6, 5.1, 6.3, 8.2, 3.9, 4.7, 7.7, 2.2, 6.6]
  const mean = (values: readonly number[]) => (values.reduce((a, b) => a + b, 0) / values.length).toFixed(2)
  const columns = { age: ages, size: sizes, score: scores }
  const table = tableOf({
    id: [...ages.map((_, i) => `P${i + 1}`), 'X'],
    ...Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, [...values, mean(values)]])),
  })
  expect([...rowsOfNoPatient(table, table.columns[0]).left.keys()]).toEqual([14])
})

test('a table of more rows than a call takes arguments is looked at, and its sum found', async () => {
  const rows = Array.from({ length: 150_000 }, (_, i) => `P${i},${i % 90},${i % 40}${i % 2 ? ' mm' : ''},${i % 7}`)
  const sums = [90, 40, 7].map((n) => rows.reduce((sum, _, i) => sum + (i % n), 0))
  const text = ['id,age,size,nodes', ...rows, `All,${sums[0]},,${sums[2]}`].join('\n')
  const { cohort, faults } = buildCohort(await readTable(new TextEncoder().encode(text), 'c.csv'), { id: 'id' })
  expect(cohort.ids).toHaveLength(150_000)
  expect(faults.map(({ code }) => code)).toContain('NS-COH-51')
})
