import { InvalidArgument, UnequalLengths } from '../../errors/index.ts'
import { checkedEntries } from './times.ts'

/** Rows in the order in which they leave the risk set, cut at the distinct times of events. */
export interface RiskSets {
  /** Rows that are at risk at the first event or later, by rising time; events before censorings of the same time. */
  order: Int32Array
  /** Group k is order[start[k]] to order[start[k + 1] − 1]: from one event time to before the next. */
  start: Int32Array
  /** Weight of the events of each group. */
  died: Float64Array
}

/** Follow-up times with near-ties made ties, and the number of events; throws where times or events are not such. */
export function survivalTimes(time: ArrayLike<number>, event: ArrayLike<number>, n: number, entry?: ArrayLike<number>) {
  if (time.length !== n) throw UnequalLengths('x', n, 'time', time.length)
  const { time: times, start } = checkedEntries(time, event, entry)
  let events = 0
  for (let i = 0; i < n; i++) events += event[i]
  if (events === 0) throw InvalidArgument('event', 'such that at least one event occurred')
  return { times, events, ...(start && { start }) }
}

export function riskSets(time: ArrayLike<number>, event: ArrayLike<number>, weights: ArrayLike<number>): RiskSets {
  const rows: number[] = []
  for (let i = 0; i < time.length; i++) if (weights[i] > 0) rows.push(i)
  rows.sort((a, b) => time[a] - time[b] || event[b] - event[a] || a - b)
  let first = 0
  while (first < rows.length && !event[rows[first]]) first++
  const order = Int32Array.from(rows.slice(first))
  const start: number[] = []
  const died: number[] = []
  for (let i = 0; i < order.length; i++) {
    const row = order[i]
    const isNew = event[row] && (start.length === 0 || time[row] > time[order[start[start.length - 1]]])
    if (isNew) {
      start.push(i)
      died.push(0)
    }
    if (event[row]) died[died.length - 1] += weights[row]
  }
  start.push(order.length)
  return { order, start: Int32Array.from(start), died: Float64Array.from(died) }
}

/**
 * Deviance of linear predictors under Cox's partial likelihood with Breslow's ties: twice the distance to the saturated
 * model. Weights are scaled to sum to the number of rows. Equals glmnet's coxnet.deviance.
 */
export function coxDeviance(
  time: ArrayLike<number>,
  event: ArrayLike<number>,
  eta: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  const n = time.length
  const w = new Float64Array(n).fill(1)
  if (weights) {
    let total = 0
    for (let i = 0; i < n; i++) total += weights[i]
    for (let i = 0; i < n; i++) w[i] = (n * weights[i]) / total
  }
  const { order, start, died } = riskSets(time, event, w)
  let largest = -Infinity
  for (const row of order) largest = Math.max(largest, eta[row])
  let atRisk = 0
  let logLikelihood = 0
  let saturated = 0
  for (let k = died.length - 1; k >= 0; k--) {
    for (let i = start[k + 1] - 1; i >= start[k]; i--) {
      const row = order[i]
      atRisk += w[row] * Math.exp(eta[row] - largest)
      if (event[row]) logLikelihood += w[row] * (eta[row] - largest)
    }
    logLikelihood -= died[k] * Math.log(atRisk)
    saturated -= died[k] * Math.log(died[k])
  }
  return 2 * (saturated - logLikelihood)
}
