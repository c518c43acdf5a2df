import { InvalidArgument, UnequalLengths } from '../../errors/index.ts'
import type { PathSolution } from '../kernels/coordinate-path.ts'
import { requireFinite } from '../numerics/check-arguments.ts'
import { columnOf, type Matrix, type MatrixColumns } from '../numerics/matrix.ts'

/** What a penalised regression may be told. */
export interface PenalisedOptions {
  /** 1 for the LASSO (unless said), 0 for ridge, between them the elastic net. */
  alpha?: number
  /** How often each row counts (n numbers ≥ 0). */
  weights?: ArrayLike<number>
  /** How strongly each column is penalised (p numbers ≥ 0; 0 never, Infinity leaves it out); scaled to a mean of 1. */
  penaltyFactors?: ArrayLike<number>
  /** Whether columns are brought to unit standard deviation first; they are unless said. Coefficients are always raw. */
  standardise?: boolean
  /** Added to the linear predictor (n numbers). */
  offset?: ArrayLike<number>
  /** Penalties to use, falling. Unset, the path starts where the first column enters and makes its own steps. */
  lambda?: ArrayLike<number>
  /** Steps of an own path (100), and its last penalty relative to the first (0.01 if n < p, else 0.0001). */
  lambdaCount?: number
  lambdaMinRatio?: number
  /** Coordinate descent stops when no step lowers the loss by more than this share of the null deviance (1e-7). */
  threshold?: number
  /** Passes over the coordinates in all (100,000); the path ends early when they are used up. */
  maximumPasses?: number
}

/** Coefficients of a path of penalties, sparse: read it with `coefficientsOf`, `coefficientsAt` and `linearPredictors`. */
export interface PenalisedPath {
  family: 'gaussian' | 'binomial' | 'cox'
  columns: number
  /** Falling. */
  lambda: Float64Array
  /** 0 for Cox. */
  intercepts: Float64Array
  /** Columns in the order in which they first entered. */
  entered: Int32Array
  /** Coefficient of `entered[k]` at step l, in position l · entered.length + k. */
  values: Float64Array
  /** Non-zero coefficients at each step. */
  df: Int32Array
  /** Share of the null deviance that each step explains. */
  devianceRatio: Float64Array
  nullDeviance: number
  /** False where `maximumPasses` ended the path. */
  complete: boolean
}

/**
 * All p coefficients of step `step` of the path.
 *
 * @param path a penalised path
 * @param step its step, from 0 (the largest penalty)
 * @returns p coefficients, 0 where a column is not in the model
 * @throws nothing
 * @example
 * ```ts
 * import { coefficientsOf, lassoGaussian, matrixFromColumns } from 'nomoscope/statistics'
 *
 * const x = matrixFromColumns([[-1, 1, -1, 1, -1, 1]])
 * const y = [-2, 2, -2, 2, -2, 2]
 * const path = lassoGaussian(x, y, { lambda: [1, 0.5] })
 * coefficientsOf(path, 1)[0].toFixed(4) // → '1.5000'
 * ```
 */
export function coefficientsOf(path: PenalisedPath, step: number): Float64Array {
  const beta = new Float64Array(path.columns)
  const m = path.entered.length
  for (let k = 0; k < m; k++) beta[path.entered[k]] = path.values[step * m + k]
  return beta
}

/**
 * Intercept and coefficients at any penalty: linear between the steps around it, the end's beyond the ends. R: coef(s = ).
 *
 * @param path a penalised path
 * @param lambda the penalty, 0 or more
 * @returns the intercept and p coefficients
 * @throws nothing
 * @example
 * ```ts
 * import { coefficientsAt, lassoGaussian, matrixFromColumns } from 'nomoscope/statistics'
 *
 * const x = matrixFromColumns([[-1, 1, -1, 1, -1, 1]])
 * const y = [-2, 2, -2, 2, -2, 2]
 * const path = lassoGaussian(x, y, { lambda: [1, 0.5] })
 * coefficientsAt(path, 0.75).coefficients[0].toFixed(4) // → '1.2500'
 * ```
 */
export function coefficientsAt(path: PenalisedPath, lambda: number): { intercept: number; coefficients: Float64Array } {
  const { left, right, fraction } = between(path.lambda, lambda)
  const a = coefficientsOf(path, left)
  if (left !== right) {
    const b = coefficientsOf(path, right)
    for (let j = 0; j < a.length; j++) a[j] = fraction * a[j] + (1 - fraction) * b[j]
  }
  return {
    intercept: fraction * path.intercepts[left] + (1 - fraction) * path.intercepts[right],
    coefficients: a,
  }
}

/**
 * Linear predictors of the rows of x at each of `lambda`, interpolated; n numbers a penalty, one after the other.
 *
 * @param path a penalised path
 * @param x n × p, the columns of the fit
 * @param lambda k penalties
 * @param offset n numbers that are added
 * @returns k times n linear predictors
 * @throws nothing
 * @example
 * ```ts
 * import { lassoGaussian, linearPredictors, matrixFromColumns } from 'nomoscope/statistics'
 *
 * const x = matrixFromColumns([[-1, 1, -1, 1, -1, 1]])
 * const y = [-2, 2, -2, 2, -2, 2]
 * const path = lassoGaussian(x, y, { lambda: [1, 0.5] })
 * linearPredictors(path, matrixFromColumns([[2]]), [0.5])[0].toFixed(4) // → '3.0000'
 * ```
 */
export function linearPredictors(
  path: PenalisedPath,
  x: Matrix | MatrixColumns,
  lambda: ArrayLike<number>,
  offset?: ArrayLike<number>,
): Float64Array {
  const { rows: n } = x
  const m = path.entered.length
  const columnAt = columnsOf(x)
  const entered = Array.from(path.entered, columnAt)
  const eta = new Float64Array(n * lambda.length)
  for (let l = 0; l < lambda.length; l++) {
    const { left, right, fraction } = between(path.lambda, lambda[l])
    const into = eta.subarray(l * n, (l + 1) * n)
    into.fill(fraction * path.intercepts[left] + (1 - fraction) * path.intercepts[right])
    for (let k = 0; k < m; k++) {
      const b = fraction * path.values[left * m + k] + (1 - fraction) * path.values[right * m + k]
      if (b === 0) continue
      const values = entered[k]
      for (let i = 0; i < n; i++) into[i] += b * values[i]
    }
    if (offset) for (let i = 0; i < n; i++) into[i] += offset[i]
  }
  return eta
}

/** Gives a column by its number. */
const columnsOf = (x: Matrix | MatrixColumns): ((j: number) => Float64Array) =>
  'values' in x ? (j) => columnOf(x, j) : x.column

/** The steps around a penalty and the share of the left one. R: glmnet's lambda.interp. */
function between(path: Float64Array, s: number): { left: number; right: number; fraction: number } {
  const last = path.length - 1
  if (last === 0 || s >= path[0]) return { left: 0, right: 0, fraction: 1 }
  if (s <= path[last]) return { left: last, right: last, fraction: 1 }
  let low = 0
  let high = last
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (path[middle] >= s) low = middle
    else high = middle
  }
  if (path[low] === s) return { left: low, right: low, fraction: 1 }
  return { left: low, right: high, fraction: (s - path[high]) / (path[low] - path[high]) }
}

/** What the three solvers share: how columns are standardised and padded with zero rows to a multiple of eight, penalties scaled. */
export interface PenalisedDesign {
  n: number
  /** n rounded up to a multiple of 8; the rows beyond n are 0 with weight 0. */
  stride: number
  p: number
  /** Writes column j, standardised, into `into` from `at` on. */
  write: (j: number, into: Float64Array, at: number) => void
  centre: Float64Array
  scale: Float64Array
  /** 1 for columns that may enter: not constant, not left out. */
  included: Uint8Array
  penalty: Float64Array
  /** Sum 1. */
  weights: Float64Array
  totalWeight: number
  offset: Float64Array
  hasOffset: boolean
}

export function penalisedDesign(x: Matrix | MatrixColumns, options: PenalisedOptions): PenalisedDesign {
  const { rows: n, columns: p } = x
  if (n === 0 || p === 0) throw InvalidArgument('x', 'at least one row and one column')
  const columnAt = columnsOf(x)
  const stride = (n + 7) & ~7
  const weights = new Float64Array(stride)
  let totalWeight = 0
  if (options.weights) {
    if (options.weights.length !== n) throw UnequalLengths('x', n, 'weights', options.weights.length)
    requireFinite(options.weights, 'weights')
  }
  for (let i = 0; i < n; i++) {
    const w = options.weights ? options.weights[i] : 1
    if (w < 0) throw InvalidArgument('weights', `≥ 0, not ${w}`)
    weights[i] = w
    totalWeight += w
  }
  if (!(totalWeight > 0)) throw InvalidArgument('weights', 'above 0 for some row')
  for (let i = 0; i < n; i++) weights[i] /= totalWeight
  const offset = new Float64Array(stride)
  if (options.offset) {
    if (options.offset.length !== n) throw UnequalLengths('x', n, 'offset', options.offset.length)
    requireFinite(options.offset, 'offset')
    offset.set(options.offset)
  }
  const standardise = options.standardise ?? true
  const centre = new Float64Array(p)
  const scale = new Float64Array(p).fill(1)
  const included = new Uint8Array(p)
  for (let j = 0; j < p; j++) {
    const values = columnAt(j)
    requireFinite(values, 'x', j * n)
    let mean = 0
    for (let i = 0; i < n; i++) mean += weights[i] * values[i]
    let square = 0
    let largest = 0
    for (let i = 0; i < n; i++) {
      const d = values[i] - mean
      square += weights[i] * d * d
      if (weights[i] > 0 && Math.abs(values[i]) > largest) largest = Math.abs(values[i])
    }
    centre[j] = mean
    const sd = Math.sqrt(square)
    if (!(sd > 1e-13 * largest)) continue
    included[j] = 1
    if (standardise) scale[j] = sd
  }
  const penalty = scaledPenalties(options.penaltyFactors, p, included)
  return {
    n,
    stride,
    p,
    write(j, into, at) {
      const values = columnAt(j)
      const mean = centre[j]
      const sd = scale[j]
      for (let i = 0; i < n; i++) into[at + i] = (values[i] - mean) / sd
      into.fill(0, at + n, at + stride)
    },
    centre,
    scale,
    included,
    penalty,
    weights,
    totalWeight,
    offset,
    hasOffset: offset.some((value) => value !== 0),
  }
}

function scaledPenalties(factors: ArrayLike<number> | undefined, p: number, included: Uint8Array): Float64Array {
  const penalty = new Float64Array(p).fill(1)
  if (!factors) return penalty
  if (factors.length !== p) throw UnequalLengths('the columns of x', p, 'penaltyFactors', factors.length)
  let sum = 0
  for (let j = 0; j < p; j++) {
    if (Number.isNaN(factors[j])) throw InvalidArgument('penaltyFactors', 'numbers ≥ 0')
    if (factors[j] === Infinity) included[j] = 0
    else penalty[j] = Math.max(0, factors[j])
    sum += penalty[j]
  }
  if (!(sum > 0)) throw InvalidArgument('penaltyFactors', 'above 0 for some column')
  for (let j = 0; j < p; j++) penalty[j] *= p / sum
  return penalty
}

/** The penalties that were asked for, checked and falling, or the rule by which a path makes its own. */
export function penaltySequence(design: PenalisedDesign, options: PenalisedOptions) {
  const { n, p } = design
  const alpha = options.alpha ?? 1
  if (!(alpha >= 0 && alpha <= 1)) throw InvalidArgument('alpha', `between 0 and 1, not ${alpha}`)
  const threshold = options.threshold ?? 1e-7
  if (!(threshold > 0)) throw InvalidArgument('threshold', 'above 0')
  const maximumPasses = options.maximumPasses ?? 100_000
  const common = { alpha, threshold, maximumPasses }
  if (options.lambda) {
    const given = Float64Array.from(options.lambda).sort().reverse()
    if (given.length === 0 || !(given[given.length - 1] >= 0))
      throw InvalidArgument('lambda', 'at least one number, none below 0')
    return { ...common, given, count: given.length, ratio: 1 }
  }
  const count = options.lambdaCount ?? 100
  const ratio = options.lambdaMinRatio ?? (n < p ? 0.01 : 1e-4)
  if (!(Number.isInteger(count) && count >= 1)) throw InvalidArgument('lambdaCount', 'a positive whole number')
  if (!(ratio > 0 && ratio < 1)) throw InvalidArgument('lambdaMinRatio', 'between 0 and 1')
  return { ...common, given: undefined, count, ratio }
}

/**
 * The path as users see it: coefficients on the raw scale, the first penalty of an own path, which stands for infinity
 * while fitting, set one step above the second.
 */
export function assemblePath(
  family: PenalisedPath['family'],
  design: PenalisedDesign,
  own: boolean,
  fitted: PathSolution,
  nullDeviance: number,
): PenalisedPath {
  const { steps, entered } = fitted
  const m = entered.length
  const lambda = fitted.lambda.slice(0, steps)
  if (own && steps > 2) lambda[0] = Math.exp(2 * Math.log(lambda[1]) - Math.log(lambda[2]))
  const values = new Float64Array(steps * m)
  const intercepts = fitted.intercepts.slice(0, steps)
  const df = new Int32Array(steps)
  for (let l = 0; l < steps; l++)
    for (let k = 0; k < m; k++) {
      const b = fitted.values[l * m + k] / design.scale[entered[k]]
      if (b === 0) continue
      values[l * m + k] = b
      df[l]++
      if (family !== 'cox') intercepts[l] -= b * design.centre[entered[k]]
    }
  return {
    family,
    columns: design.p,
    lambda,
    intercepts,
    entered,
    values,
    df,
    devianceRatio: fitted.devianceRatio.slice(0, steps),
    nullDeviance,
    complete: fitted.complete,
  }
}
