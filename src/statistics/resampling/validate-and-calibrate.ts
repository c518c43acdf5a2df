import type { Matrix } from '../numerics/matrix.ts'
import { type CalibrationCurve, calibrationAccumulator } from '../performance/calibration-curve.ts'
import { logisticRefit, type Refit, type Resample } from './bootstrap-refit.ts'
import { addResamples, predictedByAll } from './out-of-sample.ts'
import { type Validation, validationAccumulator } from './validate.ts'

/**
 * `validateModel` and `calibrateModel` of the same resamples, from one fit to each.
 *
 * @param refit fits the model to rows and gives the linear predictor of all n rows; see `Refit`
 * @param y n outcomes, 0 or 1
 * @param resamples the rows of each resample with their repeats, and those it is judged on (all unless told)
 * @returns both results
 * @throws InvalidArgument for fewer than 11 rows, or where the model cannot be fitted to all rows
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws OneClassOnly where a class has no row
 * @example
 * ```ts
 * import { validateAndCalibrateModel } from 'nomoscope/statistics'
 *
 * const y = [0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1]
 * const training = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
 * const refit = () => Float64Array.from(y, (_, i) => (i < 6 ? -Math.log(2) : Math.log(2)))
 * const { validation } = validateAndCalibrateModel(refit, y, [{ training }])
 * validation.dxy.corrected.toFixed(4) // → '0.3333'
 * ```
 */
export function validateAndCalibrateModel(
  refit: Refit,
  y: ArrayLike<number>,
  resamples: readonly Resample[],
): { validation: Validation; calibration: CalibrationCurve } {
  const whole = predictedByAll(refit, y)
  const validation = validationAccumulator(whole, y)
  const calibration = calibrationAccumulator(whole, y)
  const failed = addResamples(refit, y.length, resamples, (predicted, training, test) => {
    validation.add(predicted, training, test)
    calibration.add(predicted, training, test)
  })
  return { validation: validation.result(failed), calibration: calibration.result(failed) }
}

/**
 * `validateAndCalibrateModel` of an ordinary logistic regression.
 *
 * @param x n × p, one column a predictor in its own unit, none for the intercept
 * @param y n outcomes, 0 or 1
 * @param resamples the rows of each resample with their repeats, and those it is judged on (all unless told)
 * @returns both results
 * @throws InvalidArgument for fewer than 11 rows, or where the model cannot be fitted to all rows
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws OneClassOnly where a class has no row
 * @example
 * ```ts
 * import { matrixFromColumns, validateAndCalibrateLogistic } from 'nomoscope/statistics'
 *
 * const x = matrixFromColumns([[0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]])
 * const y = [0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1]
 * const training = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
 * const { validation, calibration } = validateAndCalibrateLogistic(x, y, [{ training }])
 * validation.dxy.corrected.toFixed(4) // → '0.3333'
 * calibration.failed // → 0
 * ```
 */
export function validateAndCalibrateLogistic(x: Matrix, y: ArrayLike<number>, resamples: readonly Resample[]) {
  return validateAndCalibrateModel(logisticRefit(x, y), y, resamples)
}
