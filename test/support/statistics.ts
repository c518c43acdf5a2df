import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Matrix, matrixFromColumns } from '../../src/statistics/numerics/matrix.ts'

// Without vitest, so that the benches can read the same cohort.
const fixture = (...path: string[]) => resolve(import.meta.dirname, '../fixtures', ...path)

/** The simulated cohort of test/fixtures/statistics, by column; text stays text. */
export function readCohort(): { text: Record<string, string[]>; number: Record<string, Float64Array>; n: number } {
  const [head, ...lines] = readFileSync(fixture('statistics', 'cohort.csv'), 'utf8').trim().split('\n')
  const names = head.split(',').map(unquote)
  const cells = lines.map((line) => line.split(',').map(unquote))
  const text = Object.fromEntries(names.map((name, j) => [name, cells.map((row) => row[j])]))
  const number = Object.fromEntries(names.map((name) => [name, Float64Array.from(text[name], Number)]))
  return { text, number, n: cells.length }
}

// biome-ignore lint/suspicious/noExplicitAny: R's lists are of any shape, and each test says what it takes from its own.
export type Expected = Record<string, any>

/** What R gives, by topic. */
export const expectedStatistics = (topic: string, folder = 'statistics'): Expected =>
  JSON.parse(readFileSync(fixture(folder, `${topic}.json`), 'utf8'))

/** The design of the fixture's logistic model: type, edge (blur, burr against smooth), skin, axillary, age, size. */
export function logisticDesign(cohort: ReturnType<typeof readCohort>): Matrix {
  const { text, number } = cohort
  const level = (name: string, value: string) => Float64Array.from(text[name], (cell) => (cell === value ? 1 : 0))
  return matrixFromColumns([
    number.type,
    level('edge', 'blur'),
    level('edge', 'burr'),
    number.skin,
    number.axillary,
    number.age,
    number.size,
  ])
}

const unquote = (cell: string) => cell.replace(/^"|"$/g, '')
