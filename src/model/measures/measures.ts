import { auc } from '../../statistics/performance/roc.ts'
import { logistic } from '../../statistics/regression/logistic.ts'
import { harrellC } from '../../statistics/survival/concordance.ts'
import { cox } from '../../statistics/survival/cox.ts'
import type { Outcome } from '../../step.ts'

/** How good predictions are on rows whose outcomes are known. What cannot be computed (one class only) is NaN. */
export interface Measures {
  /** Area under the ROC curve; of a survival model Harrell's C. */
  auc: number
  /** Mean squared distance of risk and outcome; NaN of a survival model. */
  brier: number
  /** Calibration in the large: the intercept with the slope held at 1. 0 is right; NaN of a survival model. */
  calibrationIntercept: number
  /** Slope on the linear predictor. 1 is right, less means predictions too extreme. */
  calibrationSlope: number
}

export const measureNames = ['auc', 'brier', 'calibrationIntercept', 'calibrationSlope'] as const

const unknown = { auc: Number.NaN, brier: Number.NaN, calibrationIntercept: Number.NaN, calibrationSlope: Number.NaN }

/**
 * Measures of linear predictors at `rows` of the table, where `lp` and `outcome` are whole columns of it. Rows without a
 * prediction (NaN) take no part. counts  how often each of `rows` counts; once where absent.
 */
export function measuresAt(
  rows: ArrayLike<number>,
  lp: ArrayLike<number>,
  outcome: Outcome,
  counts?: ArrayLike<number>,
): Measures {
  const drawn: number[] = []
  for (let i = 0; i < rows.length; i++)
    if (!Number.isNaN(lp[rows[i]])) for (let copy = counts ? counts[i] : 1; copy > 0; copy--) drawn.push(rows[i])
  const x = drawn.map((row) => lp[row])
  if (outcome.kind === 'survival') {
    const time = drawn.map((row) => outcome.time[row])
    const event = drawn.map((row) => outcome.event[row])
    return survivalMeasures(x, time, event)
  }
  return binaryMeasures(
    x,
    drawn.map((row) => outcome.positive[row]),
  )
}

function binaryMeasures(lp: number[], y: number[]): Measures {
  const events = y.reduce((sum, value) => sum + value, 0)
  if (events === 0 || events === y.length) return { ...unknown, brier: brierOf(lp, y) }
  return { auc: auc(lp, y), brier: brierOf(lp, y), ...recalibration(lp, y) }
}

function survivalMeasures(lp: number[], time: number[], event: number[]): Measures {
  if (!event.some(Boolean)) return unknown
  const c = harrellC(time, event, lp).c
  if (isConstant(lp)) return { ...unknown, auc: c }
  const fit = cox({ rows: lp.length, columns: 1, values: Float64Array.from(lp) }, time, event)
  return { ...unknown, auc: c, calibrationSlope: fit.diverging ? Number.NaN : fit.coefficients[0] }
}

/** Calibration intercept (slope 1) and slope of linear predictors; NaN for a slope that equal predictors leave open. */
function recalibration(lp: readonly number[], y: readonly number[]) {
  const none = { rows: lp.length, columns: 0, values: new Float64Array(0) }
  const calibrationIntercept = logistic(none, y, { offset: lp }).coefficients[0]
  if (isConstant(lp)) return { calibrationIntercept, calibrationSlope: Number.NaN }
  const fit = logistic({ rows: lp.length, columns: 1, values: Float64Array.from(lp) }, y)
  return { calibrationIntercept, calibrationSlope: fit.separation ? Number.NaN : fit.coefficients[1] }
}

/** 1 / (1 + e^−lp). */
export function riskOf(lp: number): number {
  return 1 / (1 + Math.exp(-lp))
}

function isConstant(lp: readonly number[]): boolean {
  return lp.every((value) => Math.abs(value - lp[0]) < 1e-9)
}

function brierOf(lp: readonly number[], y: readonly number[]): number {
  let sum = 0
  for (let i = 0; i < lp.length; i++) sum += (riskOf(lp[i]) - y[i]) ** 2
  return sum / lp.length
}
