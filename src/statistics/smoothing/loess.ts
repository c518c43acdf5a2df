import { InvalidArgument, UnequalLengths } from '../../errors/index.ts'
import { pow } from '../../portable-math.ts'
import { sortedOrder } from '../descriptive/ranks.ts'
import { normal, studentT } from '../distributions/index.ts'
import { requireFinite } from '../numerics/check-arguments.ts'

/** A local regression curve with its pointwise interval. */
export interface LoessCurve {
  at: Float64Array
  fitted: Float64Array
  standardError: Float64Array
  lower: Float64Array
  upper: Float64Array
  /** Residual standard error and the degrees of freedom of its t (Infinity above `EXACT_ROWS`). */
  sigma: number
  df: number
}

/** Rows up to which the degrees of freedom are computed (n³); above, t is taken for normal. */
const exactRows = 600
/** Work and time go with the square of the rows: 20,000 take about half a minute. */
const maximumRows = 20_000

/**
 * Local quadratic (or linear) regression with tricube weights and its pointwise interval, fitted at every point itself.
 * Cleveland & Devlin 1988.
 * Equals R's loess(control = loess.control(surface = "direct", statistics = "exact")) with predict(se = TRUE).
 *
 * @param x n numbers, any unit
 * @param y n numbers, any unit
 * @param at k numbers where to read the curve, in the unit of x
 * @param options span (0.75), degree (2) and confidence level
 * @returns the curve with its pointwise standard error and limits, in the unit of y
 * @throws UnequalLengths where x and y differ in length
 * @throws InvalidArgument for too many points or a span too small
 * @throws NotFinite for a value that is NaN or infinite
 * @example
 * ```ts
 * import { loess } from 'nomoscope/statistics'
 *
 * // a parabola is its own local quadratic
 * const x = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
 * const curve = loess(x, x.map((v) => v * v), [2.5])
 * curve.fitted[0].toFixed(4) // → '6.2500'
 * ```
 */
export function loess(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  at: ArrayLike<number>,
  options: { span?: number; degree?: 1 | 2; level?: number } = {},
): LoessCurve {
  const n = x.length
  if (y.length !== n) throw UnequalLengths('x', n, 'y', y.length)
  if (n > maximumRows) throw InvalidArgument('x', `at most ${maximumRows} points; use lowess or a spline for more`)
  requireFinite(x, 'x')
  requireFinite(y, 'y')
  requireFinite(at, 'at')
  const span = options.span ?? 0.75
  const degree = options.degree ?? 2
  const near = Math.min(n, Math.floor(n * span + 1e-5))
  if (!(span > 0 && span <= 1)) throw InvalidArgument('span', 'above 0 and at most 1')
  if (near < degree + 2) throw InvalidArgument('span', `large enough for ${degree + 2} of the ${n} points`)
  const order = sortedOrder(x)
  const sx = Float64Array.from(order, (i) => x[i])
  const sy = Float64Array.from(order, (i) => y[i])
  const row = new Float64Array(n)
  // The residual operator I − L, kept whole only where its fourth moments are wanted.
  const exact = n <= exactRows
  const operator = exact ? new Float64Array(n * n) : undefined
  let delta1 = 0
  let rss = 0
  for (let i = 0; i < n; i++) {
    weightsAt(sx, sx[i], near, degree, row)
    let fitted = 0
    for (let j = 0; j < n; j++) {
      fitted += row[j] * sy[j]
      const residual = (i === j ? 1 : 0) - row[j]
      delta1 += residual * residual
      if (operator) operator[i * n + j] = residual
    }
    rss += (sy[i] - fitted) ** 2
  }
  const sigma = Math.sqrt(rss / delta1)
  const df = operator ? delta1 ** 2 / squaredNormOfGram(operator, n) : Infinity
  const tail = (1 - (options.level ?? 0.95)) / 2
  const width = df === Infinity ? normal.upperQuantile(tail) : studentT.upperQuantile(tail, df)
  const fitted = new Float64Array(at.length)
  const standardError = new Float64Array(at.length)
  for (let k = 0; k < at.length; k++) {
    weightsAt(sx, at[k], near, degree, row)
    let square = 0
    for (let j = 0; j < n; j++) {
      fitted[k] += row[j] * sy[j]
      square += row[j] * row[j]
    }
    standardError[k] = sigma * Math.sqrt(square)
  }
  return {
    at: Float64Array.from(at),
    fitted,
    standardError,
    lower: fitted.map((value, k) => value - width * standardError[k]),
    upper: fitted.map((value, k) => value + width * standardError[k]),
    sigma,
    df,
  }
}

/** What each y counts in the fit at one point: a row of the smoother, for sorted x. */
function weightsAt(x: Float64Array, at: number, near: number, degree: 1 | 2, row: Float64Array): void {
  const n = x.length
  row.fill(0)
  let left = 0
  while (left + near < n && at - x[left] > x[left + near] - at) left++
  const h = Math.max(at - x[left], x[left + near - 1] - at)
  if (!(h > 0)) throw InvalidArgument('span', 'large enough that each neighbourhood holds different x')
  // Orthogonal polynomials on the weighted points: no equations to solve, and a power that the points cannot carry drops out.
  const weights = new Float64Array(near)
  let total = 0
  let mean = 0
  for (let j = 0; j < near; j++) {
    const u = Math.abs(x[left + j] - at) / h
    weights[j] = u < 1 ? cubed(1 - cubed(u)) : 0
    total += weights[j]
    mean += weights[j] * (x[left + j] - at)
  }
  mean /= total
  let square = 0
  let cube = 0
  for (let j = 0; j < near; j++) {
    const d = x[left + j] - at - mean
    square += weights[j] * d * d
    cube += weights[j] * d * d * d
  }
  const hasSlope = square > 1e-14 * total * h * h
  const tilt = hasSlope ? cube / square : 0
  let fourth = 0
  if (degree === 2 && hasSlope)
    for (let j = 0; j < near; j++) {
      const d = x[left + j] - at - mean
      const q = d * d - tilt * d - square / total
      fourth += weights[j] * q * q
    }
  const hasCurve = fourth > 1e-14 * total * pow(h, 4)
  const q0 = mean * mean + tilt * mean - square / total
  for (let j = 0; j < near; j++) {
    const d = x[left + j] - at - mean
    let share = 1 / total
    if (hasSlope) share -= (mean * d) / square
    if (hasCurve) share += (q0 * (d * d - tilt * d - square / total)) / fourth
    row[left + j] = weights[j] * share
  }
}

/** tr((A Aᵀ)²) of a square matrix. */
function squaredNormOfGram(a: Float64Array, n: number): number {
  let sum = 0
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let dot = 0
      for (let k = 0; k < n; k++) dot += a[i * n + k] * a[j * n + k]
      sum += (i === j ? 1 : 2) * dot * dot
    }
  return sum
}

const cubed = (x: number) => x * x * x
