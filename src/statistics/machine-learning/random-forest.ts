import { TooFewValues } from '../../errors/index.ts'
import { requireBothClasses } from '../numerics/check-arguments.ts'
import type { Matrix } from '../numerics/matrix.ts'
import type { RandomStream } from '../resampling/random.ts'
import { growTree, sortColumns, type Tree, treeAt } from './tree.ts'

/** A random forest of probability trees. */
export interface RandomForest {
  trees: Tree[]
  /** Of each row, the mean of the trees that did not draw it; NaN where every tree did. */
  outOfBag: Float64Array
}

/**
 * A random forest of 0 and 1 (Breiman 2001): each tree is grown on a bootstrap sample, each node chooses from columns
 * drawn at random, and the probability is the mean of the leaves' shares, as scikit-learn has it.
 *
 * @param x n × p, finite
 * @param y n outcomes, 0 or 1
 * @param random where samples and columns are drawn from
 * @param options number of trees, columns tried at each node (√p), least number of rows in a leaf; counts of copies of rows
 * @returns the trees and the out-of-bag probabilities
 * @throws TooFewValues without columns
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws OneClassOnly where a class has no row
 * @example
 * ```ts
 * import { forestRisk, randomForest, randomStream } from 'nomoscope/statistics'
 *
 * const x = { rows: 4, columns: 1, values: Float64Array.of(1, 2, 8, 9) }
 * const forest = randomForest(x, [0, 0, 1, 1], randomStream(1, 'forest'), { trees: 50 })
 * forestRisk(forest, x)[3] > 0.5 // → true
 * ```
 */
export function randomForest(
  x: Matrix,
  y: ArrayLike<number>,
  random: RandomStream,
  {
    trees: count = 300,
    tried,
    minLeaf = 1,
    counts,
  }: { trees?: number; tried?: number; minLeaf?: number; counts?: ArrayLike<number> } = {},
): RandomForest {
  const { rows: n, columns: p } = x
  if (p === 0) throw TooFewValues('A random forest', 1, 0)
  requireBothClasses(y)
  const sorted = sortColumns(x.values, n)
  const drawn: number[] = []
  for (let i = 0; i < n; i++) for (let copy = counts?.[i] ?? 1; copy > 0; copy--) drawn.push(i)
  const trees: Tree[] = []
  const sum = new Float64Array(n)
  const outside = new Float64Array(n)
  for (let t = 0; t < count; t++) {
    const weight = new Float64Array(n)
    for (let k = 0; k < drawn.length; k++) weight[drawn[random.below(drawn.length)]]++
    const options = { minLeaf, tried: tried ?? Math.max(1, Math.floor(Math.sqrt(p))), random }
    const { tree } = growTree(sorted, y, weight, options)
    trees.push(tree)
    for (let i = 0; i < n; i++)
      if (weight[i] === 0) {
        sum[i] += treeAt(tree, x.values, n, i)
        outside[i]++
      }
  }
  return { trees, outOfBag: sum.map((value, i) => value / outside[i]) }
}

/**
 * The forest's probability of 1 for new rows.
 *
 * @param forest of `randomForest`
 * @param x n × p, the columns of the fit in the same order
 * @returns n probabilities
 */
export function forestRisk({ trees }: Pick<RandomForest, 'trees'>, x: Matrix): Float64Array {
  return Float64Array.from({ length: x.rows }, (_, i) => {
    let sum = 0
    for (const tree of trees) sum += treeAt(tree, x.values, x.rows, i)
    return sum / trees.length
  })
}
