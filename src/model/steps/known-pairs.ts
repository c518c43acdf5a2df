import type { TrainingRows } from '../../step.ts'
import { normalise } from './relevance.ts'

/**
 * What a first pass over a training part learnt of its pairs of columns, so that the inner folds of that part, which are
 * nine tenths of it, need not look at every pair again. It holds no outcome and decides nothing: a pair that was far from
 * correlated over all rows cannot be correlated over most of them, by how much is computed, and in doubt the fold looks.
 */
export interface KnownPairs {
  names: string[]
  index: Map<string, number>
  size: number
  /** Row number to position in the part. */
  positions: Map<number, number>
  roots: Float64Array
  /** Columns less their mean, of norm 1, each row times the root of its count. */
  normal: Float64Array
  /** Upper bound of |correlation| over the whole part, in steps of 1 / `boundSteps`; 0 where not known. */
  bounds: Uint8Array
  /** The kept column that each was left out for; -1 where it was kept. */
  rejectedBy: Int32Array
}

/** Where a first pass leaves its pairs. `changing` are columns whose values the folds make themselves. */
export interface PairMemory {
  pairs?: KnownPairs
  changing: ReadonlySet<string>
}

/** A bound takes a byte. */
export const boundSteps = 250

/** Nothing known yet of the training part's columns, but for those that are changing. */
export function knownPairs(training: TrainingRows, changing: ReadonlySet<string>): KnownPairs {
  const { columns, counts, rows } = training
  const n = counts.length
  const names = columns.filter((c) => !c.levels && !changing.has(c.name)).map((c) => c.name)
  const index = new Map(names.map((name, j) => [name, j]))
  const normal = new Float64Array(names.length * n)
  for (const { name, values } of columns) {
    const j = index.get(name)
    if (j !== undefined) normalise(values, counts, normal, j * n)
  }
  return {
    names,
    index,
    size: names.length,
    positions: new Map(Array.from(rows, (row, i) => [row, i])),
    roots: counts.map(Math.sqrt),
    normal,
    bounds: new Uint8Array(names.length * names.length),
    rejectedBy: new Int32Array(names.length).fill(-1),
  }
}

/**
 * Of each known column, the norm of what a fold leaves out of it: its values in the rows left out, and the shift of its
 * mean. With a and b for two columns and r for their correlation over the whole part, that over the fold is at most
 * (|r| + a b) / √((1 − a²)(1 − b²)).
 */
export function energyOutside(pairs: KnownPairs, fold: TrainingRows): Float64Array {
  const { positions, roots, normal, size } = pairs
  const n = roots.length
  const inside = new Uint8Array(n)
  let total = 0
  fold.rows.forEach((row, i) => {
    inside[positions.get(row)!] = 1
    total += fold.counts[i]
  })
  const outside = new Float64Array(size)
  for (let j = 0; j < size; j++) {
    let squares = 0
    let sum = 0
    for (let i = 0; i < n; i++) {
      if (inside[i]) continue
      const z = normal[j * n + i]
      squares += z * z
      sum += roots[i] * z
    }
    outside[j] = Math.min(1, Math.sqrt(squares + (sum * sum) / total))
  }
  return outside
}
