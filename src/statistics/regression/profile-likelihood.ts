import { normal } from '../distributions/index.ts'
import { columnOf, type Matrix, matrixFromColumns } from '../numerics/matrix.ts'
import { fmmSpline, interpolate } from '../smoothing/interpolation.ts'
import { type LogisticFit, type LogisticOptions, logistic } from './logistic.ts'
import type { Interval } from './logistic-inference.ts'
import { limitsOfRoot } from './profile-limits.ts'

/**
 * Profile-likelihood intervals: the values of each coefficient at which the deviance, maximised over the others, has
 * risen by the χ²₁ quantile. Found to the last digit; a side on which it never rises that far (separation) is infinite.
 *
 * Venzon & Moolgavkar 1988. R's confint(glm) reads the same curve off a spline through about ten points and differs in
 * the fourth digit: `profileIntervalsBySpline` gives its numbers.
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

/** The intervals as R's confint(glm) computes them: the profile at steps of a fifth of its range, a spline, a table look-up. */
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

/** b ↦ sign(b − b̂) √(deviance with coefficient j held at b − deviance of the fit). */
function signedRoot(x: Matrix, y: ArrayLike<number>, fit: LogisticFit, options: LogisticOptions, j: number) {
  const first = fit.intercept ? 1 : 0
  const { rows: n, columns: p } = x
  const held = fit.intercept && j === 0 ? undefined : columnOf(x, j - first)
  const others = matrixFromColumns(
    Array.from({ length: p }, (_, k) => k)
      .filter((k) => !held || k !== j - first)
      .map((k) => columnOf(x, k)),
  )
  others.rows = n
  const offset = new Float64Array(n)
  return (b: number) => {
    for (let i = 0; i < n; i++) offset[i] = (options.offset ? options.offset[i] : 0) + b * (held ? held[i] : 1)
    const { deviance } = logistic(others, y, {
      offset,
      weights: options.weights,
      intercept: held !== undefined && fit.intercept,
    })
    const rise = Math.max(0, deviance - fit.deviance)
    return Math.sign(b - fit.coefficients[j]) * Math.sqrt(rise)
  }
}
