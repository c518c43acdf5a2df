import { NoConvergence } from '../../errors/index.ts'
import { cholesky, invertCholesky } from '../numerics/linear-algebra.ts'
import type { Matrix } from '../numerics/matrix.ts'
import { type Climbed, climb } from '../numerics/newton.ts'
import { mapped, mappedCovariance, rawOfThresholds } from './affine.ts'
import { type Design, standardise } from './design.ts'
import { classesOf, separatedBeyond } from './multinomial.ts'

/** A fit of a proportional odds regression. */
export interface ProportionalOddsFit {
  classes: number
  /** Rising: the log odds of class k or below are thresholds[k] − x·b. */
  thresholds: Float64Array
  /** b: above 0 means higher classes. */
  coefficients: Float64Array
  /** Thresholds first. */
  standardErrors: Float64Array
  covariance: Float64Array
  logLikelihood: number
  nullLogLikelihood: number
  /** True where a coefficient grows without end: the classes are separated, and the estimates are none. */
  separated: boolean
}

/**
 * Proportional-odds regression of an ordered outcome by maximum likelihood (McCullagh 1980): the log odds of class k or
 * below are a threshold less the linear predictor. Equals MASS::polr; rms::lrm and orm have minus the thresholds.
 *
 * @param x n × p, finite, at least one column
 * @param y n classes in their order, 0 to k − 1; each must occur
 * @returns thresholds, coefficients, their covariance and the likelihood
 * @throws UnequalLengths where x and y differ in length
 * @throws NotFinite for a value that is not finite
 * @throws InvalidArgument for fewer than two classes, or one that nobody has
 * @throws SingularDesign for a constant column, NoConvergence
 * @example
 * ```ts
 * import { proportionalOdds } from 'nomoscope/statistics'
 *
 * const x = { rows: 8, columns: 1, values: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8) }
 * proportionalOdds(x, [0, 1, 0, 1, 2, 0, 2, 2]).coefficients[0] > 0 // → true
 * ```
 */
export function proportionalOdds(x: Matrix, y: ArrayLike<number>): ProportionalOddsFit {
  const { counts, classes } = classesOf(x, y)
  const n = y.length
  const cuts = classes - 1
  const whole = standardise(x, new Float64Array(n).fill(1), true)
  const design: Design = { ...whole, columns: x.columns, values: whole.values.subarray(n) }
  const m = cuts + x.columns
  const start = new Float64Array(m)
  let below = 0
  for (let k = 0; k < cuts; k++) {
    below += counts[k]
    start[k] = Math.log(below / (n - below))
  }
  const { point, converged, iterations } = climb(likelihood(design, y, cuts), start)
  const separated = point.parameters.some((value, j) => j >= cuts && Math.abs(value) > separatedBeyond)
  if (!converged && !separated) throw NoConvergence('The proportional-odds regression', iterations)
  const map = rawOfThresholds(design, cuts)
  const raw = mapped(map, point.parameters)
  const curvature = point.curvature()
  const covariance =
    cholesky(curvature, m, 0) < 0
      ? mappedCovariance(map, invertCholesky(curvature, m), m)
      : new Float64Array(m * m).fill(Number.NaN)
  return {
    classes,
    thresholds: raw.slice(0, cuts),
    coefficients: raw.slice(cuts),
    standardErrors: Float64Array.from({ length: m }, (_, j) => Math.sqrt(covariance[j * m + j])),
    covariance,
    logLikelihood: point.value,
    nullLogLikelihood: counts.reduce((sum, count) => sum + count * Math.log(count / n), 0),
    separated,
  }
}

const logistic = (value: number) => 1 / (1 + Math.exp(-value))

function likelihood({ values: z, rows: n, columns: p }: Design, y: ArrayLike<number>, cuts: number) {
  return (at: Float64Array): Climbed => {
    const m = at.length
    const gradient = new Float64Array(m)
    const curved = new Float64Array(m * m)
    let value = 0
    for (let i = 0; i < n; i++) {
      let eta = 0
      for (let j = 0; j < p; j++) eta += at[cuts + j] * z[j * n + i]
      const upper = y[i] < cuts ? y[i] : -1
      const lower = y[i] - 1
      const above = upper >= 0 ? logistic(at[upper] - eta) : 1
      const under = lower >= 0 ? logistic(at[lower] - eta) : 0
      const chance = above - under
      if (!(chance > 0)) return { parameters: at, value: Number.NEGATIVE_INFINITY, gradient, curvature: () => curved }
      value += Math.log(chance)
      // P by the upper threshold, the lower one and eta: first derivatives, and second ones
      const [fa, fc] = [above * (1 - above), under * (1 - under)]
      const [da, dc] = [fa * (1 - 2 * above), fc * (1 - 2 * under)]
      const columns: [number, number][] = []
      if (upper >= 0) columns.push([upper, fa / chance])
      if (lower >= 0) columns.push([lower, -fc / chance])
      const slope = -(fa - fc) / chance
      for (let j = 0; j < p; j++) columns.push([cuts + j, slope * z[j * n + i]])
      for (const [j, own] of columns) gradient[j] += own
      for (const [j, own] of columns) for (const [k, other] of columns) curved[j * m + k] += own * other
      if (upper >= 0) curved[upper * m + upper] -= da / chance
      if (lower >= 0) curved[lower * m + lower] += dc / chance
      for (let j = 0; j < p; j++) {
        const zj = z[j * n + i]
        const at1 = cuts + j
        if (upper >= 0) {
          curved[upper * m + at1] += (da / chance) * zj
          curved[at1 * m + upper] += (da / chance) * zj
        }
        if (lower >= 0) {
          curved[lower * m + at1] -= (dc / chance) * zj
          curved[at1 * m + lower] -= (dc / chance) * zj
        }
        for (let k = 0; k < p; k++) curved[at1 * m + cuts + k] -= ((da - dc) / chance) * zj * z[k * n + i]
      }
    }
    return { parameters: at, value, gradient, curvature: () => Float64Array.from(curved) }
  }
}

/**
 * Probabilities of every class for new rows.
 *
 * @param fit of `proportionalOdds`
 * @param x n × p, the columns of the fit in the same order
 * @returns n × k probabilities, one class after the other
 */
export function proportionalOddsRisk(
  { classes, thresholds, coefficients }: Pick<ProportionalOddsFit, 'classes' | 'thresholds' | 'coefficients'>,
  x: Matrix,
): Matrix {
  const { rows: n, columns: p, values } = x
  const risk = new Float64Array(n * classes)
  for (let i = 0; i < n; i++) {
    let eta = 0
    for (let j = 0; j < p; j++) eta += coefficients[j] * values[j * n + i]
    let under = 0
    for (let c = 0; c < classes; c++) {
      const upTo = c < classes - 1 ? logistic(thresholds[c] - eta) : 1
      risk[c * n + i] = upTo - under
      under = upTo
    }
  }
  return { rows: n, columns: classes, values: risk }
}
