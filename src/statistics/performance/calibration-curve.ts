import { InvalidArgument } from '../../errors/index.ts'
import { quantileOfSorted } from '../descriptive/descriptive.ts'
import type { Matrix } from '../numerics/matrix.ts'
import { logisticRefit, type Refit, type Resample } from '../resampling/bootstrap-refit.ts'
import { type Accumulator, addResamples, type Predicted, predictedByAll } from '../resampling/out-of-sample.ts'
import { interpolate } from '../smoothing/interpolation.ts'
import { lowessSorted } from '../smoothing/lowess.ts'

/** A calibration curve corrected for optimism. */
export interface CalibrationCurve {
  /** 50 risks from the fifth smallest to the fifth largest of the model on its own data. */
  risk: Float64Array
  /** Observed share at them: of the model on its own data, and corrected for optimism. */
  apparent: Float64Array
  corrected: Float64Array
  /** Mean over resamples of observed less predicted, on the rows fitted to and on the test rows. */
  training: Float64Array
  test: Float64Array
  optimism: Float64Array
  /** Resamples that reach each risk. */
  resamples: Int32Array
  /** Of the corrected curve against the diagonal over the patients' own risks. */
  meanAbsoluteError: number
  meanSquaredError: number
  absoluteError90: number
  failed: number
}

/**
 * The lowess calibration curve, corrected for optimism. Equals rms::calibrate of lrm for the same resamples.
 *
 * @param refit fits the model to rows and gives the linear predictor of all n rows; see `Refit`
 * @param y n outcomes, 0 or 1
 * @param resamples the rows of each resample with their repeats, and those it is judged on (all unless told)
 * @returns the curve at 50 risks
 * @throws InvalidArgument for fewer than 11 rows, or where the model cannot be fitted to all rows
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws OneClassOnly where a class has no row
 * @example
 * ```ts
 * import { calibrateModel } from 'nomoscope/statistics'
 *
 * const y = [0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1]
 * const training = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
 * const refit = () => Float64Array.from(y, (_, i) => (i < 6 ? -Math.log(2) : Math.log(2)))
 * const curve = calibrateModel(refit, y, [{ training }])
 * curve.risk[0].toFixed(4) // → '0.3333'
 * ```
 */
export function calibrateModel(refit: Refit, y: ArrayLike<number>, resamples: readonly Resample[]): CalibrationCurve {
  const reckoning = calibrationAccumulator(predictedByAll(refit, y), y)
  return reckoning.result(addResamples(refit, y.length, resamples, reckoning.add))
}

/** The sums behind `calibrateModel`. whole  what the model fitted to all rows predicts. */
export function calibrationAccumulator(original: Predicted, y: ArrayLike<number>): Accumulator<CalibrationCurve> {
  const n = y.length
  if (n < 11) throw InvalidArgument('the data', 'more than 10 rows')
  const predicted = original.risks.slice().sort()
  const [from, to] = [predicted[4], predicted[n - 5]]
  const points = Float64Array.from({ length: 50 }, (_, k) => from + (k * (to - from)) / 49)
  const outcomes = Float64Array.from(y)
  const apparent = calibrationAt(points, original, outcomes, new Float64Array(n).fill(1))
  const sums = { training: new Float64Array(50), test: new Float64Array(50), used: new Int32Array(50) }
  const add: Accumulator<CalibrationCurve>['add'] = (refitted, trainingCounts, testCounts) => {
    const training = calibrationAt(points, refitted, outcomes, trainingCounts)
    const test = calibrationAt(points, refitted, outcomes, testCounts)
    for (let k = 0; k < 50; k++) {
      if (Number.isNaN(training[k] + test[k])) continue
      sums.training[k] += training[k] - points[k]
      sums.test[k] += test[k] - points[k]
      sums.used[k]++
    }
  }
  const result = (failed: number): CalibrationCurve => {
    const training = sums.training.map((sum, k) => sum / sums.used[k])
    const test = sums.test.map((sum, k) => sum / sums.used[k])
    const optimism = training.map((value, k) => value - test[k])
    const corrected = apparent.map((value, k) => value - optimism[k])
    const errors = predicted.map((p) => p - interpolate(points, corrected, p)).filter((error) => !Number.isNaN(error))
    const absolute = errors.map(Math.abs).sort()
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length
    return {
      risk: points,
      apparent,
      corrected,
      training,
      test,
      optimism,
      resamples: sums.used,
      meanAbsoluteError: mean(absolute),
      meanSquaredError: mean(errors.map((error) => error * error)),
      absoluteError90: quantileOfSorted(absolute, 0.9),
      failed,
    }
  }
  return { add, result }
}

/**
 * `calibrateModel` of an ordinary logistic regression.
 *
 * @param x n × p, one column a predictor in its own unit, none for the intercept
 * @param y n outcomes, 0 or 1
 * @param resamples the rows of each resample with their repeats, and those it is judged on (all unless told)
 * @returns the curve at 50 risks
 * @throws InvalidArgument for fewer than 11 rows, or where the model cannot be fitted to all rows
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws OneClassOnly where a class has no row
 * @example
 * ```ts
 * import { calibrateLogistic, matrixFromColumns } from 'nomoscope/statistics'
 *
 * const x = matrixFromColumns([[0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]])
 * const y = [0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1]
 * const training = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
 * const curve = calibrateLogistic(x, y, [{ training }])
 * curve.risk.length // → 50
 * curve.risk[49].toFixed(4) // → '0.6667'
 * ```
 */
export function calibrateLogistic(x: Matrix, y: ArrayLike<number>, resamples: readonly Resample[]): CalibrationCurve {
  return calibrateModel(logisticRefit(x, y), y, resamples)
}

/** The lowess curve of outcomes over risks, read at `points`; NaN beyond its ends. counts  how often each row counts */
export function calibrationAt(
  points: Float64Array,
  { risks, order }: Predicted,
  y: Float64Array,
  counts: Float64Array,
): Float64Array {
  let n = 0
  for (let i = 0; i < risks.length; i++) n += counts[i]
  const x = new Float64Array(n)
  const outcomes = new Float64Array(n)
  let at = 0
  for (let i = 0; i < order.length; i++) {
    const row = order[i]
    for (let copy = counts[row]; copy > 0; copy--) {
      x[at] = risks[row]
      outcomes[at++] = y[row]
    }
  }
  const smooth = lowessSorted(x, outcomes, { iterations: 0 })
  // equal risks have equal values, so the table needs no thinning
  const curve = new Float64Array(points.length)
  for (let k = 0; k < points.length; k++) curve[k] = interpolate(x, smooth, points[k])
  return curve
}
