import { InvalidArgument, SingularDesign, UnequalLengths } from '../../errors/index.ts'
import { fisherF, studentT } from '../distributions/index.ts'
import { requireFinite } from '../numerics/check-arguments.ts'
import { cholesky, crossProduct, invertCholesky } from '../numerics/linear-algebra.ts'
import type { Matrix } from '../numerics/matrix.ts'
import { orthogonalised, rawCoefficients, rawCovariance, standardise } from './design.ts'
import { inflations } from './variance-inflation.ts'

/** A fitted linear regression. */
export interface LinearFit {
  /** The intercept first. */
  coefficients: Float64Array
  standardErrors: Float64Array
  covariance: Float64Array
  /** t and two-sided p of each coefficient, with its interval. */
  tests: { t: number; p: number; lower: number; upper: number }[]
  fitted: Float64Array
  residuals: Float64Array
  /** Residual standard error and its degrees of freedom. */
  sigma: number
  df: number
  r2: number
  adjustedR2: number
  /** Of the whole model against its intercept. */
  f: { f: number; df1: number; df2: number; p: number }
  logLikelihood: number
  aic: number
  bic: number
}

/**
 * Linear regression with an intercept by (weighted) least squares.
 * Equals R's lm.
 *
 * @param x n × p, one column a predictor in its own unit, none for the intercept
 * @param y n numbers, any unit
 * @param options n weights ≥ 0 and the confidence level
 * @returns coefficients (the intercept first), tests, residuals and R²
 * @throws SingularDesign for constant or dependent columns, so for p ≥ n
 * @throws UnequalLengths where x, y or weights differ in rows
 * @throws NotFinite for a value that is NaN or infinite
 * @throws InvalidArgument for a weight below 0
 * @example
 * ```ts
 * import { linear, matrixFromColumns } from 'nomoscope/statistics'
 *
 * const { coefficients } = linear(matrixFromColumns([[1, 2, 3]]), [1, 2, 4])
 * coefficients[0].toFixed(4) // → '-0.6667'
 * coefficients[1].toFixed(4) // → '1.5000'
 * ```
 */
export function linear(
  x: Matrix,
  y: ArrayLike<number>,
  options: { weights?: ArrayLike<number>; level?: number } = {},
): LinearFit {
  const { rows: n, columns: p } = x
  if (y.length !== n) throw UnequalLengths('x', n, 'y', y.length)
  requireFinite(x.values, 'x')
  requireFinite(y, 'y')
  const w = new Float64Array(n).fill(1)
  if (options.weights) {
    if (options.weights.length !== n) throw UnequalLengths('x', n, 'weights', options.weights.length)
    requireFinite(options.weights, 'weights')
    w.set(options.weights)
  }
  let total = 0
  let used = 0
  let logWeights = 0
  for (let i = 0; i < n; i++) {
    if (w[i] < 0) throw InvalidArgument('weights', `≥ 0, not ${w[i]}`)
    total += w[i]
    if (w[i] > 0) {
      used++
      logWeights += Math.log(w[i])
    }
  }
  const df = used - p - 1
  if (df < 0) throw SingularDesign(p - 1, 'there are fewer rows than coefficients')
  const q = p + 1
  const design = orthogonalised(standardise(x, w, true), w)
  const meanY = weightedMean(y, w, total)
  const residuals = Float64Array.from(y)
  const beta = new Float64Array(q)
  // the columns are orthonormal: each takes its part, the second round what rounding left of it
  for (let round = 0; round < 2; round++)
    for (let j = 0; j < q; j++) {
      let part = 0
      for (let i = 0; i < n; i++) part += w[i] * design.values[j * n + i] * residuals[i]
      part /= total
      beta[j] += part
      for (let i = 0; i < n; i++) residuals[i] -= part * design.values[j * n + i]
    }
  const fitted = Float64Array.from(y, (value, i) => value - residuals[i])
  let rss = 0
  let explained = 0
  for (let i = 0; i < n; i++) {
    rss += w[i] * residuals[i] ** 2
    explained += w[i] * (fitted[i] - meanY) ** 2
  }
  const sigma = df > 0 ? Math.sqrt(rss / df) : Number.NaN
  const unit = Float64Array.from({ length: q * q }, (_, at) => (at % (q + 1) === 0 ? (sigma * sigma) / total : 0))
  const coefficients = rawCoefficients(beta, design)
  const covariance = rawCovariance(unit, design)
  const standardErrors = Float64Array.from({ length: q }, (_, j) => Math.sqrt(covariance[j * q + j]))
  const width = studentT.upperQuantile((1 - (options.level ?? 0.95)) / 2, df)
  const r2 = explained / (explained + rss)
  const f = explained / p / (rss / df)
  const logLikelihood = (logWeights - used * (Math.log(2 * Math.PI) + 1 - Math.log(used) + Math.log(rss))) / 2
  return {
    coefficients,
    standardErrors,
    covariance,
    tests: Array.from(coefficients, (b, j) => ({
      t: b / standardErrors[j],
      p: studentT.twoSided(b / standardErrors[j], df),
      lower: b - width * standardErrors[j],
      upper: b + width * standardErrors[j],
    })),
    fitted,
    residuals,
    sigma,
    df,
    r2,
    adjustedR2: 1 - ((1 - r2) * (used - 1)) / df,
    f: { f, df1: p, df2: df, p: p > 0 ? fisherF.upper(f, p, df) : 1 },
    logLikelihood,
    aic: 2 * (p + 2) - 2 * logLikelihood,
    bic: Math.log(used) * (p + 2) - 2 * logLikelihood,
  }
}

/**
 * Variance inflation of each column of x: 1/(1 − R²) of its regression on the others. R: car::vif of a linear model.
 *
 * @param x n × p, two columns or more
 * @returns p numbers, 1 or more
 * @throws SingularDesign where a column is constant or dependent
 * @throws NotFinite for a value that is NaN or infinite
 * @example
 * ```ts
 * import { matrixFromColumns, varianceInflation } from 'nomoscope/statistics'
 *
 * // correlation 0.8: 1 / (1 − 0.64)
 * const x = matrixFromColumns([[1, 2, 3, 4, 5], [2, 1, 4, 3, 5]])
 * varianceInflation(x)[0].toFixed(4) // → '2.7778'
 * ```
 */
export function varianceInflation(x: Matrix): Float64Array {
  const { rows: n, columns: p } = x
  requireFinite(x.values, 'x')
  const w = new Float64Array(n).fill(1)
  const z = standardise(x, w, true).values.subarray(n)
  const correlation = crossProduct(z, n, p, w.fill(1 / n))
  const dependent = cholesky(correlation, p, 1e-13)
  if (dependent >= 0) throw SingularDesign(dependent, 'it is a linear combination of those before it')
  const inverse = invertCholesky(correlation, p)
  return Float64Array.from({ length: p }, (_, j) => inverse[j * p + j])
}

/**
 * Variance inflation from the covariance of a fit's coefficients, its intercept (position 0) left out. R: rms::vif.
 *
 * @param fit coefficients, the intercept first, and their covariance (both triangles)
 * @returns one number a coefficient but the intercept
 * @throws nothing
 * @example
 * ```ts
 * import { varianceInflationOfFit } from 'nomoscope/statistics'
 *
 * const fit = {
 *   coefficients: Float64Array.of(0, 0, 0),
 *   covariance: Float64Array.of(1, 0, 0, 0, 1, 0.8, 0, 0.8, 1),
 * }
 * varianceInflationOfFit(fit)[0].toFixed(4) // → '2.7778'
 * ```
 */
export function varianceInflationOfFit(fit: { covariance: Float64Array; coefficients: Float64Array }): Float64Array {
  const q = fit.coefficients.length
  const p = q - 1
  const correlation = new Float64Array(p * p)
  const v = (j: number, k: number) => fit.covariance[(j + 1) * q + k + 1]
  for (let j = 0; j < p; j++)
    for (let k = 0; k < p; k++) correlation[j * p + k] = v(j, k) / Math.sqrt(v(j, j) * v(k, k))
  const each = Array.from({ length: p }, (_, j) => [j])
  return Float64Array.from(inflations(correlation, p, each))
}

function weightedMean(values: ArrayLike<number>, w: Float64Array, total: number): number {
  let sum = 0
  for (let i = 0; i < w.length; i++) sum += w[i] * values[i]
  return sum / total
}
