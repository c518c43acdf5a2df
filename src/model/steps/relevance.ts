import { relevanceTo } from '../../statistics/kernels/correlated-columns.ts'
import { normalise } from '../../statistics/penalised/normalised-columns.ts'
import type { Outcome, TrainingRows } from '../../step.ts'
import { totalCount } from './weighted-moments.ts'

/**
 * What a column is compared with to see how much it tells of the outcome: 0 or 1, or for survival the martingale
 * residual of the model without predictors (events observed minus expected by Nelson–Aalen), as Therneau 1990 proposes.
 */
export function outcomeScores(outcome: Outcome, counts: Float64Array): Float64Array {
  if (outcome.kind === 'binary') return Float64Array.from(outcome.positive)
  const { time, event } = outcome
  const n = counts.length
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => time[a] - time[b])
  const residuals = new Float64Array(n)
  let atRisk = totalCount(counts)
  let hazard = 0
  for (let first = 0; first < n; ) {
    let last = first
    let events = 0
    let leaving = 0
    while (last < n && time[order[last]] === time[order[first]]) {
      events += counts[order[last]] * event[order[last]]
      leaving += counts[order[last]]
      last++
    }
    hazard += events / atRisk
    for (let k = first; k < last; k++) residuals[order[k]] = event[order[k]] - hazard
    atRisk -= leaving
    first = last
  }
  return residuals
}

/** What columns are compared with to see how much they tell of the outcome, normalised over the rows as drawn. */
export function targetOf({ outcome, counts }: TrainingRows): Float64Array {
  const target = new Float64Array(counts.length)
  normalise(outcomeScores(outcome, counts), counts, target)
  return target
}

/** |Pearson correlation| of every column with the outcome over the training rows; 0 for a constant column. */
export function relevanceOf(training: TrainingRows): Float64Array {
  const { columns, counts } = training
  const target = targetOf(training)
  const relevance = new Float64Array(columns.length)
  const many = Math.ceil(mostAtOnce / counts.length)
  for (let at = 0; at < columns.length; at += many) {
    relevance.set(relevanceTo(target, { columns: columns.slice(at, at + many), counts }), at)
  }
  return relevance.map((r) => Math.max(0, r))
}

/** Numbers (32 MB) that are compared with the outcome at once. */
const mostAtOnce = 2 ** 22
