import { auc } from '../../statistics/performance/roc.ts'
import { logistic } from '../../statistics/regression/logistic.ts'
import { harrellC } from '../../statistics/survival/concordance.ts'
import { cox } from '../../statistics/survival/cox.ts'
import { type FollowedRows, type Outcome, outcomeAt } from '../../step.ts'
import { type Gap, measuredOr } from './gap.ts'

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

/** Measures with the standard errors that their intervals are made of; NaN where there is none. */
export interface MeasuresWithErrors extends Measures {
  errors: { brier: number; calibrationIntercept: number; calibrationSlope: number }
}

export const measureNames = ['auc', 'brier', 'calibrationIntercept', 'calibrationSlope'] as const

const noErrors = { brier: Number.NaN, calibrationIntercept: Number.NaN, calibrationSlope: Number.NaN }
const unknown = { auc: Number.NaN, ...noErrors, errors: noErrors }

/**
 * Measures of linear predictors at `rows` of the table, where `lp` and `outcome` are whole columns of it. Rows without a
 * prediction (NaN) take no part. counts  how often each of `rows` counts; once where absent. gaps  takes why a measure is
 * NaN that the rows do not allow.
 */
export function measuresAt(
  rows: ArrayLike<number>,
  lp: ArrayLike<number>,
  outcome: Outcome,
  counts?: ArrayLike<number>,
  gaps?: Gap[],
): MeasuresWithErrors {
  const drawn: number[] = []
  for (let i = 0; i < rows.length; i++)
    if (!Number.isNaN(lp[rows[i]])) for (let copy = counts ? counts[i] : 1; copy > 0; copy--) drawn.push(rows[i])
  const x = drawn.map((row) => lp[row])
  if (outcome.kind === 'survival') {
    return survivalMeasures(x, outcomeAt(outcome, drawn), gaps)
  }
  return binaryMeasures(
    x,
    drawn.map((row) => outcome.positive[row]),
    gaps,
  )
}

function binaryMeasures(lp: number[], y: number[], gaps?: Gap[]): MeasuresWithErrors {
  const events = y.reduce((sum, value) => sum + value, 0)
  const { brier, error } = brierOf(lp, y)
  if (events === 0 || events === y.length) return { ...unknown, brier }
  const open = { intercept: Number.NaN, slope: Number.NaN, errors: [Number.NaN, Number.NaN] }
  const { intercept, slope, errors } = measuredOr('calibration', () => recalibration(lp, y), open, gaps)
  return {
    auc: auc(lp, y),
    brier,
    calibrationIntercept: intercept,
    calibrationSlope: slope,
    errors: { brier: error, calibrationIntercept: errors[0], calibrationSlope: errors[1] },
  }
}

function survivalMeasures(lp: number[], { time, event, start }: FollowedRows, gaps?: Gap[]): MeasuresWithErrors {
  if (!Array.prototype.some.call(event, Boolean)) return unknown
  const c = measuredOr('discrimination', () => harrellC(time, event, lp, undefined, start).c, Number.NaN, gaps)
  if (isConstant(lp)) return { ...unknown, auc: c }
  const slope = () => cox({ rows: lp.length, columns: 1, values: Float64Array.from(lp) }, time, event, { start })
  const fit = measuredOr('calibration', slope, undefined, gaps)
  if (!fit || fit.diverging) return { ...unknown, auc: c }
  const errors = { ...noErrors, calibrationSlope: fit.standardErrors[0] }
  return { ...unknown, auc: c, calibrationSlope: fit.coefficients[0], errors }
}

/** Calibration intercept (slope 1) and slope of linear predictors; NaN for a slope that equal predictors leave open. */
function recalibration(lp: readonly number[], y: readonly number[]) {
  const none = { rows: lp.length, columns: 0, values: new Float64Array(0) }
  const { coefficients, standardErrors } = logistic(none, y, { offset: lp })
  const [intercept, error] = [coefficients[0], standardErrors[0]]
  const open = { intercept, slope: Number.NaN, errors: [error, Number.NaN] }
  if (isConstant(lp)) return open
  const fit = logistic({ rows: lp.length, columns: 1, values: Float64Array.from(lp) }, y)
  if (fit.separation) return open
  return { intercept, slope: fit.coefficients[1], errors: [error, fit.standardErrors[1]] }
}

/**
 * 1 / (1 + e^−lp).
 *
 * @param lp linear predictor of a logistic model
 * @returns the risk, 0 to 1
 * @example
 * ```ts
 * import { riskOf } from 'nomoscope/model'
 * riskOf(0) // → 0.5
 * ```
 */
export function riskOf(lp: number): number {
  return 1 / (1 + Math.exp(-lp))
}

export function isConstant(lp: readonly number[]): boolean {
  return lp.every((value) => Math.abs(value - lp[0]) < 1e-9)
}

/** The Brier score, and its standard error as that of a mean of squared distances. */
function brierOf(lp: readonly number[], y: readonly number[]): { brier: number; error: number } {
  const n = lp.length
  let sum = 0
  let squares = 0
  for (let i = 0; i < n; i++) {
    const distance = (riskOf(lp[i]) - y[i]) ** 2
    sum += distance
    squares += distance * distance
  }
  const brier = sum / n
  return { brier, error: Math.sqrt(Math.max(0, squares - n * brier * brier) / (n - 1) / n) }
}
