import { SingularDesign } from '../../errors/index.ts'
import { cholesky, quadraticForm } from '../numerics/linear-algebra.ts'
import type { Matrix } from '../numerics/matrix.ts'
import { type ChiSquareTest, chiSquareTest } from '../regression/logistic-inference.ts'
import type { CoxFit, CoxOptions } from './cox.ts'
import { survivalTimes } from './cox-partial.ts'
import { coxOrder, eachEventTime } from './cox-risk-sets.ts'

/**
 * Score tests of proportional hazards (Grambsch & Therneau 1994, as the exact score test): of each term, and of all.
 *
 * Equals survival::cox.zph(transform = "km") of survival ≥ 3.
 *
 * @param fit the fit of `cox` to the same rows
 * @param x n × p, as fitted
 * @param time n follow-up times ≥ 0, in any one unit (months)
 * @param event n flags: 1 the event happened at the time, 0 censored then
 * @param terms the columns of x that make each term (a factor's together)
 * @param options those of the fit
 * @returns χ², degrees of freedom and p of each term, and of all together; time is transformed by 1 − Kaplan–Meier,
 *   left-continuous
 * @throws SingularDesign where the trends of two terms cannot be told apart
 * @throws InvalidArgument without an event
 * @throws NotFinite for a value that is NaN or infinite
 * @throws UnequalLengths where the arrays differ in length
 * @throws NegativeTime for a time below 0
 * @throws NotBinary for a flag other than 0 or 1
 * @example
 * ```ts
 * import { cox, matrixFromColumns, proportionalHazards } from 'nomoscope/statistics'
 *
 * const x = matrixFromColumns([[0, 1, 0, 1, 1, 0, 1, 0]])
 * const time = [1, 2, 3, 4, 5, 6, 7, 8]
 * const event = [1, 1, 1, 0, 1, 1, 1, 1]
 * const { global } = proportionalHazards(cox(x, time, event), x, time, event, [[0]])
 * global.p.toFixed(4) // → '0.3751'
 * ```
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
  const { times, start } = survivalTimes(time, event, weights.length, options.start)
  const order = coxOrder(times, event, weights, options.strata, fit.ties, start)
  const g = transformedTimes(times, event, start)
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
    if (failed >= 0) throw SingularDesign(kept[failed] % p, 'its trend over time is collinear with the others')
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
function transformedTimes(time: ArrayLike<number>, event: ArrayLike<number>, start?: Float64Array): Float64Array {
  const n = time.length
  const order = Int32Array.from({ length: n }, (_, i) => i).sort((a, b) => time[a] - time[b])
  const g = new Float64Array(n)
  const entries = start?.toSorted()
  let entered = entries ? 0 : n
  let survival = 1
  let sum = 0
  let events = 0
  for (let i = 0; i < n; ) {
    const now = time[order[i]]
    let j = i
    if (entries) while (entered < n && entries[entered] < now) entered++
    let died = 0
    for (; j < n && time[order[j]] === now; j++) {
      g[order[j]] = 1 - survival
      if (event[order[j]]) died++
    }
    sum += died * (1 - survival)
    events += died
    survival *= 1 - died / (entered - i)
    i = j
  }
  return g.map((value) => value - sum / events)
}

/** The cumulative baseline hazard of one stratum. */
export interface BaselineHazard {
  /** Every distinct time of the stratum, censored ones too, rising. */
  time: Float64Array
  /** Cumulative hazard of a patient whose columns (and offset) are all 0. */
  hazard: Float64Array
  stratum: number
}

/**
 * Cumulative baseline hazard, by Efron's or Breslow's estimate as the fit's ties, one a stratum.
 * S(t | x) = exp(−hazard(t) exp(xb)). Equals survival::basehaz(centered = FALSE).
 *
 * @param fit a fit of `cox`, or its linear predictor and ties
 * @param time the n times that it was fitted to
 * @param event their flags, 1 event, 0 censored
 * @param options those of the fit
 * @returns one cumulative hazard a stratum, over its times
 * @throws InvalidArgument without an event
 * @throws NotFinite for a value that is NaN or infinite
 * @throws UnequalLengths where the arrays differ in length
 * @throws NegativeTime for a time below 0
 * @throws NotBinary for a flag other than 0 or 1
 * @example
 * ```ts
 * import { baselineHazard } from 'nomoscope/statistics'
 *
 * const fit = { linearPredictor: Float64Array.of(0, 0, 0), ties: 'efron' as const }
 * const [{ hazard }] = baselineHazard(fit, [1, 2, 3], [1, 1, 1])
 * // 1/3, + 1/2, + 1
 * Array.from(hazard, (h) => h.toFixed(4)) // → [ '0.3333', '0.8333', '1.8333' ]
 * ```
 */
export function baselineHazard(
  fit: Pick<CoxFit, 'linearPredictor' | 'ties'>,
  time: ArrayLike<number>,
  event: ArrayLike<number>,
  options: CoxOptions = {},
): BaselineHazard[] {
  const n = time.length
  const weights = Float64Array.from({ length: n }, (_, i) => (options.weights ? options.weights[i] : 1))
  const { times, start } = survivalTimes(time, event, weights.length, options.start)
  const order = coxOrder(times, event, weights, options.strata, fit.ties, start)
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

/**
 * 1 − S(horizon) of linear predictors (not centred) under a baseline; the hazard is a step function, 0 before its first step.
 *
 * @param baseline a stratum’s cumulative hazard, from `baselineHazard`
 * @param linearPredictor n linear predictors, not centred
 * @param horizon when the risk is meant, in the unit of the times
 * @returns n risks, 0 to 1
 * @throws nothing
 * @example
 * ```ts
 * import { coxRisk } from 'nomoscope/statistics'
 *
 * const baseline = { time: Float64Array.of(1, 2), hazard: Float64Array.of(0.1, 0.3), stratum: 0 }
 * // 1 − exp(−0.3)
 * coxRisk(baseline, [0], 2)[0].toFixed(4) // → '0.2592'
 * ```
 */
export function coxRisk(baseline: BaselineHazard, linearPredictor: ArrayLike<number>, horizon: number): Float64Array {
  let hazard = 0
  for (let i = 0; i < baseline.time.length && baseline.time[i] <= horizon; i++) hazard = baseline.hazard[i]
  return Float64Array.from(linearPredictor, (eta) => -Math.expm1(-hazard * Math.exp(eta)))
}
