import type { KnownPairs } from '../../statistics/kernels/correlated-columns.ts'

/**
 * What a first pass over a training part learnt of its pairs of columns, so that the inner folds of that part, which are
 * nine tenths of it, need not look at every row of every pair again. It holds no outcome and decides nothing: how a pair
 * is correlated over a fold follows from the whole part and the rows left out, and in doubt the fold looks.
 */
export interface PairMemory {
  /** Columns whose values the folds make themselves. */
  changing: ReadonlySet<string>
  whole?: {
    pairs: KnownPairs
    /** Place of each column by its name, and of each row by its number. */
    columns: Map<string, number>
    rows: Int32Array
  }
}
