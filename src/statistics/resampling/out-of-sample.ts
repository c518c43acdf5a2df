import { InvalidArgument } from '../../errors/index.ts'
import { sortedOrder } from '../descriptive/ranks.ts'
import { requireBothClasses } from '../numerics/check-arguments.ts'
import { attempt, countsOf, type Refit, type Resample, risk } from './bootstrap-refit.ts'

/** What a fitted model says of n rows: linear predictors, their risks, and the rows by rising linear predictor. */
export type Predicted = { eta: Float64Array; risks: Float64Array; order: Uint32Array }

/** A reckoning over resamples: `add` is called once for each that could be fitted, then `result` once. */
export interface Accumulator<Result> {
  /** training, test  how often each row counts */
  add: (predicted: Predicted, training: Float64Array, test: Float64Array) => void
  result: (failed: number) => Result
}

/** The predictions of the model fitted to all rows. */
export function predictedByAll(refit: Refit, y: ArrayLike<number>): Predicted {
  requireBothClasses(y)
  const eta = attempt(
    refit,
    Int32Array.from({ length: y.length }, (_, i) => i),
  )
  if (!eta) throw InvalidArgument('the model', 'one that can be fitted to all rows')
  return predictedOf(eta)
}

/** Fits the model to each resample and adds what it predicts; gives the number of resamples that could not be fitted. */
export function addResamples(
  refit: Refit,
  n: number,
  resamples: readonly Resample[],
  add: Accumulator<unknown>['add'],
): number {
  const ones = new Float64Array(n).fill(1)
  let failed = 0
  for (const { training, test } of resamples) {
    const eta = attempt(refit, training)
    if (eta) add(predictedOf(eta), countsOf(training, n), test ? countsOf(test, n) : ones)
    else failed++
  }
  return failed
}

/** Linear predictors with what is reckoned from them. */
export function predictedOf(eta: Float64Array): Predicted {
  const risks = new Float64Array(eta.length)
  for (let i = 0; i < eta.length; i++) risks[i] = risk(eta[i])
  return { eta, risks, order: sortedOrder(eta) }
}
