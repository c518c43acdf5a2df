import type { Step, TrainingRows } from '../../step.ts'
import { applySelection, type Selection } from './columns.ts'
import { normalise, relevanceOf } from './relevance.ts'

/** Rows between two looks at whether a pair can still pass the threshold. */
const stride = 32

/**
 * Of continuous columns whose |Pearson correlation| is above `threshold`, keeps the one more related to the outcome
 * (`keep: outcome`) or the one that comes first (`keep: first`, which needs no outcome). Columns are taken in that
 * order, and one stays unless it is correlated with one that has stayed already; equal ones in the order of the table.
 * Constant columns go.
 */
export function correlation(threshold: number, keep: 'outcome' | 'first'): Step<Selection> {
  return {
    name: 'correlation',
    fit: (training) => ({ kept: uncorrelated(training, threshold, keep) }),
    apply: applySelection,
  }
}

function uncorrelated(training: TrainingRows, threshold: number, keep: 'outcome' | 'first'): string[] {
  const { columns, counts } = training
  const n = counts.length
  const relevance = keep === 'outcome' ? relevanceOf(training) : new Float64Array(columns.length)
  const order = columns.map((_, j) => j).filter((j) => !columns[j].levels)
  order.sort((a, b) => relevance[b] - relevance[a] || a - b)

  const blocks = Math.ceil(n / stride)
  const kept = new Float64Array(order.length * n)
  const keptTail = new Float64Array(order.length * blocks)
  const candidate = new Float64Array(n)
  const tail = new Float64Array(blocks)
  const stays = new Set<string>(columns.filter((c) => c.levels).map((c) => c.name))
  let count = 0
  for (const j of order) {
    normalise(columns[j].values, counts, candidate)
    if (!tailNorms(candidate, tail)) continue
    let clear = true
    for (let k = 0; k < count && clear; k++)
      clear = !exceeds(candidate, tail, kept, k * n, keptTail, k * blocks, threshold)
    if (!clear) continue
    kept.set(candidate, count * n)
    keptTail.set(tail, count * blocks)
    stays.add(columns[j].name)
    count++
  }
  return columns.filter((c) => stays.has(c.name)).map((c) => c.name)
}

/** Norm of what lies after each block of rows; false when the column is all 0. */
function tailNorms(column: Float64Array, into: Float64Array): boolean {
  let squares = 0
  let i = column.length - 1
  for (let b = into.length - 1; b >= 0; b--) {
    into[b] = Math.sqrt(squares)
    for (; i >= b * stride; i--) squares += column[i] * column[i]
  }
  return squares > 0
}

/**
 * Whether |a · b| is above the threshold. After each block of rows, what is left can add no more than the product of
 * the norms of the remainders (Cauchy–Schwarz), so most pairs are settled after a third of the rows.
 */
function exceeds(
  a: Float64Array,
  aTail: Float64Array,
  kept: Float64Array,
  at: number,
  keptTail: Float64Array,
  tailAt: number,
  threshold: number,
): boolean {
  const n = a.length
  const slack = threshold - 1e-9
  let sum = 0
  for (let block = 0, first = 0; first < n; block++, first += stride) {
    const last = Math.min(first + stride, n)
    let s0 = 0
    let s1 = 0
    let i = first
    for (; i + 1 < last; i += 2) {
      s0 += a[i] * kept[at + i]
      s1 += a[i + 1] * kept[at + i + 1]
    }
    if (i < last) s0 += a[i] * kept[at + i]
    sum += s0 + s1
    if (Math.abs(sum) + aTail[block] * keptTail[tailAt + block] < slack) return false
  }
  return Math.abs(sum) > threshold
}
