import type { Step, TrainingRows } from '../../step.ts'
import { applySelection, type Selection } from './columns.ts'
import { boundSteps, energyOutside, knownPairs, type PairMemory } from './known-pairs.ts'
import { normalise, relevanceOf } from './relevance.ts'

/** Rows between two looks at whether a pair can still pass the threshold. */
const stride = 32

/**
 * Of continuous columns whose |Pearson correlation| is above `threshold`, keeps the one more related to the outcome
 * (`keep: outcome`) or the one that comes first (`keep: first`, which needs no outcome). Columns are taken in that
 * order, and one stays unless it is correlated with one that has stayed already; equal ones in the order of the table.
 * Constant columns go.
 *
 * memory  filled by the first fit and used by fits to parts of its rows, which it makes faster and not different
 */
export function correlation(
  threshold: number,
  keep: 'outcome' | 'first',
  memory: PairMemory = { changing: new Set() },
): Step<Selection> {
  return {
    name: 'correlation',
    fit: (training) => ({ kept: uncorrelated(training, threshold, keep, memory) }),
    apply: applySelection,
  }
}

function uncorrelated(
  training: TrainingRows,
  threshold: number,
  keep: 'outcome' | 'first',
  memory: PairMemory,
): string[] {
  const { columns, counts } = training
  const n = counts.length
  const relevance = keep === 'outcome' ? relevanceOf(training) : new Float64Array(columns.length)
  const order = columns.map((_, j) => j).filter((j) => !columns[j].levels)
  order.sort((a, b) => relevance[b] - relevance[a] || a - b)

  const inner = memory.pairs !== undefined
  const pairs = (memory.pairs ??= knownPairs(training, memory.changing))
  const outside = inner ? energyOutside(pairs, training) : undefined
  const inside = outside?.map((a) => Math.sqrt(1 - a * a))
  // The kept columns of each family (a column that the first pass kept and those it left out for it), as a linked list:
  // whichever of a family a fold keeps is most likely what its others are left out for.
  const newest = new Int32Array(pairs.size).fill(-1)
  const older = new Int32Array(order.length)
  const familyOf = (row: number) => (pairs.rejectedBy[row] < 0 ? row : pairs.rejectedBy[row])
  const blocks = Math.ceil(n / stride)
  const normal = new Float64Array(order.length * n)
  const tails = new Float64Array(order.length * blocks)
  const kept = new Int32Array(order.length)
  let count = 0
  for (const j of order) {
    // the candidate lies behind the kept ones, and stays there if it is kept
    normalise(columns[j].values, counts, normal, count * n)
    if (!tailNorms(normal, count * n, n, tails, count * blocks, blocks)) continue
    const row = pairs.index.get(columns[j].name) ?? -1
    let clear = true
    if (inner && row >= 0)
      for (let k = newest[familyOf(row)]; k >= 0 && clear; k = older[k])
        clear = atMost(normal, count * n, k * n, n, tails, count * blocks, k * blocks, threshold) <= threshold
    for (let k = 0; k < count && clear; k++) {
      const other = kept[k]
      const known = row >= 0 && other >= 0
      if (outside && known) {
        const bound = pairs.bounds[row * pairs.size + other]
        const most = bound / boundSteps + outside[row] * outside[other]
        if (bound > 0 && most <= threshold * inside![row] * inside![other]) continue
      }
      const r = atMost(normal, count * n, k * n, n, tails, count * blocks, k * blocks, inner ? threshold : 0)
      clear = r <= threshold
      if (!inner && known) {
        if (!clear) pairs.rejectedBy[row] = other
        const bound = Math.ceil(Math.min(1, r) * boundSteps)
        pairs.bounds[row * pairs.size + other] = bound
        pairs.bounds[other * pairs.size + row] = bound
      }
    }
    if (!clear) continue
    if (inner && row >= 0) {
      older[count] = newest[familyOf(row)]
      newest[familyOf(row)] = count
    }
    kept[count++] = row < 0 ? -1 - j : row
  }
  const stays = new Set(columns.filter((c) => c.levels).map((c) => c.name))
  for (let k = 0; k < count; k++) stays.add(kept[k] < 0 ? columns[-1 - kept[k]].name : pairs.names[kept[k]])
  return columns.filter((c) => stays.has(c.name)).map((c) => c.name)
}

/** Norm of what lies after each block of rows; false when the column is all 0. */
function tailNorms(
  of: Float64Array,
  at: number,
  n: number,
  into: Float64Array,
  intoAt: number,
  blocks: number,
): boolean {
  let squares = 0
  let i = n - 1
  for (let b = blocks - 1; b >= 0; b--) {
    into[intoAt + b] = Math.sqrt(squares)
    for (; i >= b * stride; i--) squares += of[at + i] * of[at + i]
  }
  return squares > 0
}

/**
 * |Pearson correlation| of two normalised columns, or a bound of it that is at most `enough`. After each block of rows,
 * what is left can add no more than the product of the norms of the remainders (Cauchy–Schwarz), so most pairs are
 * settled after a third of the rows.
 */
function atMost(
  of: Float64Array,
  a: number,
  b: number,
  n: number,
  tails: Float64Array,
  aTail: number,
  bTail: number,
  enough: number,
): number {
  let sum = 0
  for (let block = 0, first = 0; first < n; block++, first += stride) {
    const last = Math.min(first + stride, n)
    let s0 = 0
    let s1 = 0
    let s2 = 0
    let s3 = 0
    let i = first
    for (; i + 3 < last; i += 4) {
      s0 += of[a + i] * of[b + i]
      s1 += of[a + i + 1] * of[b + i + 1]
      s2 += of[a + i + 2] * of[b + i + 2]
      s3 += of[a + i + 3] * of[b + i + 3]
    }
    for (; i < last; i++) s0 += of[a + i] * of[b + i]
    sum += s0 + s1 + (s2 + s3)
    const most = Math.abs(sum) + tails[aTail + block] * tails[bTail + block]
    if (most < enough - 1e-9 && last < n) return most
  }
  return Math.abs(sum)
}
