import type { RandomStream } from '../resampling/random.ts'

/** A binary tree as flat arrays, node 0 the root: `column` is −1 at a leaf, whose `value` is the prediction. */
export interface Tree {
  column: Int32Array
  threshold: Float64Array
  left: Int32Array
  right: Int32Array
  value: Float64Array
}

/** When a tree stops, and which columns each node may choose from. */
export interface TreeOptions {
  maxDepth?: number
  /** Least weight of a leaf. */
  minLeaf?: number
  /** Columns tried at each node, drawn at random; all where absent. */
  tried?: number
  random?: RandomStream
}

/** Columns one after the other, n values each, with the rows in rising order of every column. */
export interface SortedColumns {
  n: number
  p: number
  values: Float64Array
  order: Int32Array[]
}

/** Sorts every column once; all trees of an ensemble share it. */
export function sortColumns(values: Float64Array, n: number): SortedColumns {
  const p = values.length / n
  const order = Array.from({ length: p }, (_, j) =>
    Int32Array.from({ length: n }, (_, i) => i).sort((a, b) => values[j * n + a] - values[j * n + b] || a - b),
  )
  return { n, p, values, order }
}

/** Differences under which two values are one, as scikit-learn has it. */
const sameValue = 1e-7

/**
 * A regression tree of `target` by least squares (CART): each node is parted where the weighted squared error falls most,
 * halfway between two values. Of 0 and 1 that is the Gini index, and a leaf's value the share of ones. Equals
 * scikit-learn's DecisionTreeRegressor and -Classifier where no two splits are equally good.
 *
 * @param x the sorted columns
 * @param target n values
 * @param weight n weights; rows of weight 0 take no part (those that a bootstrap sample did not draw)
 * @param options depth, size of leaves, columns tried
 * @returns the tree, and the leaf of each row that took part (−1 of the others)
 */
export function growTree(
  x: SortedColumns,
  target: ArrayLike<number>,
  weight: ArrayLike<number>,
  { maxDepth = Number.POSITIVE_INFINITY, minLeaf = 1, tried, random }: TreeOptions = {},
): { tree: Tree; leaf: Int32Array } {
  const { n, p, values, order } = x
  const leaf = new Int32Array(n).fill(-1)
  let size = 0
  for (let i = 0; i < n; i++) if (weight[i] > 0) size++
  const most = 2 * size + 1
  const column = new Int32Array(most).fill(-1)
  const threshold = new Float64Array(most)
  const left = new Int32Array(most)
  const right = new Int32Array(most)
  const value = new Float64Array(most)
  let nodes = 1
  const candidates = Int32Array.from({ length: p }, (_, j) => j)
  const inNode = new Uint8Array(n)
  const sorted = new Int32Array(n)
  const stack: { node: number; rows: Int32Array; depth: number }[] = []
  const all = Int32Array.from({ length: n }, (_, i) => i).filter((i) => weight[i] > 0)
  stack.push({ node: 0, rows: all, depth: 0 })
  while (stack.length > 0) {
    const { node, rows, depth } = stack.pop()!
    let sum = 0
    let mass = 0
    let squares = 0
    for (const i of rows) {
      mass += weight[i]
      sum += weight[i] * target[i]
      squares += weight[i] * target[i] * target[i]
    }
    value[node] = sum / mass
    const error = squares - (sum * sum) / mass
    let best = -1
    let gain = 1e-12 * Math.max(1, squares)
    let cut = 0
    if (depth < maxDepth && mass >= 2 * minLeaf && error > 1e-12 * Math.max(1, squares)) {
      const count = tried === undefined ? p : Math.min(p, tried)
      const whole = rows.length > n / 8
      if (whole) for (const i of rows) inNode[i] = 1
      let judged = 0
      for (let c = 0; c < p && judged < count; c++) {
        if (random) {
          const other = c + random.below(p - c)
          const kept = candidates[c]
          candidates[c] = candidates[other]
          candidates[other] = kept
        }
        const j = candidates[c]
        const base = j * n
        if (whole) {
          let at = 0
          for (const i of order[j]) if (inNode[i]) sorted[at++] = i
        } else {
          sorted.set(rows)
          sorted.subarray(0, rows.length).sort((a, b) => values[base + a] - values[base + b] || a - b)
        }
        // a column that does not vary in this node is not one of those tried
        if (values[base + sorted[rows.length - 1]] <= values[base + sorted[0]] + sameValue) continue
        judged++
        let ownSum = 0
        let ownMass = 0
        for (let k = 0; k + 1 < rows.length; k++) {
          const i = sorted[k]
          ownMass += weight[i]
          ownSum += weight[i] * target[i]
          const here = values[base + i]
          const next = values[base + sorted[k + 1]]
          if (next <= here + sameValue || ownMass < minLeaf || mass - ownMass < minLeaf) continue
          const others = sum - ownSum
          const own = (ownSum * ownSum) / ownMass + (others * others) / (mass - ownMass) - (sum * sum) / mass
          if (own > gain + 1e-12 * Math.abs(gain)) {
            gain = own
            best = j
            cut = (here + next) / 2 < next ? (here + next) / 2 : here
          }
        }
      }
      if (whole) for (const i of rows) inNode[i] = 0
    }
    if (best < 0) {
      for (const i of rows) leaf[i] = node
      continue
    }
    column[node] = best
    threshold[node] = cut
    left[node] = nodes++
    right[node] = nodes++
    const goesLeft = (i: number) => values[best * n + i] <= cut
    stack.push({ node: right[node], rows: rows.filter((i) => !goesLeft(i)), depth: depth + 1 })
    stack.push({ node: left[node], rows: rows.filter(goesLeft), depth: depth + 1 })
  }
  const cutTo = <Values extends Int32Array | Float64Array>(array: Values) => array.slice(0, nodes) as Values
  return {
    tree: {
      column: cutTo(column),
      threshold: cutTo(threshold),
      left: cutTo(left),
      right: cutTo(right),
      value: cutTo(value),
    },
    leaf,
  }
}

/** The tree's value at row `i` of other columns, n rows one column after the other. */
export function treeAt(tree: Tree, values: Float64Array, n: number, i: number): number {
  let node = 0
  while (tree.column[node] >= 0)
    node = values[tree.column[node] * n + i] <= tree.threshold[node] ? tree.left[node] : tree.right[node]
  return tree.value[node]
}
