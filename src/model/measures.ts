import { logistic } from '../statistics/logistic.ts'
import { auc } from '../statistics/roc.ts'

/** How good risks are, on rows whose outcomes are known. What cannot be computed (one class only, all risks equal) is NaN. */
export interface Measures {
  /** Area under the ROC curve; of a survival model Harrell's C. */
  auc: number
  /** Mean squared distance of risk and outcome; NaN of a survival model. */
  brier: number
  /** Calibration in the large: the intercept of a recalibration with the slope held at 1. 0 is right. */
  calibrationIntercept: number
  /** Slope of the recalibration on the linear predictor. 1 is right, less means predictions too extreme. */
  calibrationSlope: number
}

/** The names of the measures, in the order of tables. */
export const measureNames = ['auc', 'brier', 'calibrationIntercept', 'calibrationSlope'] as const

/**
 * Measures of a logistic model's linear predictors against outcomes 0 or 1. Rows without a prediction (NaN) take no part.
 * counts  how often each row counts; once where absent.
 */
export function binaryMeasures(
  lp: ArrayLike<number>,
  positive: ArrayLike<number>,
  counts?: ArrayLike<number>,
): Measures {
  const x: number[] = []
  const y: number[] = []
  for (let i = 0; i < lp.length; i++) {
    if (Number.isNaN(lp[i])) continue
    for (let copy = counts ? counts[i] : 1; copy > 0; copy--) {
      x.push(lp[i])
      y.push(positive[i])
    }
  }
  const events = y.reduce((sum, value) => sum + value, 0)
  if (events === 0 || events === y.length)
    return { auc: Number.NaN, brier: brierOf(x, y), calibrationIntercept: Number.NaN, calibrationSlope: Number.NaN }
  return { auc: auc(x, y), brier: brierOf(x, y), ...recalibration(x, y) }
}

/** Calibration intercept (slope 1) and slope of linear predictors; NaN for a slope that all equal predictors leave open. */
export function recalibration(lp: readonly number[], y: readonly number[]) {
  const none = { rows: lp.length, columns: 0, values: new Float64Array(0) }
  const calibrationIntercept = logistic(none, y, { offset: lp }).coefficients[0]
  if (lp.every((value) => Math.abs(value - lp[0]) < 1e-9)) return { calibrationIntercept, calibrationSlope: Number.NaN }
  const fit = logistic({ rows: lp.length, columns: 1, values: Float64Array.from(lp) }, y)
  return { calibrationIntercept, calibrationSlope: fit.separation ? Number.NaN : fit.coefficients[1] }
}

/** 1 / (1 + e^−lp). */
export function riskOf(lp: number): number {
  return 1 / (1 + Math.exp(-lp))
}

function brierOf(lp: readonly number[], y: readonly number[]): number {
  let sum = 0
  for (let i = 0; i < lp.length; i++) sum += (riskOf(lp[i]) - y[i]) ** 2
  return sum / lp.length
}
