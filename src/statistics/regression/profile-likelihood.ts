import { normal } from '../distributions/index.ts'
import { crossProduct } from '../numerics/linear-algebra.ts'
import type { Matrix } from '../numerics/matrix.ts'
import type { Climbed } from '../numerics/newton.ts'
import { fmmSpline, interpolate } from '../smoothing/interpolation.ts'
import { type Design, orthogonalised, standardise, startAt } from './design.ts'
import { binomialDeviance, type LogisticFit, type LogisticOptions } from './logistic.ts'
import type { Interval } from './logistic-inference.ts'
import { limitsOfRoot, profileRoot } from './profile-limits.ts'

/**
 * Profile-likelihood intervals: the values of each coefficient at which the deviance, maximised over the others, has
 * risen by the χ²₁ quantile. Found to the last digit; a side on which it never rises that far (separation) is infinite, one
 * that could not be followed NaN.
 *
 * Venzon & Moolgavkar 1988. R's confint(glm) reads the same curve off a spline through about ten points and differs in
 * the fourth digit: `profileIntervalsBySpline` gives its numbers.
 *
 * @param x n × p, one column a predictor in its own unit, none for the intercept
 * @param y n outcomes, 0 or 1
 * @param fit the fit of `logistic` to them
 * @param options offset, weights, no intercept, a start
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @returns the limits of each coefficient, the intercept first
 * @throws SingularDesign for a constant or dependent column (so for p ≥ n)
 * @throws OneClassOnly where a class has no row
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws NotFinite for a value that is NaN or infinite
 * @throws UnequalLengths where x and y differ in rows
 * @example
 * ```ts
 * import { logistic, matrixFromColumns, profileIntervals } from 'nomoscope/statistics'
 *
 * const x = matrixFromColumns([[0, 0, 0, 0, 1, 1, 1, 1]])
 * const y = [0, 0, 0, 1, 0, 1, 1, 1]
 * const [, slope] = profileIntervals(x, y, logistic(x, y))
 * slope.lower.toFixed(4) // → '-0.7386'
 * slope.upper.toFixed(4) // → '6.0378'
 * ```
 */
export function profileIntervals(
  x: Matrix,
  y: ArrayLike<number>,
  fit: LogisticFit,
  options: LogisticOptions = {},
  level = 0.95,
): Interval[] {
  const target = normal.upperQuantile((1 - level) / 2)
  return Array.from(fit.coefficients, (estimate, j) => {
    const root = signedRoot(x, y, fit, options, j)
    return limitsOfRoot(root, estimate, fit.standardErrors[j], target)
  })
}

/**
 * The intervals as R's confint(glm) computes them: the profile at steps of a fifth of its range, a spline, a table look-up.
 *
 * @param x n × p, one column a predictor in its own unit, none for the intercept
 * @param y n outcomes, 0 or 1
 * @param fit the fit of `logistic` to them
 * @param options offset, weights, no intercept, a start
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @returns the limits of each coefficient, the intercept first
 * @throws SingularDesign for a constant or dependent column (so for p ≥ n)
 * @throws OneClassOnly where a class has no row
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws NotFinite for a value that is NaN or infinite
 * @throws UnequalLengths where x and y differ in rows
 * @example
 * ```ts
 * import { logistic, matrixFromColumns, profileIntervalsBySpline } from 'nomoscope/statistics'
 *
 * const x = matrixFromColumns([[0, 0, 0, 0, 1, 1, 1, 1]])
 * const y = [0, 0, 0, 1, 0, 1, 1, 1]
 * const [, slope] = profileIntervalsBySpline(x, y, logistic(x, y))
 * slope.lower.toFixed(4) // → '-0.7386'
 * slope.upper.toFixed(4) // → '6.0385'
 * ```
 */
export function profileIntervalsBySpline(
  x: Matrix,
  y: ArrayLike<number>,
  fit: LogisticFit,
  options: LogisticOptions = {},
  level = 0.95,
): Interval[] {
  const furthest = normal.upperQuantile((1 - level) / 8)
  const target = normal.upperQuantile((1 - level) / 2)
  return Array.from(fit.coefficients, (estimate, j) => {
    const root = signedRoot(x, y, fit, options, j)
    const points: [number, number][] = [[estimate, 0]]
    for (const sign of [-1, 1]) {
      let z = 0
      for (let step = 1; step < 10 && Math.abs(z) < furthest; step++) {
        const b = estimate + (sign * step * furthest * fit.standardErrors[j]) / 5
        z = root(b)
        points.push([b, z])
      }
    }
    points.sort((a, b) => a[1] - b[1])
    const b = points.map((point) => point[0])
    const z = points.map((point) => point[1])
    const count = 3 * b.length
    const spline = fmmSpline(b, z)
    const at = Array.from({ length: count }, (_, i) => b[0] + (i * (b[b.length - 1] - b[0])) / (count - 1))
    const onCurve = at.map(spline)
    return { lower: interpolate(onCurve, at, -target), upper: interpolate(onCurve, at, target) }
  })
}

/**
 * b ↦ sign(b − b̂) √(deviance with coefficient j held at b − deviance of the fit), on centred and scaled columns: a column's
 * origin and unit change nothing.
 */
function signedRoot(x: Matrix, y: ArrayLike<number>, fit: LogisticFit, options: LogisticOptions, j: number) {
  const weights = new Float64Array(x.rows).fill(1)
  if (options.weights) weights.set(options.weights)
  const design = orthogonalised(standardise(x, weights, fit.intercept), weights)
  const evaluate = logisticLikelihood(design, y, weights, options.offset)
  const full = evaluate(startAt(design, 0, fit.coefficients))
  return profileRoot(design, evaluate, full, j)
}

/** The log-likelihood on the columns of a design, for `climb`. */
function logisticLikelihood(
  { rows: n, columns: q, values: z }: Design,
  y: ArrayLike<number>,
  weights: Float64Array,
  offset: ArrayLike<number> | undefined,
) {
  return (at: Float64Array): Climbed => {
    const eta = new Float64Array(n)
    if (offset) eta.set(offset)
    for (let j = 0; j < q; j++) for (let i = 0; i < n; i++) eta[i] += at[j] * z[j * n + i]
    const gradient = new Float64Array(q)
    const variance = new Float64Array(n)
    for (let i = 0; i < n; i++) {
      const tail = Math.exp(-Math.abs(eta[i]))
      variance[i] = (weights[i] * tail) / (1 + tail) ** 2
      const residual = weights[i] * (y[i] > 0 ? 1 / (1 + Math.exp(eta[i])) : -1 / (1 + Math.exp(-eta[i])))
      for (let j = 0; j < q; j++) gradient[j] += residual * z[j * n + i]
    }
    const value = -binomialDeviance(y, eta, weights) / 2
    return { parameters: at, value, gradient, curvature: () => crossProduct(z, n, q, variance) }
  }
}
