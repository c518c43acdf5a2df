import { SingularDesign } from '../../errors/index.ts'
import { cholesky, quadraticForm } from '../numerics/linear-algebra.ts'
import type { Matrix } from '../numerics/matrix.ts'
import { type ChiSquareTest, chiSquareTest } from '../regression/logistic-inference.ts'
import type { CoxFit, CoxOptions } from './cox.ts'
import { survivalTimes } from './cox-partial.ts'
import { coxOrder, eachEventTime } from './cox-risk-sets.ts'

/**
 * Score tests of proportional hazards (Grambsch & Therneau 1994, as the exact score test): of each term, and of all.
 * terms  the columns of x that make each term (a factor's together); time is transformed by 1 − Kaplan–Meier, left-continuous.
 * Equals survival::cox.zph(transform = "km") of survival ≥ 3.
 */
export function proportionalHazards(
  fit: CoxFit,
  x: Matrix,
  time: ArrayLike<number>,
  event: ArrayLike<number>,
  terms: readonly (readonly number[])[],
  options: CoxOptions = {},
): { terms: ChiSquareTest[]; global: ChiSquareTest } {
  const { rows: n, columns: p } = x
  const weights = Float64Array.from({ length: n }, (_, i) => (options.weights ? options.weights[i] : 1))
  const { times } = survivalTimes(time, event, weights.length)
  const order = coxOrder(times, event, weights, options.strata, fit.ties)
  const g = transformedTimes(times, event)
  const z = centred(x)
  const q = 2 * p
  const score = new Float64Array(q)
  const information = new Float64Array(q * q)
  eachEventTime(order, z, p, fit.linearPredictor, (_now, tied, steps) => {
    const at = g[tied[0]]
    for (const row of tied) for (let j = 0; j < p; j++) score[p + j] += at * weights[row] * z[j * n + row]
    for (const { weight, mean, covariance } of steps)
      for (let j = 0; j < p; j++) {
        score[p + j] -= at * weight * mean[j]
        for (let k = 0; k < p; k++) {
          const v = weight * covariance[j * p + k]
          information[j * q + k] += v
          information[(p + j) * q + k] += at * v
          information[j * q + p + k] += at * v
          information[(p + j) * q + p + k] += at * at * v
        }
      }
  })
  const every = Array.from({ length: p }, (_, j) => j)
  const test = (columns: readonly number[]): ChiSquareTest => {
    const kept = [...every, ...columns.map((j) => p + j)]
    const m = kept.length
    // scaled to a unit diagonal, which leaves the statistic as it is
    const size = kept.map((j) => Math.sqrt(information[j * q + j]))
    const part = new Float64Array(m * m)
    kept.forEach((j, a) => {
      kept.forEach((k, b) => {
        part[a * m + b] = information[j * q + k] / (size[a] * size[b])
      })
    })
    const failed = cholesky(part, m, 1e-13)
    if (failed >= 0) throw SingularDesign(kept[failed] % p, 'its trend over time cannot be told from the others')
    const u = Float64Array.from(kept, (j, a) => (j < p ? 0 : score[j] / size[a]))
    return chiSquareTest(quadraticForm(part, m, u), columns.length)
  }
  return { terms: terms.map(test), global: test(every) }
}

/** Each column less its mean, which the test does not see and without which sums of squares lose digits. */
function centred({ rows: n, columns: p, values }: Matrix): Float64Array {
  const z = Float64Array.from(values)
  for (let j = 0; j < p; j++) {
    let mean = 0
    for (let i = 0; i < n; i++) mean += values[j * n + i]
    mean /= n
    for (let i = 0; i < n; i++) z[j * n + i] -= mean
  }
  return z
}

/** 1 − the Kaplan–Meier estimate just before each row's time, less its mean over events. */
function transformedTimes(time: ArrayLike<number>, event: ArrayLike<number>): Float64Array {
  const n = time.length
  const order = Int32Array.from({ length: n }, (_, i) => i).sort((a, b) => time[a] - time[b])
  const g = new Float64Array(n)
  let survival = 1
  let sum = 0
  let events = 0
  for (let i = 0; i < n; ) {
    const now = time[order[i]]
    let j = i
    let died = 0
    for (; j < n && time[order[j]] === now; j++) {
      g[order[j]] = 1 - survival
      if (event[order[j]]) died++
    }
    sum += died * (1 - survival)
    events += died
    survival *= 1 - died / (n - i)
    i = j
  }
  return g.map((value) => value - sum / events)
}

export type BaselineHazard = {
  /** Every distinct time of the stratum, censored ones too, rising. */
  time: Float64Array
  /** Cumulative hazard of a patient whose columns (and offset) are all 0. */
  hazard: Float64Array
  stratum: number
}

/**
 * Cumulative baseline hazard, by Efron's or Breslow's estimate as the fit's ties, one a stratum.
 * S(t | x) = exp(−hazard(t) exp(xb)). Equals survival::basehaz(centered = FALSE).
 */
export function baselineHazard(
  fit: Pick<CoxFit, 'linearPredictor' | 'ties'>,
  time: ArrayLike<number>,
  event: ArrayLike<number>,
  options: CoxOptions = {},
): BaselineHazard[] {
  const n = time.length
  const weights = Float64Array.from({ length: n }, (_, i) => (options.weights ? options.weights[i] : 1))
  const { times } = survivalTimes(time, event, weights.length)
  const order = coxOrder(times, event, weights, options.strata, fit.ties)
  const increments: Map<number, number>[] = []
  eachEventTime(order, new Float64Array(0), 0, fit.linearPredictor, (now, _tied, steps, stratum) => {
    let sum = 0
    for (const { weight, atRisk } of steps) sum += weight / atRisk
    increments[stratum] ??= new Map()
    increments[stratum].set(now, sum)
  })
  return Array.from({ length: order.strata.length - 1 }, (_, s) => {
    const rows = order.rows.subarray(order.strata[s], order.strata[s + 1])
    const distinct = Float64Array.from(new Set(Array.from(rows, (row) => times[row]))).sort()
    let total = 0
    const hazard = distinct.map((now) => (total += increments[s]?.get(now) ?? 0))
    return { time: distinct, hazard, stratum: options.strata ? options.strata[rows[0]] : 0 }
  })
}

/** 1 − S(horizon) of linear predictors (not centred) under a baseline; the hazard is a step function, 0 before its first step. */
export function coxRisk(baseline: BaselineHazard, linearPredictor: ArrayLike<number>, horizon: number): Float64Array {
  let hazard = 0
  for (let i = 0; i < baseline.time.length && baseline.time[i] <= horizon; i++) hazard = baseline.hazard[i]
  return Float64Array.from(linearPredictor, (eta) => -Math.expm1(-hazard * Math.exp(eta)))
}
