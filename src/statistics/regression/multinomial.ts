import { InvalidArgument, NoConvergence, UnequalLengths } from '../../errors/index.ts'
import { requireFinite } from '../numerics/check-arguments.ts'
import { cholesky, invertCholesky } from '../numerics/linear-algebra.ts'
import type { Matrix } from '../numerics/matrix.ts'
import { type Climbed, climb } from '../numerics/newton.ts'
import { mapped, mappedCovariance, rawOfBlocks } from './affine.ts'
import { type Design, standardise } from './design.ts'

/** A standardised coefficient beyond which the likelihood is taken to rise without end. */
export const separatedBeyond = 15

/** A fit of a multinomial regression. */
export interface MultinomialFit {
  /** Number of classes. */
  classes: number
  /** Of every class but the first against the first: intercept and slopes, one class after the other. */
  coefficients: Float64Array
  standardErrors: Float64Array
  /** Square, in the order of the coefficients. */
  covariance: Float64Array
  logLikelihood: number
  /** Of the model without columns. */
  nullLogLikelihood: number
  /** True where some coefficient grows without end: a class is separated, and the estimates are none. */
  separated: boolean
}

/**
 * Multinomial logistic regression by maximum likelihood: log odds of every class against the first. Equals nnet::multinom.
 *
 * @param x n × p, finite
 * @param y n classes, 0 to k − 1; each must occur
 * @returns coefficients, their covariance and the likelihood
 * @throws UnequalLengths where x and y differ in length
 * @throws NotFinite for a value that is not finite
 * @throws InvalidArgument for fewer than two classes, or one that nobody has
 * @throws SingularDesign for a constant column, NoConvergence
 * @example
 * ```ts
 * import { multinomialLogistic } from 'nomoscope/statistics'
 *
 * const x = { rows: 8, columns: 1, values: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8) }
 * multinomialLogistic(x, [0, 1, 0, 2, 1, 0, 2, 1]).classes // → 3
 * ```
 */
export function multinomialLogistic(x: Matrix, y: ArrayLike<number>): MultinomialFit {
  const { counts, classes } = classesOf(x, y)
  const n = y.length
  const blocks = classes - 1
  const design = x.columns > 0 ? standardise(x, new Float64Array(n).fill(1), true) : onlyIntercept(n)
  const q = design.columns
  const evaluate = likelihood(design, y, blocks)
  const start = new Float64Array(blocks * q)
  for (let c = 0; c < blocks; c++) start[c * q] = Math.log(counts[c + 1] / counts[0])
  const { point, converged, iterations } = climb(evaluate, start)
  const separated = point.parameters.some((value, at) => at % q > 0 && Math.abs(value) > separatedBeyond)
  if (!converged && !separated) throw NoConvergence('The multinomial regression', iterations)
  const map = rawOfBlocks(design, blocks)
  const m = blocks * q
  const curvature = point.curvature()
  const covariance =
    cholesky(curvature, m, 0) < 0
      ? mappedCovariance(map, invertCholesky(curvature, m), m)
      : new Float64Array(m * m).fill(Number.NaN)
  return {
    classes,
    coefficients: mapped(map, point.parameters),
    standardErrors: Float64Array.from({ length: m }, (_, j) => Math.sqrt(covariance[j * m + j])),
    covariance,
    logLikelihood: point.value,
    nullLogLikelihood: counts.reduce((sum, count) => sum + count * Math.log(count / n), 0),
    separated,
  }
}

/** How often each class occurs. Throws InvalidArgument, UnequalLengths, NotFinite. */
export function classesOf(x: Matrix, y: ArrayLike<number>): { counts: number[]; classes: number } {
  if (y.length !== x.rows) throw UnequalLengths('x', x.rows, 'y', y.length)
  requireFinite(x.values, 'x')
  const counts: number[] = []
  for (let i = 0; i < y.length; i++) {
    if (!(Number.isInteger(y[i]) && y[i] >= 0 && y[i] < 100))
      throw InvalidArgument('y', `whole numbers from 0, not ${y[i]} at position ${i}`)
    counts[y[i]] = (counts[y[i]] ?? 0) + 1
  }
  const classes = counts.length
  for (let c = 0; c < classes; c++)
    if (!counts[c]) throw InvalidArgument('y', `a class that occurs, which ${c} does not`)
  if (classes < 2) throw InvalidArgument('y', 'of two classes or more')
  return { counts, classes }
}

function onlyIntercept(n: number): Design {
  return {
    rows: n,
    columns: 1,
    values: new Float64Array(n).fill(1),
    centre: new Float64Array(0),
    scale: new Float64Array(0),
  }
}

function likelihood({ values: z, rows: n, columns: q }: Design, y: ArrayLike<number>, blocks: number) {
  return (at: Float64Array): Climbed => {
    const share = new Float64Array(n * blocks)
    const gradient = new Float64Array(at.length)
    let value = 0
    for (let i = 0; i < n; i++) {
      let highest = 0
      const eta = new Float64Array(blocks)
      for (let c = 0; c < blocks; c++) {
        for (let j = 0; j < q; j++) eta[c] += at[c * q + j] * z[j * n + i]
        highest = Math.max(highest, eta[c])
      }
      let total = Math.exp(-highest)
      for (let c = 0; c < blocks; c++) total += Math.exp(eta[c] - highest)
      value += (y[i] > 0 ? eta[y[i] - 1] : 0) - highest - Math.log(total)
      for (let c = 0; c < blocks; c++) {
        const own = Math.exp(eta[c] - highest) / total
        share[i * blocks + c] = own
        const residual = (y[i] === c + 1 ? 1 : 0) - own
        for (let j = 0; j < q; j++) gradient[c * q + j] += residual * z[j * n + i]
      }
    }
    const curvature = () => {
      const m = at.length
      const h = new Float64Array(m * m)
      for (let i = 0; i < n; i++)
        for (let c = 0; c < blocks; c++)
          for (let d = 0; d < blocks; d++) {
            const own = share[i * blocks + c]
            const weight = own * ((c === d ? 1 : 0) - share[i * blocks + d])
            for (let j = 0; j < q; j++) {
              const left = weight * z[j * n + i]
              for (let k = 0; k < q; k++) h[(c * q + j) * m + d * q + k] += left * z[k * n + i]
            }
          }
      return h
    }
    return { parameters: at, value, gradient, curvature }
  }
}

/**
 * Probabilities of every class for new rows.
 *
 * @param fit of `multinomialLogistic`
 * @param x n × p, the columns of the fit in the same order
 * @returns n × k probabilities, one class after the other
 */
export function multinomialRisk({ classes, coefficients }: MultinomialFit, x: Matrix): Matrix {
  const { rows: n, columns: p, values } = x
  const q = p + 1
  const risk = new Float64Array(n * classes)
  for (let i = 0; i < n; i++) {
    const eta = Float64Array.from({ length: classes }, (_, c) => {
      if (c === 0) return 0
      let sum = coefficients[(c - 1) * q]
      for (let j = 0; j < p; j++) sum += coefficients[(c - 1) * q + 1 + j] * values[j * n + i]
      return sum
    })
    const highest = Math.max(...eta)
    const total = eta.reduce((sum, value) => sum + Math.exp(value - highest), 0)
    for (let c = 0; c < classes; c++) risk[c * n + i] = Math.exp(eta[c] - highest) / total
  }
  return { rows: n, columns: classes, values: risk }
}
