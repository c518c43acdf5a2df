import type { Matrix } from '../numerics/matrix.ts'
import { type CalibrationCurve, reckonCalibration } from '../performance/calibration-curve.ts'
import { logisticRefit, type Refit, type Resample } from './bootstrap-refit.ts'
import { addResamples, predictedByAll } from './out-of-sample.ts'
import { reckonValidation, type Validation } from './validate.ts'

/** `validateModel` and `calibrateModel` of the same resamples, from one fit to each. */
export function validateAndCalibrateModel(
  refit: Refit,
  y: ArrayLike<number>,
  resamples: readonly Resample[],
): { validation: Validation; calibration: CalibrationCurve } {
  const whole = predictedByAll(refit, y)
  const validation = reckonValidation(whole, y)
  const calibration = reckonCalibration(whole, y)
  const failed = addResamples(refit, y.length, resamples, (predicted, training, test) => {
    validation.add(predicted, training, test)
    calibration.add(predicted, training, test)
  })
  return { validation: validation.result(failed), calibration: calibration.result(failed) }
}

/** `validateAndCalibrateModel` of an ordinary logistic regression. */
export function validateAndCalibrateLogistic(x: Matrix, y: ArrayLike<number>, resamples: readonly Resample[]) {
  return validateAndCalibrateModel(logisticRefit(x, y), y, resamples)
}
