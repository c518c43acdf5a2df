/**
 * The path of penalised logistic regressions on standardised columns: what takes the time of a LASSO.
 *
 * This is the plain form, the oracle and the fallback of `binomial-path.as.ts`, which repeats it in WebAssembly. Both add
 * in the same order (four partial sums, rows padded to a multiple of four), so they agree to the last bit.
 */
export type BinomialPathProblem = {
  stride: number
  p: number
  /** p columns of `stride` rows, padding 0. */
  x: Float64Array
  y: Float64Array
  /** Sum 1, padding 0. */
  weights: Float64Array
  offset: Float64Array
  hasOffset: boolean
  included: Uint8Array
  penalty: Float64Array
  alpha: number
  threshold: number
  maximumPasses: number
  given: Float64Array | undefined
  count: number
  ratio: number
  totalWeight: number
}

export type PathSolution = {
  steps: number
  lambda: Float64Array
  intercepts: Float64Array
  entered: Int32Array
  /** Coefficient k (in order of entry) of step l at l · valueStride + k, for standardised columns. */
  values: Float64Array
  valueStride: number
  devianceRatio: Float64Array
  nullDeviance: number
  complete: boolean
}

const SMALLEST_PROBABILITY = 1e-9
const ENDLESS = 9.9e35
const LEAST_STEPS = 5
const LEAST_GAIN = 1e-5
const MOST_EXPLAINED = 0.999

export function solveBinomialPath(problem: BinomialPathProblem): PathSolution {
  const { stride, p, x, y, weights: w, offset, included, penalty, alpha, given, count, maximumPasses } = problem
  const b = new Float64Array(p)
  const before = new Float64Array(p)
  const curvature = new Float64Array(p)
  const gradient = new Float64Array(p)
  const strong = new Uint8Array(p)
  const isActive = new Uint8Array(p)
  const active = new Int32Array(p)
  const v = new Float64Array(stride)
  const r = new Float64Array(stride)
  const q = new Float64Array(stride)
  const eta = new Float64Array(stride)
  const lambda = new Float64Array(count)
  const intercepts = new Float64Array(count)
  const devianceRatio = new Float64Array(count)
  const stepValues: Float64Array[] = []
  const furthest = Math.log(1 / SMALLEST_PROBABILITY - 1)
  const leastVariance = (1 + SMALLEST_PROBABILITY) * SMALLEST_PROBABILITY * (1 - SMALLEST_PROBABILITY)

  let entered = 0
  let share = 0
  for (let i = 0; i < stride; i++) share += w[i] * y[i]
  let b0 = problem.hasOffset ? interceptWithOffset(y, offset, w, share) : Math.log(share / (1 - share))
  let variance = setWeights(b0)
  const nullLoss = loss()
  const stop = problem.threshold * nullLoss
  for (let j = 0; j < p; j++) if (included[j]) gradient[j] = Math.abs(dot(x, j * stride, r, stride))

  const factor = given ? 1 : Math.max(1e-6, problem.ratio) ** (1 / (count - 1))
  let current = 0
  let previousStep = 0
  let passes = 0
  let steps = 0
  let complete = true
  path: for (let l = 0; l < count; l++) {
    previousStep = current
    if (given) current = given[l]
    else if (l > 1) current *= factor
    else if (l === 0) current = ENDLESS
    else {
      previousStep = 0
      for (let j = 0; j < p; j++)
        if (included[j] && penalty[j] > 0) previousStep = Math.max(previousStep, gradient[j] / penalty[j])
      previousStep /= Math.max(alpha, 1e-3)
      current = previousStep * factor
    }
    const l1 = current * alpha
    const l2 = current * (1 - alpha)
    const limit = alpha * (2 * current - previousStep)
    for (let j = 0; j < p; j++) if (!strong[j] && included[j] && gradient[j] > limit * penalty[j]) strong[j] = 1

    while (true) {
      if (passes > maximumPasses) {
        complete = false
        break path
      }
      const before0 = b0
      for (let a = 0; a < entered; a++) before[active[a]] = b[active[a]]
      for (let j = 0; j < p; j++) if (strong[j]) curvature[j] = weightedSquare(x, j * stride, v, stride)

      // Coordinate descent: all strong columns once, the active ones until they rest, and again.
      while (true) {
        passes++
        let largest = 0
        for (let j = 0; j < p; j++) {
          if (!strong[j]) continue
          const change = update(j, l1, l2)
          if (change === 0) continue
          if (!isActive[j]) {
            isActive[j] = 1
            active[entered++] = j
          }
          largest = Math.max(largest, curvature[j] * change * change)
        }
        largest = Math.max(largest, moveIntercept())
        if (largest < stop) break
        if (passes > maximumPasses) {
          complete = false
          break path
        }
        do {
          passes++
          largest = 0
          for (let a = 0; a < entered; a++) {
            const j = active[a]
            const change = update(j, l1, l2)
            if (change !== 0) largest = Math.max(largest, curvature[j] * change * change)
          }
          largest = Math.max(largest, moveIntercept())
          if (passes > maximumPasses) {
            complete = false
            break path
          }
        } while (!(largest < stop))
      }

      variance = setWeights(b0)
      if (variance <= leastVariance) break
      let resting = variance * (b0 - before0) * (b0 - before0) < stop
      for (let a = 0; resting && a < entered; a++) {
        const d = b[active[a]] - before[active[a]]
        if (!(curvature[active[a]] * d * d < stop)) resting = false
      }
      if (!resting) continue
      let violated = false
      for (let j = 0; j < p; j++) {
        if (strong[j] || !included[j]) continue
        gradient[j] = Math.abs(dot(x, j * stride, r, stride))
        if (gradient[j] > l1 * penalty[j]) {
          strong[j] = 1
          violated = true
        }
      }
      if (!violated) break
    }

    lambda[l] = current
    intercepts[l] = b0
    stepValues.push(Float64Array.from(active.subarray(0, entered), (j) => b[j]))
    devianceRatio[l] = (nullLoss - loss()) / nullLoss
    steps = l + 1
    if (variance <= leastVariance && given) break
    if (steps < Math.min(LEAST_STEPS, count) || given) continue
    const gain = devianceRatio[l] - (l === 0 ? 0 : devianceRatio[l - 1])
    if (gain < LEAST_GAIN || devianceRatio[l] > MOST_EXPLAINED || variance <= leastVariance) break
  }

  const values = new Float64Array(steps * entered)
  for (let l = 0; l < steps; l++) values.set(stepValues[l], l * entered)
  return {
    steps,
    lambda,
    intercepts,
    entered: active.slice(0, entered),
    values,
    valueStride: entered,
    devianceRatio,
    nullDeviance: 2 * nullLoss * problem.totalWeight,
    complete,
  }

  /** One coordinate step; gives the change. */
  function update(j: number, l1: number, l2: number): number {
    const from = j * stride
    const u = dot(x, from, r, stride) + curvature[j] * b[j]
    const excess = Math.abs(u) - penalty[j] * l1
    const next = excess > 0 ? (u > 0 ? excess : -excess) / (curvature[j] + penalty[j] * l2) : 0
    const change = next - b[j]
    if (change === 0) return 0
    b[j] = next
    for (let i = 0; i < stride; i++) r[i] -= change * (v[i] * x[from + i])
    return change
  }

  function moveIntercept(): number {
    let s0 = 0
    let s1 = 0
    let s2 = 0
    let s3 = 0
    for (let i = 0; i < stride; i += 4) {
      s0 += r[i]
      s1 += r[i + 1]
      s2 += r[i + 2]
      s3 += r[i + 3]
    }
    const change = (s0 + s2 + (s1 + s3)) / variance
    if (change === 0) return 0
    b0 += change
    for (let i = 0; i < stride; i++) r[i] -= change * v[i]
    return variance * change * change
  }

  /** Linear predictor, probabilities, working weights and residuals at the present coefficients; gives Σ v. */
  function setWeights(intercept: number): number {
    for (let i = 0; i < stride; i++) eta[i] = intercept + offset[i]
    for (let a = 0; a < entered; a++) {
      const value = b[active[a]]
      if (value === 0) continue
      const from = active[a] * stride
      for (let i = 0; i < stride; i++) eta[i] += value * x[from + i]
    }
    let sum = 0
    for (let i = 0; i < stride; i++) {
      const e = eta[i]
      const probability = e < -furthest ? 0 : e > furthest ? 1 : 1 / (1 + Math.exp(-e))
      q[i] = probability
      v[i] = w[i] * probability * (1 - probability)
      sum += v[i]
    }
    if (sum <= leastVariance) return sum
    for (let i = 0; i < stride; i++) r[i] = w[i] * (y[i] - q[i])
    return sum
  }

  /** Mean negative log-likelihood, probabilities kept off 0 and 1. */
  function loss(): number {
    let sum = 0
    for (let i = 0; i < stride; i++) {
      if (w[i] === 0) continue
      const probability = Math.min(Math.max(SMALLEST_PROBABILITY, q[i]), 1 - SMALLEST_PROBABILITY)
      sum -= w[i] * Math.log(y[i] === 1 ? probability : 1 - probability)
    }
    return sum
  }
}

function dot(x: Float64Array, from: number, r: Float64Array, stride: number): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  for (let i = 0; i < stride; i += 4) {
    s0 += x[from + i] * r[i]
    s1 += x[from + i + 1] * r[i + 1]
    s2 += x[from + i + 2] * r[i + 2]
    s3 += x[from + i + 3] * r[i + 3]
  }
  return s0 + s2 + (s1 + s3)
}

function weightedSquare(x: Float64Array, from: number, v: Float64Array, stride: number): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  for (let i = 0; i < stride; i += 4) {
    s0 += v[i] * (x[from + i] * x[from + i])
    s1 += v[i + 1] * (x[from + i + 1] * x[from + i + 1])
    s2 += v[i + 2] * (x[from + i + 2] * x[from + i + 2])
    s3 += v[i + 3] * (x[from + i + 3] * x[from + i + 3])
  }
  return s0 + s2 + (s1 + s3)
}

/** The intercept at which the mean probability with the offset is the share of positives. */
function interceptWithOffset(y: Float64Array, offset: Float64Array, w: Float64Array, share: number): number {
  let b0 = Math.log(share / (1 - share))
  for (let i = 0; i < y.length; i++) b0 -= w[i] * offset[i]
  for (let iteration = 0; iteration < 100; iteration++) {
    let score = 0
    let information = 0
    for (let i = 0; i < y.length; i++) {
      const probability = 1 / (1 + Math.exp(-(b0 + offset[i])))
      score += w[i] * (y[i] - probability)
      information += w[i] * probability * (1 - probability)
    }
    const change = Math.max(-5, Math.min(5, score / information))
    b0 += change
    if (Math.abs(change) < 1e-12) break
  }
  return b0
}
