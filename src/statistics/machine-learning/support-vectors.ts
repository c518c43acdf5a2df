import { InvalidArgument, TooFewValues } from '../../errors/index.ts'
import { requireBothClasses } from '../numerics/check-arguments.ts'
import type { Matrix } from '../numerics/matrix.ts'

/** A support vector machine with a radial kernel: the decision value is Σ coefficient · e^(−γ|x − vector|²) + bias. */
export interface SupportVectors {
  gamma: number
  bias: number
  /** Of the support vectors, p values each, one after the other. */
  vectors: Float64Array
  coefficients: Float64Array
  columns: number
}

/**
 * C-support vector classification with a radial kernel, solved by sequential minimal optimisation with second-order
 * working sets (Fan, Chen & Lin 2005), as LIBSVM and so scikit-learn's SVC have it.
 *
 * @param x n × p, finite, usually standardised
 * @param y n outcomes, 0 or 1
 * @param options penalty C, kernel width γ, tolerance of the optimality condition, counts of copies of rows
 * @returns the machine
 * @throws TooFewValues without columns
 * @throws InvalidArgument for a C or γ that is not positive
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws OneClassOnly where a class has no row
 * @example
 * ```ts
 * import { decisionValues, supportVectors } from 'nomoscope/statistics'
 *
 * const x = { rows: 4, columns: 1, values: Float64Array.of(1, 2, 8, 9) }
 * const machine = supportVectors(x, [0, 0, 1, 1], { cost: 1, gamma: 0.5 })
 * decisionValues(machine, x)[0] < 0 // → true
 * ```
 */
export function supportVectors(
  x: Matrix,
  y: ArrayLike<number>,
  {
    cost,
    gamma,
    tolerance = 1e-3,
    counts,
  }: { cost: number; gamma: number; tolerance?: number; counts?: ArrayLike<number> },
): SupportVectors {
  const { rows: n, columns: p, values } = x
  if (p === 0) throw TooFewValues('A support vector machine', 1, 0)
  if (!(cost > 0)) throw InvalidArgument('cost', 'positive')
  if (!(gamma > 0)) throw InvalidArgument('gamma', 'positive')
  requireBothClasses(y)
  const sign = Float64Array.from({ length: n }, (_, i) => (y[i] === 1 ? 1 : -1))
  const most = Float64Array.from({ length: n }, (_, i) => cost * (counts?.[i] ?? 1))
  const kernel = kernelMatrix(values, n, p, gamma)
  const alpha = new Float64Array(n)
  const gradient = new Float64Array(n).fill(-1)
  const canRise = (i: number) => (sign[i] > 0 ? alpha[i] < most[i] : alpha[i] > 0)
  const canFall = (i: number) => (sign[i] > 0 ? alpha[i] > 0 : alpha[i] < most[i])
  for (let step = 0; step < 200 * n + 100_000; step++) {
    let first = -1
    let highest = -Infinity
    for (let i = 0; i < n; i++)
      if (canRise(i) && -sign[i] * gradient[i] > highest) {
        highest = -sign[i] * gradient[i]
        first = i
      }
    let second = -1
    let lowest = Infinity
    let least = Infinity
    for (let i = 0; i < n; i++) {
      if (!canFall(i)) continue
      const own = -sign[i] * gradient[i]
      lowest = Math.min(lowest, own)
      const gap = highest - own
      if (gap <= 0) continue
      const curvature = Math.max(1e-12, 2 - 2 * kernel[first * n + i])
      const fall = -(gap * gap) / curvature
      if (fall < least) {
        least = fall
        second = i
      }
    }
    if (second < 0 || highest - lowest < tolerance) break
    const curvature = Math.max(1e-12, 2 - 2 * kernel[first * n + second])
    let move = (highest + sign[second] * gradient[second]) / curvature
    // both stay within their bounds along the line that keeps Σ αy
    move = Math.min(move, sign[first] > 0 ? most[first] - alpha[first] : alpha[first])
    move = Math.min(move, sign[second] > 0 ? alpha[second] : most[second] - alpha[second])
    alpha[first] += sign[first] * move
    alpha[second] -= sign[second] * move
    for (let k = 0; k < n; k++) gradient[k] += sign[k] * move * (kernel[k * n + first] - kernel[k * n + second])
  }
  const used = Array.from({ length: n }, (_, i) => i).filter((i) => alpha[i] > 1e-12)
  const vectors = new Float64Array(used.length * p)
  used.forEach((i, k) => {
    for (let j = 0; j < p; j++) vectors[k * p + j] = values[j * n + i]
  })
  return {
    gamma,
    bias: biasOf(sign, gradient, alpha, most),
    vectors,
    coefficients: Float64Array.from(used, (i) => sign[i] * alpha[i]),
    columns: p,
  }
}

/** The bias: mean over vectors within their bounds, else the middle of the interval that the others leave. */
function biasOf(sign: Float64Array, gradient: Float64Array, alpha: Float64Array, most: Float64Array): number {
  let sum = 0
  let free = 0
  let [low, high] = [-Infinity, Infinity]
  for (let i = 0; i < sign.length; i++) {
    const own = sign[i] * gradient[i]
    const atMost = alpha[i] >= most[i] * (1 - 1e-12)
    const atLeast = alpha[i] <= 1e-12 * most[i]
    if (!atMost && !atLeast) {
      sum += own
      free++
    } else if (atMost === sign[i] > 0) low = Math.max(low, own)
    else high = Math.min(high, own)
  }
  return -(free > 0 ? sum / free : (low + high) / 2)
}

function kernelMatrix(values: Float64Array, n: number, p: number, gamma: number): Float64Array {
  const distance = new Float64Array(n * n)
  for (let j = 0; j < p; j++)
    for (let i = 0; i < n; i++) {
      const own = values[j * n + i]
      for (let k = 0; k < i; k++) {
        const apart = own - values[j * n + k]
        distance[i * n + k] += apart * apart
      }
    }
  for (let i = 0; i < n; i++) {
    distance[i * n + i] = 1
    for (let k = 0; k < i; k++) {
      const similar = Math.exp(-gamma * distance[i * n + k])
      distance[i * n + k] = similar
      distance[k * n + i] = similar
    }
  }
  return distance
}

/**
 * Decision values of new rows: above 0 is class 1.
 *
 * @param machine of `supportVectors`
 * @param x n × p, the columns of the fit in the same order
 * @returns n values
 */
export function decisionValues(
  { gamma, bias, vectors, coefficients, columns }: SupportVectors,
  x: Matrix,
): Float64Array {
  return Float64Array.from({ length: x.rows }, (_, i) => {
    let value = bias
    for (let k = 0; k < coefficients.length; k++) {
      let distance = 0
      for (let j = 0; j < columns; j++) {
        const apart = x.values[j * x.rows + i] - vectors[k * columns + j]
        distance += apart * apart
      }
      value += coefficients[k] * Math.exp(-gamma * distance)
    }
    return value
  })
}
