import { TooFewValues } from '../../errors/index.ts'
import { requireBothClasses } from '../numerics/check-arguments.ts'
import type { Matrix } from '../numerics/matrix.ts'
import { growTree, sortColumns, type Tree, treeAt } from './tree.ts'

/** Gradient-boosted trees: the log odds are `start` plus `rate` times the sum of the trees. */
export interface GradientBoosting {
  start: number
  rate: number
  trees: Tree[]
}

/**
 * Gradient boosting of the logistic likelihood (Friedman 2001): every tree is fitted to the residuals by least squares and
 * its leaves take one Newton step. Equals scikit-learn's GradientBoostingClassifier with `criterion='squared_error'`.
 *
 * @param x n × p, finite
 * @param y n outcomes, 0 or 1
 * @param options number of trees, their depth, the learning rate, least number of rows in a leaf; counts of copies of rows
 * @returns the model
 * @throws TooFewValues without columns
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws OneClassOnly where a class has no row
 * @example
 * ```ts
 * import { boostedLogOdds, gradientBoosting } from 'nomoscope/statistics'
 *
 * const x = { rows: 4, columns: 1, values: Float64Array.of(1, 2, 8, 9) }
 * const model = gradientBoosting(x, [0, 0, 1, 1], { trees: 1, depth: 1, rate: 0.1 })
 * boostedLogOdds(model, x)[3].toFixed(6) // → '0.200000'
 * ```
 */
export function gradientBoosting(
  x: Matrix,
  y: ArrayLike<number>,
  {
    trees: count = 100,
    depth = 3,
    rate = 0.1,
    minLeaf = 1,
    counts,
  }: { trees?: number; depth?: number; rate?: number; minLeaf?: number; counts?: ArrayLike<number> } = {},
): GradientBoosting {
  const { rows: n, columns: p } = x
  if (p === 0) throw TooFewValues('Gradient boosting', 1, 0)
  requireBothClasses(y)
  const sorted = sortColumns(x.values, n)
  const weight = Float64Array.from({ length: n }, (_, i) => counts?.[i] ?? 1)
  const mass = weight.reduce((sum, w) => sum + w, 0)
  const share = weight.reduce((sum, w, i) => sum + w * y[i], 0) / mass
  const start = Math.log(share / (1 - share))
  const eta = new Float64Array(n).fill(start)
  const residual = new Float64Array(n)
  const risk = new Float64Array(n)
  const trees: Tree[] = []
  for (let t = 0; t < count; t++) {
    for (let i = 0; i < n; i++) {
      risk[i] = 1 / (1 + Math.exp(-eta[i]))
      residual[i] = y[i] - risk[i]
    }
    const { tree, leaf } = growTree(sorted, residual, weight, { maxDepth: depth, minLeaf })
    const slope = new Float64Array(tree.value.length)
    const curvature = new Float64Array(tree.value.length)
    for (let i = 0; i < n; i++) {
      if (leaf[i] < 0) continue
      slope[leaf[i]] += weight[i] * residual[i]
      curvature[leaf[i]] += weight[i] * risk[i] * (1 - risk[i])
    }
    for (let node = 0; node < tree.value.length; node++)
      if (tree.column[node] < 0) tree.value[node] = curvature[node] < 1e-150 ? 0 : slope[node] / curvature[node]
    for (let i = 0; i < n; i++) eta[i] += rate * (leaf[i] >= 0 ? tree.value[leaf[i]] : treeAt(tree, x.values, n, i))
    trees.push(tree)
  }
  return { start, rate, trees }
}

/**
 * The log odds of 1 for new rows.
 *
 * @param model of `gradientBoosting`
 * @param x n × p, the columns of the fit in the same order
 * @param trees how many of the model's trees are used; all where absent
 * @returns n log odds
 */
export function boostedLogOdds(model: GradientBoosting, x: Matrix, trees = model.trees.length): Float64Array {
  return Float64Array.from({ length: x.rows }, (_, i) => {
    let eta = model.start
    for (let t = 0; t < trees; t++) eta += model.rate * treeAt(model.trees[t], x.values, x.rows, i)
    return eta
  })
}
