import type { Matrix } from '../numerics/matrix.ts'
import { recalibrate } from '../performance/recalibration.ts'
import { logisticRefit, type Refit, type Resample, risk } from './bootstrap-refit.ts'
import { type Accumulator, addResamples, type Predicted, predictedByAll } from './out-of-sample.ts'

/** The indexes of a validation, in the order of rms::validate's rows. */
export const validationIndexes = ['dxy', 'r2', 'intercept', 'slope', 'eMax', 'd', 'u', 'q', 'brier', 'g', 'gp'] as const
/** The name of an index of performance. */
export type ValidationIndex = (typeof validationIndexes)[number]

/** One index: apparent, optimism and corrected. */
export interface ValidationRow {
  /** Of the model fitted to all rows, on them. */
  original: number
  /** Mean over resamples: on the rows fitted to, and on the test rows. */
  training: number
  test: number
  optimism: number
  corrected: number
  /** Resamples in which the index could be had. */
  resamples: number
}

/** Optimism-corrected performance, one row an index. */
export type Validation = Record<ValidationIndex, ValidationRow> & {
  /** Resamples in which the model could not be fitted. */
  failed: number
}

/**
 * Optimism-corrected performance: every index on the resample's own rows less on the test rows, averaged, taken off the
 * index of the model on its own data (Harrell 1996). Equals rms::validate for the same resamples and a logistic model.
 *
 * @param refit fits the model to rows and gives the linear predictor of all n rows; see `Refit`
 * @param y n outcomes, 0 or 1
 * @param resamples the rows of each resample with their repeats, and those it is judged on (all unless told)
 * @returns each index: apparent, optimism and corrected
 * @throws InvalidArgument where the model cannot be fitted to all rows
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws OneClassOnly where a class has no row
 * @example
 * ```ts
 * import { validateModel } from 'nomoscope/statistics'
 *
 * const y = [0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1]
 * const training = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
 * const refit = () => Float64Array.from(y, (_, i) => (i < 6 ? -Math.log(2) : Math.log(2)))
 * validateModel(refit, y, [{ training }]).dxy.corrected.toFixed(4) // → '0.3333'
 * ```
 */
export function validateModel(refit: Refit, y: ArrayLike<number>, resamples: readonly Resample[]): Validation {
  const reckoning = validationAccumulator(predictedByAll(refit, y), y)
  return reckoning.result(addResamples(refit, y.length, resamples, reckoning.add))
}

/** The sums behind `validateModel`. whole  what the model fitted to all rows predicts. */
export function validationAccumulator(apparent: Predicted, y: ArrayLike<number>): Accumulator<Validation> {
  // one kind of array for all of them: the loops stay fast
  const outcomes = Float64Array.from(y)
  const ones = new Float64Array(y.length).fill(1)
  const original = indexesOf(apparent, outcomes, ones)
  const sums = { training: new Float64Array(11), test: new Float64Array(11), used: new Int32Array(11) }
  const add: Accumulator<Validation>['add'] = (predicted, trainingCounts, testCounts) => {
    const training = indexesOf(predicted, outcomes, trainingCounts)
    const test = indexesOf(predicted, outcomes, testCounts)
    for (let k = 0; k < 11; k++) {
      if (Number.isNaN(training[k] + test[k])) continue
      sums.training[k] += training[k]
      sums.test[k] += test[k]
      sums.used[k]++
    }
  }
  const result = (failed: number): Validation => {
    const rows = validationIndexes.map((_, k): ValidationRow => {
      const training = sums.training[k] / sums.used[k]
      const test = sums.test[k] / sums.used[k]
      const optimism = training - test
      return {
        original: original[k],
        training,
        test,
        optimism,
        corrected: original[k] - optimism,
        resamples: sums.used[k],
      }
    })
    // The largest miscalibration is that of the averaged and corrected intercept and slope, not an average of its own.
    const largest = (column: 'original' | 'training' | 'corrected') => largestError(rows[2][column], rows[3][column])
    const corrected = largest('corrected')
    rows[4] = {
      original: largest('original'),
      training: largest('training'),
      test: corrected,
      optimism: corrected - largest('original'),
      corrected,
      resamples: rows[0].resamples,
    }
    return {
      ...(Object.fromEntries(validationIndexes.map((name, k) => [name, rows[k]])) as Record<
        ValidationIndex,
        ValidationRow
      >),
      failed,
    }
  }
  return { add, result }
}

/**
 * `validateModel` of an ordinary logistic regression.
 *
 * @param x n × p, one column a predictor in its own unit, none for the intercept
 * @param y n outcomes, 0 or 1
 * @param resamples the rows of each resample with their repeats, and those it is judged on (all unless told)
 * @returns each index: apparent, optimism and corrected
 * @throws InvalidArgument where the model cannot be fitted to all rows
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws OneClassOnly where a class has no row
 * @example
 * ```ts
 * import { matrixFromColumns, validateLogistic } from 'nomoscope/statistics'
 *
 * const x = matrixFromColumns([[0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]])
 * const y = [0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1]
 * const training = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
 * // refitted to the same rows: no optimism
 * const { dxy } = validateLogistic(x, y, [{ training }])
 * dxy.original.toFixed(4) // → '0.3333'
 * dxy.corrected.toFixed(4) // → '0.3333'
 * ```
 */
export function validateLogistic(x: Matrix, y: ArrayLike<number>, resamples: readonly Resample[]): Validation {
  return validateModel(logisticRefit(x, y), y, resamples)
}

/**
 * The indexes in the order of validationIndexes; NaN where they cannot be had.
 * counts  how often each row counts.
 */
function indexesOf({ eta, risks, order }: Predicted, y: Float64Array, counts: Float64Array): Float64Array {
  const indexes = new Float64Array(11).fill(Number.NaN)
  let n = 0
  let brier = 0
  for (let i = 0; i < eta.length; i++) {
    n += counts[i]
    if (counts[i] > 0) brier += counts[i] * (y[i] - risks[i]) ** 2
  }
  indexes[8] = brier / n
  let concordant = 0
  let tied = 0
  let positives = 0
  let negatives = 0
  for (let i = 0; i < order.length; ) {
    const here = eta[order[i]]
    let cases = 0
    let controls = 0
    for (; i < order.length && eta[order[i]] === here; i++) {
      if (y[order[i]]) cases += counts[order[i]]
      else controls += counts[order[i]]
    }
    concordant += cases * negatives
    tied += cases * controls
    positives += cases
    negatives += controls
  }
  const pairs = positives * negatives
  if (pairs === 0) return indexes
  indexes[0] = (2 * concordant + tied - pairs) / pairs
  const again = recalibrate(eta, y, counts)
  if (!again) return indexes
  const { intercept, slope, deviance, given, nullDeviance } = again
  const lr = nullDeviance - deviance
  indexes[1] = -Math.expm1(-lr / n) / -Math.expm1(-nullDeviance / n)
  indexes[2] = intercept
  indexes[3] = slope
  indexes[4] = 0
  indexes[5] = (lr - 1) / n
  indexes[6] = (given - deviance - 2) / n
  indexes[7] = indexes[5] - indexes[6]
  // Gini's mean difference from sorted values; recalibration keeps their order, or turns it over.
  let before = 0
  let g = 0
  let gp = 0
  for (const row of order) {
    const count = counts[row]
    if (count === 0) continue
    const weight = count * (2 * before + count - n)
    before += count
    g += weight * eta[row]
    gp += weight * risk(intercept + slope * eta[row])
  }
  indexes[9] = (2 * Math.abs(slope * g)) / (n * (n - 1))
  indexes[10] = (2 * Math.abs(gp)) / (n * (n - 1))
  return indexes
}

/** The largest |p − recalibrated p| over p = 0, 0.0005, …, 1. */
function largestError(intercept: number, slope: number): number {
  let most = 0
  for (let k = 1; k < 2000; k++) {
    const p = k / 2000
    most = Math.max(most, Math.abs(p - risk(intercept + slope * Math.log(p / (1 - p)))))
  }
  return most
}
