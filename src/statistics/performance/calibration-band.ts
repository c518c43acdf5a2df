import { rangeOf } from '../descriptive/range.ts'
import { logistic } from '../regression/logistic.ts'

export interface CalibrationBand {
  predicted: number[]
  observed: number[]
  lower: number[]
  upper: number[]
}

/**
 * The logistic calibration curve with its pointwise Wald interval: outcomes y (n, 0 or 1) on the linear predictor, read
 * at linear predictors evenly spaced between the lowest and the highest. Undefined where no unique finite curve exists.
 * Source: Cox 1958; Van Calster 2016 (CalibrationCurves::val.prob.ci.2, `logistic.cal`). Equals R's
 * glm(y ~ lp, binomial) with the inverse information at its estimate, on the scale of the link.
 */
export function calibrationBand(
  lp: ArrayLike<number>,
  y: ArrayLike<number>,
  points = 50,
  z = 1.959963984540054,
): CalibrationBand | undefined {
  const values = Float64Array.from(lp)
  const [low, high] = rangeOf(values)
  const events = Array.from(y).filter((one) => one === 1).length
  // Predictors that differ by their rounding alone are one.
  if (!(high - low > 1e-9 * Math.max(1, Math.abs(low), Math.abs(high))) || events === 0 || events === values.length)
    return undefined
  const fit = logistic({ rows: values.length, columns: 1, values }, y)
  if (fit.separation || !fit.converged) return undefined
  const [intercept, slope] = fit.coefficients
  const [v00, v01, , v11] = fit.covariance
  const risk = (eta: number) => 1 / (1 + Math.exp(-eta))
  const band: CalibrationBand = { predicted: [], observed: [], lower: [], upper: [] }
  for (let i = 0; i < points; i++) {
    const at = low + ((high - low) * i) / (points - 1)
    const eta = intercept + slope * at
    const half = z * Math.sqrt(v00 + 2 * at * v01 + at * at * v11)
    band.predicted.push(risk(at))
    band.observed.push(risk(eta))
    band.lower.push(risk(eta - half))
    band.upper.push(risk(eta + half))
  }
  return band
}
