import type { Outcome, TrainingRows } from '../../step.ts'
import { totalCount } from './weighted.ts'

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

/**
 * `values` less their mean, each times the square root of how often its row counts, divided by the norm: the scalar
 * product of two such columns is Pearson's correlation over the rows as drawn. All 0 for a constant column.
 * Written to `into` from `at` on.
 */
export function normalise(values: Float64Array, counts: Float64Array, into: Float64Array, at = 0): void {
  const n = values.length
  let sum = 0
  let total = 0
  for (let i = 0; i < n; i++) {
    sum += counts[i] * values[i]
    total += counts[i]
  }
  const mean = sum / total
  let squares = 0
  let largest = 0
  for (let i = 0; i < n; i++) {
    const d = values[i] - mean
    squares += counts[i] * d * d
    largest = Math.max(largest, Math.abs(values[i]))
  }
  // what rounding leaves of a constant is no variation
  const norm = Math.sqrt(squares)
  const scale = norm > 1e-12 * largest * Math.sqrt(total) ? 1 / norm : 0
  for (let i = 0; i < n; i++) into[at + i] = (values[i] - mean) * Math.sqrt(counts[i]) * scale
}

/** |Pearson correlation| of every column with the outcome over the training rows; 0 for a constant column. */
export function relevanceOf(training: TrainingRows): Float64Array {
  const { columns, counts } = training
  const n = counts.length
  const target = new Float64Array(n)
  normalise(outcomeScores(training.outcome, counts), counts, target)
  const column = new Float64Array(n)
  return Float64Array.from(columns, ({ values }) => {
    normalise(values, counts, column)
    let r = 0
    for (let i = 0; i < n; i++) r += column[i] * target[i]
    return Math.abs(r)
  })
}
