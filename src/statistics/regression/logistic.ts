import { InvalidArgument, UnequalLengths } from '../../errors/index.ts'
import { requireBothClasses, requireFinite } from '../numerics/check-arguments.ts'
import { cholesky, crossProduct, invertCholesky } from '../numerics/linear-algebra.ts'
import { linearPredictor, type Matrix } from '../numerics/matrix.ts'
import { orthogonalised, rawCoefficients, rawCovariance, standardise, startAt } from './design.ts'
import { binomialDeviance, fitNull, maximise, type Separation } from './logistic-newton.ts'

export { binomialDeviance } from './logistic-newton.ts'

/** What a logistic regression may be told. */
export interface LogisticOptions {
  /** Added to the linear predictor with coefficient 1 (n numbers). */
  offset?: ArrayLike<number>
  /** How often each row counts (n numbers ≥ 0; a row of weight 0 has no say). */
  weights?: ArrayLike<number>
  /** Whether the model has an intercept; it has unless said. */
  intercept?: boolean
  /** Coefficients from which to start (intercept first); the answer does not depend on them. */
  start?: ArrayLike<number>
}

/** A fitted logistic regression. */
export interface LogisticFit {
  /** The intercept first (where there is one), then one a column of x. */
  coefficients: Float64Array
  standardErrors: Float64Array
  /** Inverse information, p × p, both triangles. */
  covariance: Float64Array
  intercept: boolean
  linearPredictor: Float64Array
  fitted: Float64Array
  deviance: number
  /** Of the model with the intercept (and the offset) only. */
  nullDeviance: number
  logLikelihood: number
  aic: number
  bic: number
  /** Rows of positive weight. */
  observations: number
  iterations: number
  converged: boolean
  /**
   * Set where the outcome is separated: a combination of `columns` (of x) parts positives from negatives, completely or
   * but for ties, so that no finite estimate exists. The numbers of such a fit are those of the last step and mean
   * nothing: use `firth`.
   */
  separation?: Separation
}

/**
 * Logistic regression by maximum likelihood (Newton's method on standardised columns, orthogonalised
 * where they are nearly dependent, to the last digit).
 *
 * Separation does not throw: see `separation`.
 * Equals R's glm(family = binomial, epsilon = 1e-14).
 *
 * @param x n × p, one column a predictor in its own unit, none for the intercept
 * @param y n outcomes, 0 or 1
 * @param options offset, weights, no intercept, a start
 * @returns coefficients (log odds ratios per unit of each column), standard errors, fitted risks, deviance and more
 * @throws SingularDesign for a constant or dependent column (so for p ≥ n)
 * @throws OneClassOnly where a class has no row
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws NotFinite for a value that is NaN or infinite
 * @throws UnequalLengths where x and y differ in rows
 * @example
 * ```ts
 * import { logistic, matrixFromColumns } from 'nomoscope/statistics'
 *
 * const x = matrixFromColumns([[0, 0, 0, 0, 1, 1, 1, 1]])
 * const y = [0, 0, 0, 1, 0, 1, 1, 1]
 * const fit = logistic(x, y)
 * // log(1/3), and the log odds ratio of the 2 × 2 table, log(9)
 * fit.coefficients[0].toFixed(4) // → '-1.0986'
 * fit.coefficients[1].toFixed(4) // → '2.1972'
 * fit.standardErrors[1].toFixed(4) // → '1.6330'
 * ```
 */
export function logistic(x: Matrix, y: ArrayLike<number>, options: LogisticOptions = {}): LogisticFit {
  const estimate = estimateLogistic(x, y, options)
  const { design, weights, eta, iterations, converged, separation, coefficients, withIntercept } = estimate
  const n = x.rows
  const q = design.columns
  const deviance = binomialDeviance(y, eta, weights)
  const fitted = eta.map((value) => 1 / (1 + Math.exp(-value)))
  const variance = fitted.map((probability, i) => weights[i] * probability * (1 - probability))
  const information = crossProduct(design.values, n, q, variance)
  const covariance =
    cholesky(information, q, 0) < 0
      ? rawCovariance(invertCholesky(information, q), design)
      : new Float64Array(q * q).fill(Number.NaN)
  let observations = 0
  for (let i = 0; i < n; i++) if (weights[i] > 0) observations++
  return {
    coefficients,
    standardErrors: Float64Array.from({ length: q }, (_, j) => Math.sqrt(covariance[j * q + j])),
    covariance,
    intercept: withIntercept,
    linearPredictor: eta,
    fitted,
    deviance,
    nullDeviance: estimate.nullDeviance,
    logLikelihood: -deviance / 2,
    aic: deviance + 2 * q,
    bic: deviance + q * Math.log(observations),
    observations,
    iterations,
    converged,
    ...(separation ? { separation } : {}),
  }
}

/**
 * The estimate of `logistic` without what follows from it, for those who fit thousands of times.
 *
 * @param x n × p, one column a predictor in its own unit, none for the intercept
 * @param y n outcomes, 0 or 1
 * @param options offset, weights, no intercept, a start
 * @returns the coefficients and how the iterations ended
 * @throws SingularDesign for a constant or dependent column (so for p ≥ n)
 * @throws OneClassOnly where a class has no row
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws NotFinite for a value that is NaN or infinite
 * @throws UnequalLengths where x and y differ in rows
 * @example
 * ```ts
 * import { estimateLogistic, matrixFromColumns } from 'nomoscope/statistics'
 *
 * const x = matrixFromColumns([[0, 0, 0, 0, 1, 1, 1, 1]])
 * const y = [0, 0, 0, 1, 0, 1, 1, 1]
 * estimateLogistic(x, y).coefficients[1].toFixed(4) // → '2.1972'
 * ```
 */
export function estimateLogistic(x: Matrix, y: ArrayLike<number>, options: LogisticOptions = {}) {
  const { rows: n } = x
  const withIntercept = options.intercept ?? true
  const weights = checkedWeights(options.weights, n)
  if (y.length !== n) throw UnequalLengths('x', n, 'y', y.length)
  const offset = options.offset
  if (offset && offset.length !== n) throw UnequalLengths('x', n, 'offset', offset.length)
  requireFinite(x.values, 'x')
  if (offset) requireFinite(offset, 'offset')
  requireBothClasses(y, weights)
  let design = standardise(x, weights, withIntercept)
  const nullFit = fitNull(y, weights, offset, withIntercept)
  const from = (start?: ArrayLike<number>) =>
    maximise(design, y, weights, offset, startAt(design, nullFit.intercept, start))
  let newton = from(options.start)
  if (newton.oblique) {
    design = orthogonalised(design, weights)
    newton = from(options.start)
  }
  if (options.start && !newton.converged && !newton.separation) newton = from()
  const coefficients = rawCoefficients(newton.beta, design)
  return { ...newton, coefficients, design, weights, withIntercept, nullDeviance: nullFit.deviance }
}

/**
 * The risks of new rows under a fit (or under its coefficients, intercept first).
 *
 * @param coefficients p + 1 coefficients, the intercept first
 * @param x n × p, the columns of the fit in the same order
 * @returns n risks, 0 to 1
 * @throws nothing
 * @example
 * ```ts
 * import { matrixFromColumns, predictLogistic } from 'nomoscope/statistics'
 *
 * const risks = predictLogistic([0, Math.log(3)], matrixFromColumns([[0, 1]]))
 * Array.from(risks, (risk) => risk.toFixed(2)) // → [ '0.50', '0.75' ]
 * ```
 */
export function predictLogistic(coefficients: ArrayLike<number>, x: Matrix): Float64Array {
  const slopes = Array.prototype.slice.call(coefficients, 1) as number[]
  const eta = linearPredictor(x, slopes, coefficients[0])
  for (let i = 0; i < eta.length; i++) eta[i] = 1 / (1 + Math.exp(-eta[i]))
  return eta
}

function checkedWeights(weights: ArrayLike<number> | undefined, n: number): Float64Array {
  if (!weights) return new Float64Array(n).fill(1)
  if (weights.length !== n) throw UnequalLengths('x', n, 'weights', weights.length)
  requireFinite(weights, 'weights')
  for (let i = 0; i < n; i++) if (weights[i] < 0) throw InvalidArgument('weights', `≥ 0, not ${weights[i]}`)
  const own = new Float64Array(n)
  own.set(weights)
  return own
}
