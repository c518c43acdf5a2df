import { binomialDeviance, estimateLogistic } from '../regression/logistic.ts'

/** Intercept and slope of outcomes on a linear predictor, with the deviance there and at the predictor as it is. */
export type Recalibration = { intercept: number; slope: number; deviance: number; given: number; nullDeviance: number }

const maximumSteps = 25

/**
 * The logistic recalibration of a linear predictor, by Newton's method from "as it is" on two numbers. Undefined where no
 * unique finite one exists (one class, separation). weights  how often each row counts.
 */
export function recalibrate(
  eta: Float64Array,
  y: ArrayLike<number>,
  weights: ArrayLike<number>,
): Recalibration | undefined {
  const n = eta.length
  let total = 0
  let positive = 0
  let least = Infinity
  let most = -Infinity
  for (let i = 0; i < n; i++) {
    const w = weights[i]
    if (w === 0) continue
    total += w
    positive += w * y[i]
    if (eta[i] < least) least = eta[i]
    if (eta[i] > most) most = eta[i]
  }
  if (positive === 0 || positive === total) return undefined
  const share = positive / total
  const nullDeviance = -2 * (positive * Math.log(share) + (total - positive) * Math.log1p(-share))
  const given = binomialDeviance(y, eta, weights)
  const constant = Math.log(share / (1 - share))
  if (!(most > least)) return { intercept: constant, slope: 1, deviance: nullDeviance, given, nullDeviance }
  let intercept = 0
  let slope = 1
  for (let step = 0; step < maximumSteps; step++) {
    let u0 = 0
    let u1 = 0
    let i00 = 0
    let i01 = 0
    let i11 = 0
    for (let i = 0; i < n; i++) {
      const w = weights[i]
      if (w === 0) continue
      const e = eta[i]
      const probability = 1 / (1 + Math.exp(-(intercept + slope * e)))
      const r = w * (y[i] - probability)
      const v = w * probability * (1 - probability)
      u0 += r
      u1 += r * e
      i00 += v
      const ve = v * e
      i01 += ve
      i11 += ve * e
    }
    const determinant = i00 * i11 - i01 * i01
    const d0 = (i11 * u0 - i01 * u1) / determinant
    const d1 = (i00 * u1 - i01 * u0) / determinant
    intercept += d0
    slope += d1
    if (!(Math.abs(d0) < 5 && Math.abs(d1) < 5)) break
    if (Math.abs(d0) < 1e-7 * (1 + Math.abs(intercept)) && Math.abs(d1) < 1e-7 * (1 + Math.abs(slope))) {
      // As it is was the maximum already: the deviance there differs by the square of the step.
      if (step === 0) return { intercept, slope, deviance: given, given, nullDeviance }
      const recalibrated = new Float64Array(n)
      for (let i = 0; i < n; i++) recalibrated[i] = intercept + slope * eta[i]
      const deviance = binomialDeviance(y, recalibrated, weights)
      return { intercept, slope, deviance, given, nullDeviance }
    }
  }
  // Newton's way was not plain: the general estimate, which halves its steps and knows separation.
  const refit = estimateLogistic({ rows: n, columns: 1, values: eta }, y, { weights })
  if (!refit.converged) return undefined
  const [a, b] = refit.coefficients
  return { intercept: a, slope: b, deviance: binomialDeviance(y, refit.eta, weights), given, nullDeviance }
}
