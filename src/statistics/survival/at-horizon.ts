import { InvalidArgument, UnequalLengths } from '../../errors/index.ts'
import { requireFinite } from '../numerics/check-arguments.ts'
import { checkedTimes } from './times.ts'

/** How well risks of an event by a horizon do, patients lost before it counted through those who were not. */
export interface AtHorizon {
  /** Area under the ROC curve of those with the event by the horizon against those without one beyond it. */
  auc: number
  /** Mean squared distance of risk and event. */
  brier: number
  /** 1 − Brier over that of giving everyone the same, best risk. */
  scaledBrier: number
}

const unknown: AtHorizon = { auc: Number.NaN, brier: Number.NaN, scaledBrier: Number.NaN }

/**
 * Time-dependent AUC (cumulative cases, dynamic controls; Uno 2007, Blanche 2013) and Brier score (Graf 1999) by inverse
 * probability of censoring: a patient with the event at t counts 1/G(t−), one who goes on beyond the horizon 1/G(horizon),
 * one censored before it nothing. G is the Kaplan–Meier estimate of staying uncensored, where events of the same time come
 * first. NaN where nobody is followed beyond the horizon.
 *
 * @param time n follow-up times ≥ 0, in any one unit (months)
 * @param event n flags: 1 the event happened at the time, 0 censored then
 * @param risk n probabilities of the event by the horizon
 * @param horizon when the risk is meant, in the unit of the times
 * @returns AUC, Brier score and scaled Brier score at the horizon
 * @throws InvalidArgument for a horizon that is not positive
 * @throws UnequalLengths where the arrays differ in length
 * @throws NotFinite for a time that is not finite
 * @throws NegativeTime for one below 0
 * @throws NotBinary for a flag other than 0 or 1
 * @throws TooFewValues without patients
 * @example
 * ```ts
 * import { atHorizon } from 'nomoscope/statistics'
 *
 * const { auc, brier } = atHorizon([1, 2, 8, 9], [1, 1, 0, 0], [0.9, 0.8, 0.2, 0.1], 5)
 * auc // → 1
 * brier.toFixed(4) // → '0.0250'
 * ```
 */
export function atHorizon(
  time: ArrayLike<number>,
  event: ArrayLike<number>,
  risk: ArrayLike<number>,
  horizon: number,
): AtHorizon {
  checkedTimes(time, event)
  return scored(time, event, risk, horizon)
}

/**
 * The same of risks of one event where another may come first: its patients are without the event, in the AUC's controls
 * and in the Brier score (Gerds 2014; riskRegression's Score).
 *
 * @param time n follow-up times ≥ 0, in any one unit (months)
 * @param cause n values: 0 censored, 1 the event of interest, another number a competing one
 * @param risk n probabilities of the event by the horizon
 * @param horizon when the risk is meant, in the unit of the times
 * @returns AUC, Brier score and scaled Brier score at the horizon
 * @throws InvalidArgument for a horizon that is not positive
 * @throws UnequalLengths where the arrays differ in length
 * @throws NotFinite for a time that is not finite
 * @throws NegativeTime for one below 0
 * @throws TooFewValues without patients
 * @example
 * ```ts
 * import { atHorizonCompeting } from 'nomoscope/statistics'
 *
 * atHorizonCompeting([1, 2, 8, 9], [1, 2, 0, 0], [0.9, 0.3, 0.2, 0.1], 5).brier.toFixed(4) // → '0.0375'
 * ```
 */
export function atHorizonCompeting(
  time: ArrayLike<number>,
  cause: ArrayLike<number>,
  risk: ArrayLike<number>,
  horizon: number,
): AtHorizon {
  return scored(time, cause, risk, horizon)
}

function scored(
  time: ArrayLike<number>,
  cause: ArrayLike<number>,
  risk: ArrayLike<number>,
  horizon: number,
): AtHorizon {
  const any = Float64Array.from(cause, (value) => Number(value !== 0))
  const at = checkedTimes(time, any)
  const n = at.length
  if (risk.length !== n) throw UnequalLengths('The times', n, 'the risks', risk.length)
  requireFinite(risk, 'The risks')
  if (!(horizon > 0)) throw InvalidArgument('The horizon', 'positive')
  const weight = weightsAt(at, any, horizon)
  if (!weight) return unknown
  const isCase = (i: number) => at[i] <= horizon && cause[i] === 1
  let brier = 0
  let cases = 0
  let all = 0
  for (let i = 0; i < n; i++) {
    const happened = Number(isCase(i))
    brier += weight[i] * (happened - risk[i]) ** 2
    cases += weight[i] * happened
    all += weight[i]
  }
  const share = cases / all
  // with weights that need not add up to n, the best single risk is their own share
  const reference = all * share * (1 - share)
  return { auc: weightedAuc(risk, weight, isCase), brier: brier / n, scaledBrier: 1 - brier / reference }
}

/** What each patient counts at the horizon; nothing where nobody is followed beyond it. */
export function weightsAt(
  time: ArrayLike<number>,
  event: ArrayLike<number>,
  horizon: number,
): Float64Array | undefined {
  const n = time.length
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => time[a] - time[b] || event[b] - event[a])
  const weight = new Float64Array(n)
  let uncensored = 1
  let beyond = 0
  for (let from = 0; from < n; ) {
    const now = time[order[from]]
    let to = from
    let censored = 0
    while (to < n && time[order[to]] === now) {
      const i = order[to++]
      if (event[i] && now <= horizon) weight[i] = 1 / uncensored
      if (!event[i]) censored++
    }
    if (now > horizon) break
    // those with the event at this time are no longer at risk of being censored at it
    uncensored *= 1 - censored / (n - to + censored)
    from = to
  }
  for (let i = 0; i < n; i++)
    if (time[i] > horizon) {
      weight[i] = 1 / uncensored
      beyond++
    }
  return beyond > 0 ? weight : undefined
}

/** Weighted share of pairs of a case and a control in which the case has the higher risk, ties half; n log n. */
function weightedAuc(risk: ArrayLike<number>, weight: Float64Array, isCase: (i: number) => boolean): number {
  const order = Array.from({ length: risk.length }, (_, i) => i)
    .filter((i) => weight[i] > 0)
    .sort((a, b) => risk[a] - risk[b])
  let right = 0
  let below = 0
  let cases = 0
  for (let from = 0; from < order.length; ) {
    let to = from
    let ownCases = 0
    let ownControls = 0
    for (; to < order.length && risk[order[to]] === risk[order[from]]; to++) {
      const i = order[to]
      if (isCase(i)) ownCases += weight[i]
      else ownControls += weight[i]
    }
    right += ownCases * (below + ownControls / 2)
    below += ownControls
    cases += ownCases
    from = to
  }
  return right / (cases * below)
}
