import { InvalidArgument, TooFewValues, UnequalLengths } from '../../errors/index.ts'
import { quantileOfSorted } from '../descriptive/descriptive.ts'
import { chiSquare, normal } from '../distributions/index.ts'
import { requireBothClasses } from '../numerics/check-arguments.ts'
import { matrixFromColumns } from '../numerics/matrix.ts'
import { binomialDeviance, logistic } from '../regression/logistic.ts'
import { type ChiSquareTest, chiSquareTest } from '../regression/logistic-inference.ts'
import { interpolate, uniqueTable } from '../smoothing/interpolation.ts'
import { lowess } from '../smoothing/lowess.ts'
import { auc } from './roc.ts'

/** Discrimination and calibration of risks against outcomes. */
export interface CalibrationStatistics {
  dxy: number
  c: number
  /** Nagelkerke's, of the risks as given: negative where they do worse than the prevalence. */
  r2: number
  /** Discrimination, unreliability and quality indexes with the tests of the first two. */
  d: number
  dTest: ChiSquareTest
  u: number
  uTest: ChiSquareTest
  q: number
  brier: number
  /** Of the logistic recalibration with a free slope: what val.prob calls Intercept and Slope. */
  interceptWithSlope: number
  slope: number
  /** Calibration-in-the-large: the intercept with the slope held at 1 (CalibrationCurves' intercept). */
  interceptAtSlope1: number
  /** Distance of the lowess curve from the diagonal at the risks: largest, 90th percentile, mean. */
  eMax: number
  e90: number
  eAvg: number
  spiegelhalter: { z: number; p: number }
  /** Risks of exactly 0 or 1, which the logistic recalibration leaves out. */
  leftOut: number
}

/**
 * How well risks agree with outcomes.
 * Equals rms::val.prob (with C exact, where rms 6.5 bins the risks), and both intercepts.
 *
 * @param p n risks, probabilities from 0 to 1
 * @param y n outcomes, 0 or 1
 * @returns discrimination, calibration intercepts and slope, Brier score, the errors of the lowess curve, and tests
 * @throws UnequalLengths where the two differ in length
 * @throws InvalidArgument for a risk outside 0 to 1
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws OneClassOnly where a class has no row
 * @example
 * ```ts
 * import { calibrationStatistics } from 'nomoscope/statistics'
 *
 * const p = [0.25, 0.25, 0.25, 0.25, 0.75, 0.75, 0.75, 0.75]
 * const { c, slope, brier } = calibrationStatistics(p, [0, 0, 0, 1, 1, 1, 1, 0])
 * c // → 0.75
 * slope.toFixed(4) // → '1.0000'
 * brier // → 0.1875
 * ```
 */
export function calibrationStatistics(p: ArrayLike<number>, y: ArrayLike<number>): CalibrationStatistics {
  checkRisks(p, y)
  const n = p.length
  const inside = Array.from({ length: n }, (_, i) => i).filter((i) => p[i] > 0 && p[i] < 1)
  const logit = Float64Array.from(inside, (i) => Math.log(p[i] / (1 - p[i])))
  const outcome = Uint8Array.from(inside, (i) => y[i])
  const m = inside.length
  const c = auc(p, y)
  let brier = 0
  for (let i = 0; i < n; i++) brier += (p[i] - y[i]) ** 2
  const errors = calibrationErrors(p, y)
  const common = { dxy: 2 * c - 1, c, brier: brier / n, ...errors, spiegelhalter: spiegelhalter(p, y), leftOut: n - m }
  const atSlope1 = logistic({ rows: m, columns: 0, values: new Float64Array(0) }, outcome, { offset: logit })
  const asGiven = binomialDeviance(outcome, logit)
  const constant = logit.every((value) => value === logit[0])
  const recalibrated = constant
    ? {
        coefficients: [atSlope1.coefficients[0] + logit[0], 0],
        deviance: atSlope1.deviance,
        nullDeviance: atSlope1.deviance,
      }
    : logistic(matrixFromColumns([logit]), outcome)
  // As val.prob: R² and D are those of the risks as given, before any recalibration.
  const lr = constant ? 0 : recalibrated.nullDeviance - asGiven
  const unreliability = Math.max(0, asGiven - recalibrated.deviance)
  const dfU = constant ? 1 : 2
  const d = (lr - 1) / m
  const u = (unreliability - dfU) / m
  return {
    ...common,
    r2: -Math.expm1(-lr / m) / -Math.expm1(-recalibrated.nullDeviance / m),
    d,
    dTest: chiSquareTest(lr, 1),
    u,
    uTest: chiSquareTest(unreliability, dfU),
    q: d - u,
    interceptWithSlope: recalibrated.coefficients[0],
    slope: recalibrated.coefficients[1],
    interceptAtSlope1: atSlope1.coefficients[0],
  }
}

/**
 * Emax, E90 and Eavg of the lowess curve (no robustness iterations) at the risks themselves.
 *
 * @param p n risks, probabilities from 0 to 1
 * @param y n outcomes, 0 or 1
 * @returns largest, 90th percentile and mean distance of curve and diagonal, as probabilities
 * @throws UnequalLengths where the arrays differ in length
 * @example
 * ```ts
 * import { calibrationErrors } from 'nomoscope/statistics'
 *
 * const p = [0, 0.25, 0.5, 0.75, 1]
 * calibrationErrors(p, [0, 0, 0, 1, 1]).eMax.toFixed(3) // → '0.500'
 * ```
 */
export function calibrationErrors(
  p: ArrayLike<number>,
  y: ArrayLike<number>,
): { eMax: number; e90: number; eAvg: number } {
  const curve = lowess(p, y, { iterations: 0 })
  const table = uniqueTable(curve.x, curve.y, 'mean')
  const errors = Float64Array.from(p, (risk) => Math.abs(risk - interpolate(table.x, table.y, risk))).sort()
  let sum = 0
  for (const error of errors) sum += error
  return { eMax: errors[errors.length - 1], e90: quantileOfSorted(errors, 0.9), eAvg: sum / errors.length }
}

/**
 * Spiegelhalter's z: whether the Brier score is what it would be if the risks were right.
 *
 * @param p n risks, probabilities from 0 to 1
 * @param y n outcomes, 0 or 1
 * @returns z and its two-sided p
 * @throws nothing; z is NaN where all risks are 0.5
 * @example
 * ```ts
 * import { spiegelhalter } from 'nomoscope/statistics'
 *
 * spiegelhalter([0.25, 0.25, 0.75, 0.75], [0, 0, 1, 1]).z.toFixed(4) // → '-1.1547'
 * ```
 */
export function spiegelhalter(p: ArrayLike<number>, y: ArrayLike<number>): { z: number; p: number } {
  let above = 0
  let variance = 0
  for (let i = 0; i < p.length; i++) {
    above += (y[i] - p[i]) * (1 - 2 * p[i])
    variance += (1 - 2 * p[i]) ** 2 * p[i] * (1 - p[i])
  }
  const z = above / Math.sqrt(variance)
  return { z, p: normal.twoSided(z) }
}

/** Hosmer–Lemeshow’s test with its groups. */
export type HosmerLemeshow = ChiSquareTest & {
  observed: Float64Array
  expected: Float64Array
  size: Float64Array
  /** Mean risk and share of positives of each group. */
  meanRisk: Float64Array
  share: Float64Array
}

/**
 * Hosmer–Lemeshow's test over groups cut at the quantiles of risk (equal quantiles merge, so there may be fewer groups).
 * `of` says whose risks these are: of the rows that the model was fitted to (df = groups − 2), or of others (df = groups).
 * Equals ResourceSelection::hoslem.test for development rows.
 *
 * @param p n risks, probabilities from 0 to 1
 * @param y n outcomes, 0 or 1
 * @param kind whose risks these are, as above
 * @param groups number of quantile groups, 2 or more
 * @returns χ², its degrees of freedom and p; counts, mean risk and share of each group
 * @throws UnequalLengths where the two differ in length
 * @throws InvalidArgument for a risk outside 0 to 1
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws OneClassOnly where a class has no row
 * @throws TooFewValues where no degree of freedom is left
 * @example
 * ```ts
 * import { hosmerLemeshow } from 'nomoscope/statistics'
 *
 * const p = [0.25, 0.25, 0.25, 0.25, 0.75, 0.75, 0.75, 0.75]
 * const test = hosmerLemeshow(p, [0, 0, 0, 1, 1, 1, 0, 0], 'external', 2)
 * test.chiSquare.toFixed(4) // → '1.3333'
 * test.df // → 2
 * ```
 */
export function hosmerLemeshow(
  p: ArrayLike<number>,
  y: ArrayLike<number>,
  kind: 'development' | 'external',
  groups = 10,
): HosmerLemeshow {
  checkRisks(p, y)
  if (!(groups >= 2)) throw InvalidArgument('groups', 'at least 2')
  const sorted = Float64Array.from(p).sort()
  const cuts: number[] = []
  for (let g = 0; g <= groups; g++) {
    const cut = quantileOfSorted(sorted, g / groups)
    if (cut !== cuts[cuts.length - 1]) cuts.push(cut)
  }
  const bins = Math.max(1, cuts.length - 1)
  const observed = new Float64Array(bins)
  const expected = new Float64Array(bins)
  const size = new Float64Array(bins)
  for (let i = 0; i < p.length; i++) {
    let bin = 0
    while (bin < bins - 1 && p[i] > cuts[bin + 1]) bin++
    observed[bin] += y[i]
    expected[bin] += p[i]
    size[bin]++
  }
  let statistic = 0
  let used = 0
  for (let g = 0; g < bins; g++) {
    if (size[g] === 0) continue
    used++
    const off = (observed[g] - expected[g]) ** 2
    if (off > 0) statistic += off / expected[g] + off / (size[g] - expected[g])
  }
  const df = kind === 'development' ? used - 2 : used
  // of so few distinct risks there is no test
  if (!(df > 0)) throw TooFewValues('A Hosmer–Lemeshow test over groups of risk', kind === 'development' ? 3 : 1, used)
  return {
    chiSquare: statistic,
    df,
    p: chiSquare.upper(statistic, df),
    observed,
    expected,
    size,
    meanRisk: expected.map((value, g) => value / size[g]),
    share: observed.map((value, g) => value / size[g]),
  }
}

function checkRisks(p: ArrayLike<number>, y: ArrayLike<number>): void {
  if (p.length !== y.length) throw UnequalLengths('p', p.length, 'y', y.length)
  for (let i = 0; i < p.length; i++)
    if (!(p[i] >= 0 && p[i] <= 1)) throw InvalidArgument('p', `risks from 0 to 1, not ${p[i]} at position ${i}`)
  requireBothClasses(y)
}
