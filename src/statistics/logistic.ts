import { InvalidArgument, SingularDesign, UnequalLengths } from '../errors.ts'
import { requireBothClasses, requireFinite } from './arguments.ts'
import { cholesky, crossProduct, invertCholesky, solveCholesky } from './linear-algebra.ts'
import type { Matrix } from './matrix.ts'
import { linearPredictor } from './matrix.ts'

export type LogisticOptions = {
  /** Added to the linear predictor with coefficient 1 (n numbers). */
  offset?: ArrayLike<number>
  /** How often each row counts (n numbers ≥ 0; a row of weight 0 has no say). */
  weights?: ArrayLike<number>
  /** Whether the model has an intercept; it has unless said. */
  intercept?: boolean
  /** Coefficients from which to start (intercept first); the answer does not depend on them. */
  start?: ArrayLike<number>
}

export type LogisticFit = {
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
  separation?: { columns: number[]; complete: boolean }
}

const MAXIMUM_ITERATIONS = 60
/** A step this short leaves an error of its square. */
const STEP_TOLERANCE = 1e-7
/** Longest step, in standard deviations of the columns, that is taken without a look at the likelihood. */
const SAFE_STEP = 0.5

/**
 * Logistic regression by maximum likelihood (Newton's method on standardised columns, to the last digit).
 *
 * x  n × p without a column for the intercept; y  n outcomes 0 or 1.
 * Throws SingularDesign for a constant or dependent column (so for p ≥ n), OneClassOnly, NotFinite, UnequalLengths.
 * Separation does not throw: see `separation`.
 * Equals R's glm(family = binomial, epsilon = 1e-14).
 */
export function logistic(x: Matrix, y: ArrayLike<number>, options: LogisticOptions = {}): LogisticFit {
  const estimate = estimateLogistic(x, y, options)
  const { design, weights, eta, deviance, iterations, converged, separation, coefficients, withIntercept } = estimate
  const n = x.rows
  const q = design.columns
  const fitted = eta.map((value) => 1 / (1 + Math.exp(-value)))
  const variance = fitted.map((probability, i) => weights[i] * probability * (1 - probability))
  const information = crossProduct(design.values, n, q, variance)
  const covariance =
    cholesky(information, q, 0) < 0
      ? unstandardisedCovariance(information, design, withIntercept)
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

/** The estimate of `logistic` without what follows from it, for those who fit thousands of times. */
export function estimateLogistic(x: Matrix, y: ArrayLike<number>, options: LogisticOptions = {}) {
  const { rows: n, columns: p } = x
  const withIntercept = options.intercept ?? true
  const weights = checkedWeights(options.weights, n)
  if (y.length !== n) throw UnequalLengths('x', n, 'y', y.length)
  const offset = options.offset
  if (offset && offset.length !== n) throw UnequalLengths('x', n, 'offset', offset.length)
  requireFinite(x.values, 'x')
  if (offset) requireFinite(offset, 'offset')
  requireBothClasses(y, weights)
  const design = standardise(x, weights, withIntercept)
  const nullFit = fitNull(y, weights, offset, withIntercept)
  const from = (start?: ArrayLike<number>) =>
    maximise(design, y, weights, offset, startAt(design, nullFit.intercept, withIntercept, start))
  let newton = from(options.start)
  if (options.start && !newton.converged && !newton.separation) newton = from()
  const first = withIntercept ? 1 : 0
  const coefficients = new Float64Array(design.columns)
  if (withIntercept) coefficients[0] = newton.beta[0]
  for (let j = 0; j < p; j++) {
    coefficients[j + first] = newton.beta[j + first] / design.scale[j]
    if (withIntercept) coefficients[0] -= coefficients[j + first] * design.centre[j]
  }
  return { ...newton, coefficients, design, weights, withIntercept, nullDeviance: nullFit.deviance }
}

/** The risks of new rows under a fit (or under its coefficients, intercept first). */
export function predictLogistic(coefficients: ArrayLike<number>, x: Matrix): Float64Array {
  const slopes = Array.prototype.slice.call(coefficients, 1) as number[]
  const eta = linearPredictor(x, slopes, coefficients[0])
  for (let i = 0; i < eta.length; i++) eta[i] = 1 / (1 + Math.exp(-eta[i]))
  return eta
}

/** −2 log-likelihood of outcomes at linear predictors: never overflows, exact in both tails. */
export function binomialDeviance(y: ArrayLike<number>, eta: ArrayLike<number>, weights?: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < eta.length; i++) {
    const w = weights ? weights[i] : 1
    if (w === 0) continue
    const e = eta[i]
    // log(1 + e^e) − y e, from whichever side keeps the digits
    sum += w * (e > 0 ? (1 - y[i]) * e + Math.log1p(Math.exp(-e)) : Math.log1p(Math.exp(e)) - y[i] * e)
  }
  return 2 * sum
}

type Design = { rows: number; columns: number; values: Float64Array; centre: Float64Array; scale: Float64Array }

/** Columns with weighted mean 0 and variance 1, the intercept's column of ones first. */
function standardise(x: Matrix, weights: Float64Array, withIntercept: boolean): Design {
  const { rows: n, columns: p, values: raw } = x
  const first = withIntercept ? 1 : 0
  const q = p + first
  const values = new Float64Array(n * q)
  if (withIntercept) values.fill(1, 0, n)
  const centre = new Float64Array(p)
  const scale = new Float64Array(p)
  let total = 0
  for (let i = 0; i < n; i++) total += weights[i]
  for (let j = 0; j < p; j++) {
    const from = j * n
    const to = (j + first) * n
    let mean = 0
    if (withIntercept) {
      for (let i = 0; i < n; i++) mean += weights[i] * raw[from + i]
      mean /= total
    }
    let square = 0
    let largest = 0
    for (let i = 0; i < n; i++) {
      const d = raw[from + i] - mean
      values[to + i] = d
      square += weights[i] * d * d
      if (weights[i] > 0) largest = Math.max(largest, Math.abs(raw[from + i]))
    }
    const sd = Math.sqrt(square / total)
    if (!(sd > 1e-14 * largest)) throw SingularDesign(j, 'it is constant')
    for (let i = 0; i < n; i++) values[to + i] /= sd
    centre[j] = mean
    scale[j] = sd
  }
  return { rows: n, columns: q, values, centre, scale }
}

/** The model without columns of x: closed without an offset, Newton on one number with it. */
function fitNull(
  y: ArrayLike<number>,
  weights: Float64Array,
  offset: ArrayLike<number> | undefined,
  withIntercept: boolean,
): { intercept: number; deviance: number } {
  const n = y.length
  const eta = new Float64Array(n)
  if (offset) eta.set(offset)
  if (!withIntercept) return { intercept: 0, deviance: binomialDeviance(y, eta, weights) }
  let total = 0
  let positive = 0
  for (let i = 0; i < n; i++) {
    total += weights[i]
    positive += weights[i] * y[i]
  }
  let intercept = Math.log(positive / (total - positive))
  if (offset) {
    let mean = 0
    for (let i = 0; i < n; i++) mean += weights[i] * offset[i]
    intercept -= mean / total
    for (let iteration = 0; iteration < 100; iteration++) {
      let score = 0
      let information = 0
      for (let i = 0; i < n; i++) {
        const probability = 1 / (1 + Math.exp(-(intercept + offset[i])))
        score += weights[i] * (y[i] - probability)
        information += weights[i] * probability * (1 - probability)
      }
      const step = Math.max(-5, Math.min(5, score / information))
      intercept += step
      if (Math.abs(step) < 1e-12) break
    }
  }
  for (let i = 0; i < n; i++) eta[i] += intercept
  return { intercept, deviance: binomialDeviance(y, eta, weights) }
}

function maximise(
  design: Design,
  y: ArrayLike<number>,
  weights: Float64Array,
  offset: ArrayLike<number> | undefined,
  beta: Float64Array,
) {
  const { rows: n, columns: q, values: z } = design
  const eta = new Float64Array(n)
  const variance = new Float64Array(n)
  const residual = new Float64Array(n)
  const step = new Float64Array(q)
  const trial = new Float64Array(q)
  const linear = (b: Float64Array) => {
    if (offset) eta.set(offset)
    else eta.fill(0)
    for (let j = 0; j < q; j++) {
      const value = b[j]
      if (value === 0) continue
      const from = j * n
      for (let i = 0; i < n; i++) eta[i] += value * z[from + i]
    }
  }
  linear(beta)
  const weighted = new Float64Array(n * q)
  let separation: LogisticFit['separation']
  let converged = false
  let iterations = 0
  while (!converged && iterations < MAXIMUM_ITERATIONS) {
    for (let i = 0; i < n; i++) {
      const probability = 1 / (1 + Math.exp(-eta[i]))
      variance[i] = weights[i] * probability * (1 - probability)
      residual[i] = weights[i] * (y[i] - probability)
    }
    let gram = crossProduct(z, n, q, variance, weighted)
    let failed = cholesky(gram, q, iterations === 0 ? 1e-10 : 0)
    if (failed >= 0 && iterations === 0) {
      // What looks dependent at the first weights is asked again without them.
      refuseDependent(design, weights)
      gram = crossProduct(z, n, q, variance, weighted)
      failed = cholesky(gram, q, 0)
    }
    if (failed >= 0) {
      separation = separatedAlong(step, design, y, weights, 1e-4)
      break
    }
    for (let j = 0; j < q; j++) {
      const from = j * n
      let sum = 0
      for (let i = 0; i < n; i++) sum += residual[i] * z[from + i]
      step[j] = sum
    }
    solveCholesky(gram, q, step)
    let size = 0
    for (let j = 0; j < q; j++) size = Math.max(size, Math.abs(step[j]))
    // A maximum at infinity: the step goes on along a direction in which every row's likelihood grows.
    if (iterations > 8 && size > 1e-3) {
      separation = separatedAlong(step, design, y, weights, 1e-7)
      if (separation) break
    }
    // Only a long step can overshoot; a short one converges by itself.
    const guarded = size > SAFE_STEP
    const before = guarded ? binomialDeviance(y, eta, weights) : 0
    let fraction = 1
    for (let halving = 0; halving < 40; halving++) {
      for (let j = 0; j < q; j++) trial[j] = beta[j] + fraction * step[j]
      linear(trial)
      if (!guarded || binomialDeviance(y, eta, weights) <= before * (1 + 1e-9) + 1e-12) break
      fraction /= 2
    }
    beta.set(trial)
    iterations++
    converged = size * fraction < STEP_TOLERANCE * (1 + largest(beta))
  }
  if (!converged && !separation) separation = separatedAlong(step, design, y, weights, 1e-4)
  return { beta, eta, deviance: binomialDeviance(y, eta, weights), iterations, converged, separation }
}

function refuseDependent({ values, rows: n, columns: q, centre }: Design, weights: Float64Array): void {
  const dependent = cholesky(crossProduct(values, n, q, weights), q, 1e-13)
  if (dependent >= 0)
    throw SingularDesign(dependent - (q - centre.length), 'it is a linear combination of those before it')
}

/** The start of Newton's method on standardised columns: given raw coefficients, or the null model. */
function startAt(design: Design, nullIntercept: number, withIntercept: boolean, given: ArrayLike<number> | undefined) {
  const beta = new Float64Array(design.columns)
  if (withIntercept) beta[0] = nullIntercept
  if (!given || given.length !== design.columns) return beta
  const first = withIntercept ? 1 : 0
  if (withIntercept) beta[0] = given[0]
  for (let j = 0; j < design.centre.length; j++) {
    beta[j + first] = given[j + first] * design.scale[j]
    if (withIntercept) beta[0] += given[j + first] * design.centre[j]
  }
  return beta
}

/** Whether `direction` parts the classes: no row's likelihood falls along it, some row's grows. */
function separatedAlong(
  direction: Float64Array,
  design: Design,
  y: ArrayLike<number>,
  weights: Float64Array,
  tolerance: number,
): LogisticFit['separation'] {
  const { rows: n, columns: q, values: z } = design
  const first = q - design.centre.length
  const along = new Float64Array(n)
  for (let j = 0; j < q; j++) for (let i = 0; i < n; i++) along[i] += direction[j] * z[j * n + i]
  let extent = 0
  for (let i = 0; i < n; i++) if (weights[i] > 0) extent = Math.max(extent, Math.abs(along[i]))
  if (!(extent > 0)) return undefined
  let complete = true
  for (let i = 0; i < n; i++) {
    if (weights[i] === 0) continue
    const gain = y[i] === 1 ? along[i] : -along[i]
    if (gain < -tolerance * extent) return undefined
    if (gain < 1e-3 * extent) complete = false
  }
  let longest = 0
  for (let j = first; j < q; j++) longest = Math.max(longest, Math.abs(direction[j]))
  const columns: number[] = []
  for (let j = first; j < q; j++) if (Math.abs(direction[j]) > 1e-3 * longest) columns.push(j - first)
  return { columns, complete }
}

/** T V Tᵀ for the change from standardised to raw columns. */
function unstandardisedCovariance(factor: Float64Array, design: Design, withIntercept: boolean): Float64Array {
  const { columns: q, centre, scale } = design
  const v = invertCholesky(factor, q)
  const first = withIntercept ? 1 : 0
  const covariance = new Float64Array(q * q)
  const p = q - first
  for (let j = 0; j < p; j++)
    for (let k = 0; k < p; k++)
      covariance[(j + first) * q + k + first] = v[(j + first) * q + k + first] / (scale[j] * scale[k])
  if (!withIntercept) return covariance
  // intercept = c₀ − Σ c_j m_j / s_j
  let variance = v[0]
  for (let j = 0; j < p; j++) {
    const mj = centre[j] / scale[j]
    variance -= 2 * mj * v[j + 1]
    let with0 = v[j + 1]
    for (let k = 0; k < p; k++) {
      const mk = centre[k] / scale[k]
      variance += mj * mk * v[(j + 1) * q + k + 1]
      with0 -= mk * v[(k + 1) * q + j + 1]
    }
    covariance[j + 1] = with0 / scale[j]
    covariance[(j + 1) * q] = covariance[j + 1]
  }
  covariance[0] = variance
  return covariance
}

function largest(values: Float64Array): number {
  let most = 0
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]))
  return most
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
