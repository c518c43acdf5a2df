import type { Outcome } from '../../step.ts'

/**
 * Everything that one refit may know: which rows it learns from, how often each was drawn, and the outcomes of those
 * rows only. The outcomes of all other rows stay with whoever judges the predictions.
 */
export interface TrainingSample {
  /** Distinct row numbers. */
  rows: Int32Array
  counts: Float64Array
  /** One value for each of `rows`. */
  outcome: Outcome
  seed: number
}
