import { expect, test } from 'vitest'
import { randomStream } from '../../statistics/resampling/random.ts'
import { type RowColumn, takeColumns, trainingRows } from '../../step.ts'
import type { SelectionStep } from '../steps/index.ts'
import { fitScore } from './score.ts'

const n = 120
const random = randomStream(7, 'wide part')
const positive = Uint8Array.from({ length: n }, () => Number(random.uniform() < 0.4))
const columns: RowColumn[] = Array.from({ length: 300 }, (_, j) => ({
  name: `f${j}`,
  values: Float64Array.from({ length: n }, (_, i) =>
    j % 11 === 3 && i % 17 === 5 ? Number.NaN : random.gaussian() + (j < 5 ? positive[i] : 0),
  ),
}))
const all = Int32Array.from({ length: n }, (_, i) => i)

function scoreOf(part: readonly RowColumn[], steps: readonly SelectionStep[]) {
  const rows = { rows: all, patients: all, columns: part }
  return fitScore(trainingRows(rows, { kind: 'binary', positive }, new Float64Array(n).fill(1), 3), steps, 'all')
}

/** Columns too many to be held, which count how often each is made. */
function madeColumns() {
  const made = new Map<string, number>()
  const counted = columns.map((column): RowColumn => {
    const { name, values } = column
    return {
      name,
      get values() {
        made.set(name, (made.get(name) ?? 0) + 1)
        return values
      },
    }
  })
  return { made, part: takeColumns(counted, all, 0) }
}

test('columns of a part too large to be held are made anew whenever they are looked at, with the same numbers', () => {
  const mean = Float64Array.of(1, 2, 3)
  const full: RowColumn = {
    name: 'x',
    values: Float64Array.of(1, 2, 3),
    second: Float64Array.of(4, 5, 6),
    repeated: { mean, sd: mean, count: 2 },
  }
  const [held] = takeColumns([full], Int32Array.of(2, 0))
  const [made] = takeColumns([full], Int32Array.of(2, 0), 0)
  expect(made.values).not.toBe(made.values)
  expect(held.values).toBe(held.values)
  expect([...made.values, ...made.second!, ...made.repeated!.sd]).toEqual([3, 1, 6, 4, 3, 1])
  expect({ ...made, isMade: undefined }).toEqual({ ...held, isMade: undefined })
})

test.each<[string, SelectionStep[], number]>([
  ['filters and LASSO', [{ variance: 0.1 }, { univariate: 0.2 }, { lasso: { folds: 3, lambda: 'min', alpha: 1 } }], 20],
  ['standardised', [{ zscore: true }, { lasso: { folds: 3, lambda: 'min', alpha: 1 } }], 20],
  ['LASSO alone', [{ lasso: { folds: 3, lambda: '1se', alpha: 1 } }], 20],
  ['filters alone', [{ univariate: 0.001 }], 30],
  ['correlation first', [{ correlation: 0.2 }], 30],
  ['mRMR', [{ mrmr: 4 }], 30],
])('a score of columns that are not held is that of columns that are: %s', (_name, steps, most) => {
  const { made, part } = madeColumns()
  expect(scoreOf(part, steps)).toEqual(scoreOf(columns, steps))
  // each is made for every step and fold, and for no row or penalty
  expect(made.size).toBe(columns.length)
  expect(Math.max(...made.values())).toBeLessThanOrEqual(most)
})
