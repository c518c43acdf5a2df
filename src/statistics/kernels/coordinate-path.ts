import { pow } from '../../portable-math.ts'
import { dot } from '../penalised/normalised-columns.ts'

/**
 * The path of penalised regressions on standardised columns, by coordinate descent on the weighted least-squares problem
 * of each Newton step: what takes the time of a LASSO. Friedman, Hastie & Tibshirani 2010; strong rules, Tibshirani 2012.
 *
 * For binary outcomes `binomial-path.as.ts` repeats this in WebAssembly. Both add in the same order, so they agree to the
 * last bit; this is the oracle and the fallback.
 */
export interface PathProblem {
  stride: number
  p: number
  /** Writes column j, standardised, into `into` from `at` on: `stride` rows (a multiple of 8), padding 0. */
  write: (j: number, into: Float64Array, at: number) => void
  included: Uint8Array
  penalty: Float64Array
  offset: Float64Array
  alpha: number
  threshold: number
  maximumPasses: number
  given: Float64Array | undefined
  count: number
  ratio: number
}

/** What a kind of outcome brings to the solver. */
export interface PathFamily {
  /** Start of the intercept, or undefined where the model has none. */
  intercept: number | undefined
  /** Whether the loss is quadratic, so that one Newton step ends it. */
  quadratic: boolean
  /** Divides the ridge part of the penalty. */
  ridgeScale: number
  /** Fills the working weights v and the working residuals r (times v) at eta; gives Σ v, or 0 where no step is left. */
  working: (eta: Float64Array, v: Float64Array, r: Float64Array) => number
  /** Loss at the last `working`, in units of which the null loss is 1 − deviance ratio. */
  loss: () => number
  /** Whether an own path ends at step l: by what it explains. */
  ends: (devianceRatio: Float64Array, l: number) => boolean
}

export interface PathSolution {
  steps: number
  lambda: Float64Array
  intercepts: Float64Array
  entered: Int32Array
  /** Coefficient k (in order of entry) of step l at l · entered.length + k, for standardised columns. */
  values: Float64Array
  devianceRatio: Float64Array
  nullLoss: number
  complete: boolean
}

/** Stands for infinity in the first step of an own path, at which only unpenalised columns enter. */
const infinitePenalty = 9.9e35
/** Steps that an own path has at least. */
const minimumSteps = 5

export function solvePath(problem: PathProblem, family: PathFamily): PathSolution {
  const { stride, p, write, offset, included, penalty, alpha, given, count, maximumPasses } = problem
  const x = new Float64Array(stride * p)
  for (let j = 0; j < p; j++) write(j, x, j * stride)
  const b = new Float64Array(p)
  const before = new Float64Array(p)
  const curvature = new Float64Array(p)
  const gradient = new Float64Array(p)
  const strong = new Uint8Array(p)
  const isActive = new Uint8Array(p)
  const active = new Int32Array(p)
  const v = new Float64Array(stride)
  const vx = new Float64Array(stride * p)
  const ones = new Float64Array(stride).fill(1)
  const r = new Float64Array(stride)
  const eta = new Float64Array(stride)
  const lambda = new Float64Array(count)
  const intercepts = new Float64Array(count)
  const devianceRatio = new Float64Array(count)
  const stepValues: Float64Array[] = []
  const hasIntercept = family.intercept !== undefined

  let b0 = family.intercept ?? 0
  let entered = 0
  let variance = move()
  const nullLoss = family.loss()
  const stop = problem.threshold * nullLoss
  for (let j = 0; j < p; j++) if (included[j]) gradient[j] = Math.abs(dot(x, j * stride, r, 0, stride))

  const factor = given ? 1 : pow(Math.max(1e-6, problem.ratio), 1 / (count - 1))
  let current = 0
  let previous = 0
  let passes = 0
  let settled = false
  let steps = 0
  let complete = true
  path: for (let l = 0; l < count; l++) {
    previous = current
    if (given) current = given[l]
    else if (l > 1) current *= factor
    else if (l === 0) current = infinitePenalty
    else {
      previous = 0
      for (let j = 0; j < p; j++)
        if (included[j] && penalty[j] > 0) previous = Math.max(previous, gradient[j] / penalty[j])
      previous /= Math.max(alpha, 1e-3)
      current = previous * factor
    }
    const l1 = current * alpha
    const l2 = (current * (1 - alpha)) / family.ridgeScale
    const limit = alpha * (2 * current - previous)
    for (let j = 0; j < p; j++) if (!strong[j] && included[j] && gradient[j] > limit * penalty[j]) strong[j] = 1

    while (true) {
      const before0 = b0
      for (let a = 0; a < entered; a++) before[active[a]] = b[active[a]]
      for (let j = 0; j < p; j++) if (strong[j]) weigh(j)

      // Coordinate descent: all strong columns once, the active ones until they rest, and again. A quadratic loss starts
      // each penalty with the active ones (as glmnet's gaussian solver; the order shows in the last digits).
      if (family.quadratic && settled && !settleActive(l1, l2)) {
        complete = false
        break path
      }
      while (true) {
        if (++passes > maximumPasses) {
          complete = false
          break path
        }
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
        if (hasIntercept) largest = Math.max(largest, moveIntercept())
        if (largest < stop) break
        if (!settleActive(l1, l2)) {
          complete = false
          break path
        }
      }

      variance = move()
      if (variance === 0) break
      let resting = family.quadratic || variance * (b0 - before0) * (b0 - before0) < stop
      for (let a = 0; resting && !family.quadratic && a < entered; a++) {
        const d = b[active[a]] - before[active[a]]
        if (!(curvature[active[a]] * d * d < stop)) resting = false
      }
      if (!resting) continue
      let violated = false
      for (let j = 0; j < p; j++) {
        if (strong[j] || !included[j]) continue
        gradient[j] = Math.abs(dot(x, j * stride, r, 0, stride))
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
    devianceRatio[l] = (nullLoss - family.loss()) / nullLoss
    steps = l + 1
    if (given || steps < Math.min(minimumSteps, count)) continue
    if (family.ends(devianceRatio, l) || variance === 0) break
  }

  const values = new Float64Array(steps * entered)
  for (let l = 0; l < steps; l++) values.set(stepValues[l], l * entered)
  return {
    steps,
    lambda,
    intercepts,
    entered: active.slice(0, entered),
    values,
    devianceRatio,
    nullLoss,
    complete,
  }

  /** Passes over the active columns until no step matters; false where the passes are used up. */
  function settleActive(l1: number, l2: number): boolean {
    settled = true
    while (true) {
      if (++passes > maximumPasses) return false
      let largest = 0
      for (let a = 0; a < entered; a++) {
        const j = active[a]
        const change = update(j, l1, l2)
        if (change !== 0) largest = Math.max(largest, curvature[j] * change * change)
      }
      if (hasIntercept) largest = Math.max(largest, moveIntercept())
      if (largest < stop) return true
    }
  }

  /** The column times the working weights, and its curvature. */
  function weigh(j: number): void {
    const from = j * stride
    for (let i = 0; i < stride; i++) vx[from + i] = v[i] * x[from + i]
    curvature[j] = dot(vx, from, x, from, stride)
  }

  /** One coordinate step; gives the change. */
  function update(j: number, l1: number, l2: number): number {
    const from = j * stride
    const u = dot(x, from, r, 0, stride) + curvature[j] * b[j]
    const excess = Math.abs(u) - penalty[j] * l1
    const next = excess > 0 ? (u > 0 ? excess : -excess) / (curvature[j] + penalty[j] * l2) : 0
    const change = next - b[j]
    if (change === 0) return 0
    b[j] = next
    for (let i = 0; i < stride; i++) r[i] -= change * vx[from + i]
    return change
  }

  function moveIntercept(): number {
    const change = dot(ones, 0, r, 0, stride) / variance
    if (change === 0) return 0
    b0 += change
    for (let i = 0; i < stride; i++) r[i] -= change * v[i]
    return variance * change * change
  }

  /** Linear predictor at the present coefficients, then the family's weights and residuals there. */
  function move(): number {
    for (let i = 0; i < stride; i++) eta[i] = b0 + offset[i]
    for (let a = 0; a < entered; a++) {
      const value = b[active[a]]
      if (value === 0) continue
      const from = active[a] * stride
      for (let i = 0; i < stride; i++) eta[i] += value * x[from + i]
    }
    return family.working(eta, v, r)
  }
}
