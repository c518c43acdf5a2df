import { describe, expect, test } from 'vitest'
import { expectedStatistics } from '../../../test/support/statistics.ts'
import { matrixFromColumns } from '../numerics/matrix.ts'
import { auc } from '../performance/roc.ts'
import { randomStream } from '../resampling/random.ts'
import { boostedLogOdds, gradientBoosting } from './gradient-boosting.ts'
import { forestRisk, randomForest } from './random-forest.ts'
import { decisionValues, supportVectors } from './support-vectors.ts'
import { growTree, sortColumns, treeAt } from './tree.ts'

const r = expectedStatistics('comparators', 'statistics-extra')
const x = matrixFromColumns(r.x)
const fresh = matrixFromColumns(r.new)
const sorted = sortColumns(x.values, x.rows)
const rows = Array.from({ length: fresh.rows }, (_, i) => i)

describe('scikit-learn’s values', () => {
  test('a tree of limited depth and leaves, and the mean of trees on given bootstrap samples', () => {
    const ones = new Float64Array(x.rows).fill(1)
    const { tree } = growTree(sorted, r.y, ones, { maxDepth: 4, minLeaf: 9 })
    expect(rows.map((i) => treeAt(tree, fresh.values, fresh.rows, i))).toMatchDigits(r.tree, 1e-12)
    const trees = (r.draws as number[][]).map((weight) => growTree(sorted, r.y, weight, { minLeaf: 12 }).tree)
    expect(forestRisk({ trees }, fresh)).toMatchDigits(r.forest, 1e-12)
  })

  test.each([1, 2, 3])('gradient boosting of depth %i', (depth) => {
    const model = gradientBoosting(x, r.y, { trees: 60, depth, minLeaf: 9 })
    expect(boostedLogOdds(model, fresh)).toMatchDigits(r.boosting[depth - 1], 1e-9)
  })

  test.each([0, 1, 2, 3])('support vectors %i', (k) => {
    const { cost, gamma, decision } = r.machines[k]
    const machine = supportVectors(x, r.y, { cost, gamma, tolerance: 1e-10 })
    const found = decisionValues(machine, fresh)
    found.forEach((value, i) => {
      // LIBSVM keeps its kernel in single precision
      expect(Math.abs(value - decision[i])).toBeLessThan(1e-5)
    })
  })
})

test('copies of a row count as often as they are drawn', () => {
  const counts = Array.from({ length: x.rows }, (_, i) => 1 + (i % 3))
  const drawn = counts.flatMap((count, i) => new Array<number>(count).fill(i))
  const copied = matrixFromColumns((r.x as number[][]).map((column) => drawn.map((i) => column[i])))
  const y = drawn.map((i) => r.y[i])
  const boosted = [gradientBoosting(x, r.y, { trees: 20, counts }), gradientBoosting(copied, y, { trees: 20 })]
  expect(boostedLogOdds(boosted[0], fresh)).toMatchDigits(boostedLogOdds(boosted[1], fresh), 1e-9)
  const options = { cost: 1, gamma: 0.2, tolerance: 1e-10 }
  const machines = [supportVectors(x, r.y, { ...options, counts }), supportVectors(copied, y, options)]
  decisionValues(machines[0], fresh).forEach((value, i) => {
    expect(Math.abs(value - decisionValues(machines[1], fresh)[i])).toBeLessThan(1e-6)
  })
})

test('a forest is the same for a seed, and its out-of-bag risks are of trees that had not drawn the row', () => {
  const grow = () => randomForest(x, r.y, randomStream(3, 'forest'), { trees: 200 })
  const forest = grow()
  expect(forestRisk(grow(), fresh)).toEqual(forestRisk(forest, fresh))
  // of noise they are no better than chance, where the fitted rows are told apart almost wholly
  const noise = (r.y as number[]).map((_, i) => Number((i * 7919) % 97 < 48))
  const own = randomForest(x, noise, randomStream(4, 'forest'), { trees: 200 })
  expect(auc(forestRisk(own, x), noise)).toBeGreaterThan(0.95)
  expect(Math.abs(auc(own.outOfBag, noise) - 0.5)).toBeLessThan(0.15)
})
