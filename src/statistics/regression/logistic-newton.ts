import { cholesky, crossProduct, solveCholesky } from '../numerics/linear-algebra.ts'
import { type Design, standardDirection } from './design.ts'

/** See `LogisticFit`. */
export type Separation = { columns: number[]; complete: boolean }

const maximumIterations = 60
/** A step this short leaves an error of its square. */
const stepTolerance = 1e-7
/** Share of a column that the others leave (1 − R²) below which the columns are orthogonalised first. */
const obliqueTolerance = 1e-5
/** Longest step, in standard deviations of the columns, that is taken without a look at the likelihood. */
const safeStep = 0.5

/**
 * −2 log-likelihood of outcomes at linear predictors: never overflows, exact in both tails.
 *
 * @param y n outcomes, 0 or 1
 * @param eta n linear predictors (logits)
 * @param weights n numbers ≥ 0, how often each row counts
 * @returns the deviance, 0 or more
 * @throws nothing
 * @example
 * ```ts
 * import { binomialDeviance } from 'nomoscope/statistics'
 *
 * binomialDeviance([1], [0]).toFixed(4) // → '1.3863'
 * ```
 */
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

/** The model without columns of x: closed without an offset, Newton on one number with it. */
export function fitNull(
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
  if (!offset) {
    const share = positive / total
    return { intercept, deviance: -2 * (positive * Math.log(share) + (total - positive) * Math.log1p(-share)) }
  }
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
  for (let i = 0; i < n; i++) eta[i] += intercept
  return { intercept, deviance: binomialDeviance(y, eta, weights) }
}

/**
 * Newton's method from `beta` (on standardised columns), which it takes over. `oblique` where columns are so nearly
 * dependent that normal equations lose digits: the caller orthogonalises them and asks again.
 */
export function maximise(
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
  let separation: Separation | undefined
  let converged = false
  let iterations = 0
  while (!converged && iterations < maximumIterations) {
    for (let i = 0; i < n; i++) {
      const probability = 1 / (1 + Math.exp(-eta[i]))
      variance[i] = weights[i] * probability * (1 - probability)
      residual[i] = weights[i] * (y[i] - probability)
    }
    const gram = crossProduct(z, n, q, variance, weighted)
    const failed = cholesky(gram, q, iterations === 0 && !design.turn ? obliqueTolerance : 0)
    if (failed >= 0 && iterations === 0 && !design.turn)
      return { beta, eta, iterations, converged, separation, oblique: true }
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
    const guarded = size > safeStep
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
    converged = size * fraction < stepTolerance * (1 + largest(beta))
  }
  if (!converged && !separation) separation = separatedAlong(step, design, y, weights, 1e-4)
  return { beta, eta, iterations, converged, separation, oblique: false }
}

/** Whether `direction` parts the classes: no row's likelihood falls along it, some row's grows. */
function separatedAlong(
  direction: Float64Array,
  design: Design,
  y: ArrayLike<number>,
  weights: Float64Array,
  tolerance: number,
): Separation | undefined {
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
  const turned = standardDirection(design, direction)
  let longest = 0
  for (let j = first; j < q; j++) longest = Math.max(longest, Math.abs(turned[j]))
  const columns: number[] = []
  for (let j = first; j < q; j++) if (Math.abs(turned[j]) > 1e-3 * longest) columns.push(j - first)
  return { columns, complete }
}

function largest(values: Float64Array): number {
  let most = 0
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]))
  return most
}
