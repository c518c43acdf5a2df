import { InvalidArgument, UnequalLengths } from '../../errors/index.ts'
import { sortedOrder } from '../descriptive/ranks.ts'
import { requireFinite } from '../numerics/check-arguments.ts'
import { denseRanks, rankSums } from '../numerics/rank-sums.ts'
import { weightsAt } from './at-horizon.ts'
import { checkedTimes } from './times.ts'

/** The ROC curve at one time, from (0, 0) to (1, 1), one entry a distinct value of the marker. */
export interface TimeDependentRoc {
  falsePositiveRate: number[]
  sensitivity: number[]
  /** Called positive from this value on; infinite at the start. */
  threshold: number[]
  auc: number
}

/**
 * Time-dependent ROC curve (cumulative cases, dynamic controls) by inverse probability of censoring: a patient with the
 * event at t ≤ horizon counts 1/G(t−), one followed beyond the horizon 1/G(horizon), as timeROC has it (Blanche 2013).
 * Where another event may come first (cause 2), its patients are controls too with `controls: 'withoutEvent'` (timeROC's
 * AUC_2), and left out with `'eventFree'` (AUC_1).
 *
 * @param time n follow-up times ≥ 0, in any one unit (months)
 * @param cause n values: 0 censored, 1 the event of interest, another number a competing one
 * @param marker n values; higher means an earlier event
 * @param horizon the time, in the unit of the times
 * @param controls who is compared with the cases
 * @returns the curve and its area; undefined where there is no case by the horizon or nobody is followed beyond it
 * @throws UnequalLengths where the arrays differ in length
 * @throws NotFinite for a time or marker that is not finite
 * @throws NegativeTime for a time below 0
 * @throws InvalidArgument for a horizon that is not positive
 * @throws TooFewValues without patients
 * @example
 * ```ts
 * import { timeDependentRoc } from 'nomoscope/statistics'
 *
 * timeDependentRoc([1, 2, 8, 9], [1, 1, 0, 0], [3, 1, 2, 0], 5)!.auc // → 0.75
 * ```
 */
export function timeDependentRoc(
  time: ArrayLike<number>,
  cause: ArrayLike<number>,
  marker: ArrayLike<number>,
  horizon: number,
  controls: 'eventFree' | 'withoutEvent' = 'eventFree',
): TimeDependentRoc | undefined {
  if (!(horizon > 0)) throw InvalidArgument('The horizon', 'positive')
  if (marker.length !== time.length) throw UnequalLengths('The times', time.length, 'the markers', marker.length)
  const any = Float64Array.from(cause, (value) => Number(value !== 0))
  const at = checkedTimes(time, any)
  requireFinite(marker, 'The markers')
  const weight = weightsAt(at, any, horizon)
  if (!weight) return undefined
  const isCase = (i: number) => at[i] <= horizon && cause[i] === 1
  const counts = (i: number) => weight[i] > 0 && (isCase(i) || at[i] > horizon || controls === 'withoutEvent')
  const order = Array.from({ length: at.length }, (_, i) => i)
    .filter(counts)
    .sort((a, b) => marker[b] - marker[a])
  const points = [{ cases: 0, others: 0, threshold: Number.POSITIVE_INFINITY }]
  let [cases, others, right] = [0, 0, 0]
  for (let from = 0; from < order.length; ) {
    let to = from
    let [ownCases, ownOthers] = [0, 0]
    for (; to < order.length && marker[order[to]] === marker[order[from]]; to++) {
      if (isCase(order[to])) ownCases += weight[order[to]]
      else ownOthers += weight[order[to]]
    }
    right += ownOthers * (cases + ownCases / 2)
    cases += ownCases
    others += ownOthers
    points.push({ cases, others, threshold: marker[order[from]] })
    from = to
  }
  if (!(cases > 0 && others > 0)) return undefined
  return {
    falsePositiveRate: points.map((point) => point.others / others),
    sensitivity: points.map((point) => point.cases / cases),
    threshold: points.map((point) => point.threshold),
    auc: right / cases / others,
  }
}

/** The time-dependent AUC over the follow-up, and its integral. */
export interface IntegratedAuc {
  /** Times of the event by `until` at which the AUC exists, and the AUC there. */
  time: number[]
  auc: number[]
  /** Mean of them, each weighted by what the Kaplan–Meier estimate falls there; NaN without any. */
  integral: number
}

/**
 * AUC at every time of an event up to `until`, and its mean weighted by the fall of the survival curve (Lambert & Chevret
 * 2016), as scikit-survival's `cumulative_dynamic_auc` has it. n log n.
 *
 * @param time n follow-up times ≥ 0, in any one unit (months)
 * @param event n flags: 1 the event happened at the time, 0 censored then
 * @param marker n values; higher means an earlier event
 * @param until the last time, in the unit of the times
 * @returns AUC over time and its integral
 * @throws UnequalLengths where the arrays differ in length
 * @throws NotFinite for a time or marker that is not finite
 * @throws NegativeTime for a time below 0
 * @throws NotBinary for a flag other than 0 or 1
 * @throws TooFewValues without patients
 * @example
 * ```ts
 * import { integratedAuc } from 'nomoscope/statistics'
 *
 * integratedAuc([1, 2, 8, 9], [1, 1, 0, 0], [2, 3, 1, 0], 5).integral.toFixed(4) // → '0.8333'
 * ```
 */
export function integratedAuc(
  time: ArrayLike<number>,
  event: ArrayLike<number>,
  marker: ArrayLike<number>,
  until: number,
): IntegratedAuc {
  const at = checkedTimes(time, event)
  const n = at.length
  if (marker.length !== n) throw UnequalLengths('The times', n, 'the markers', marker.length)
  requireFinite(marker, 'The markers')
  const order = sortedOrder(at)
  const rank = denseRanks(marker, sortedOrder(marker))
  // Those followed beyond the present time, all of one weight, and those with the event by then, each of its own.
  const controls = rankSums(n)
  const cases = rankSums(n)
  for (let i = 0; i < n; i++) controls.add(rank[i])
  const found: IntegratedAuc = { time: [], auc: [], integral: Number.NaN }
  const right = exactSum()
  let [uncensored, survival, sum, fall] = [1, 1, 0, 0]
  for (let from = 0; from < n && at[order[from]] <= until; ) {
    const now = at[order[from]]
    const atRisk = n - from
    let to = from
    let events = 0
    for (; to < n && at[order[to]] === now; to++) {
      const { below, equal } = cases.around(rank[order[to]])
      right.add(-(cases.total() - below - equal / 2))
      controls.add(rank[order[to]], -1)
      if (event[order[to]]) events++
    }
    for (let i = from; i < to; i++) {
      if (!event[order[i]]) continue
      const { below, equal } = controls.around(rank[order[i]])
      right.add((below + equal / 2) / uncensored)
      cases.add(rank[order[i]], 1 / uncensored)
    }
    const own = (survival * events) / atRisk
    survival -= own
    const others = controls.total()
    if (own > 0 && others > 0) {
      const auc = right.value() / cases.total() / others
      found.time.push(now)
      found.auc.push(auc)
      sum += own * auc
      fall += own
    }
    // those with the event at this time are no longer at risk of being censored at it
    uncensored *= 1 - (to - from - events) / Math.max(1, atRisk - events)
    from = to
  }
  return { ...found, integral: sum / fall }
}

/** A sum from which as much is taken as was added, with what each addition rounds off carried along (Neumaier 1974). */
function exactSum() {
  let [sum, lost] = [0, 0]
  return {
    add: (value: number) => {
      const next = sum + value
      lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum
      sum = next
    },
    value: () => sum + lost,
  }
}
