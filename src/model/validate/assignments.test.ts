import { expect, test } from 'vitest'
import { predictorTable } from '../data/predictor-table.ts'
import { assignments } from './assignments.ts'

test('every training row is in one fold of each repeat, and a bootstrap sample draws as many patients as there are', () => {
  const n = 40
  const ids = Array.from({ length: n }, (_, i) => `P${i}`)
  const patients = Int32Array.from(ids, (_, i) => i >> 1) // two lesions each
  const study = {
    plan: { family: 'logistic' as const, blocks: {}, selection: [], models: [] },
    table: predictorTable(ids, patients, []),
    outcome: { kind: 'binary' as const, positive: Float64Array.from(ids, (_, i) => Number(i % 6 < 2)) },
    training: Int32Array.from({ length: 30 }, (_, i) => i),
    validation: Int32Array.from({ length: 10 }, (_, i) => 30 + i),
    seed: 3,
  }
  const { nested, bootstrap } = assignments(study, { nested: { folds: 5, repeats: 2 }, bootstrap: 3, permutations: 0 })
  expect([nested.length, bootstrap.length]).toEqual([2, 3])
  expect(nested[0]).not.toBe(nested[1])
  for (const text of nested) {
    const folds = text.split(' ').map(Number)
    expect(folds.length).toBe(30)
    expect([...new Set(folds)].sort()).toEqual([1, 2, 3, 4, 5])
    expect(folds.filter((_, i) => i % 2 === 0)).toEqual(folds.filter((_, i) => i % 2 === 1))
  }
  for (const text of bootstrap) {
    const drawn = text.split(' ').map(Number)
    expect(drawn.reduce((sum, count) => sum + count, 0)).toBe(30)
    expect(drawn.filter((_, i) => i % 2 === 0)).toEqual(drawn.filter((_, i) => i % 2 === 1))
  }
})
