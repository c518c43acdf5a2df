import { expect, test } from 'vitest'
import type { Outcome } from '../../step.ts'
import type { Fold } from '../resample/samples.ts'
import { permutationTest } from './permutation-test.ts'

const held = Int32Array.from([0, 1, 2, 3])
const folds = [{ held }] as unknown as Fold[]
const outcome: Outcome = { kind: 'binary', positive: [0, 0, 1, 1] }
/** A permutation whose one fold has this AUC: of the four pairs so many are ranked rightly. */
const permutation = (right: number) => {
  const lp = Float64Array.from(
    [
      [3, 4, 1, 2],
      [2, 4, 1, 3],
      [1, 4, 2, 3],
      [1, 3, 2, 4],
      [1, 2, 3, 4],
    ][right],
  )
  return { outcome, folds, refits: [{ m: { lp, estimates: {} } }] }
}

test('mean, standard error and p of the permuted AUC, the model counted among the permutations', () => {
  const found = permutationTest('m', 0.75, [1, 2, 3, 4].map(permutation))!
  expect(found.auc).toEqual([0.25, 0.5, 0.75, 1])
  expect(found.mean).toBe(0.625)
  expect(found.standardError).toMatchDigits(Math.sqrt(0.3125 / 3) / 2, 1e-12)
  expect(found.p).toBe(3 / 5)
  expect(found.flagged).toBe(false)
})

test('a mean over three standard errors from 0.5 is flagged, either way, where there are enough permutations', () => {
  const many = (each: number[]) => permutationTest('m', 0.75, each.map(permutation))!
  expect(many([3, 4, 3, 4, 3, 4, 3, 4, 3, 4]).flagged).toBe(true)
  expect(many([0, 1, 0, 1, 0, 1, 0, 1, 0, 1]).flagged).toBe(true)
  expect(many([3, 4, 3, 4, 3, 4, 3, 4, 3]).flagged).toBe(false)
  expect(many([1, 2, 3, 1, 2, 3, 1, 2, 3, 2]).flagged).toBe(false)
  expect(permutationTest('m', 0.75, [])).toBeUndefined()
})
