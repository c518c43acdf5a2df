import { TooFewEvents } from '../../errors/index.ts'
import { rangeOf } from '../../statistics/descriptive/range.ts'
import { randomStream } from '../../statistics/resampling/random.ts'
import { kFold } from '../../statistics/resampling/resampling.ts'
import type { Outcome, TrainingRows } from '../../step.ts'

/** 1 for rows with the outcome (of a survival study: with the event), by which splits are stratified. */
export function eventFlags(outcome: Outcome): ArrayLike<number> {
  return outcome.kind === 'binary' ? outcome.positive : outcome.event
}

/** How many patients have a flagged row, and how many have none. */
export function patientsByFlag(patients: Int32Array, flags: ArrayLike<number>): [having: number, without: number] {
  const having = new Set(patients.filter((_, i) => flags[i] > 0))
  return [having.size, new Set(patients).size - having.size]
}

/** How many folds there are where each row has its own, numbered from 0. */
export const foldCount = (fold: ArrayLike<number>) => Math.max(-1, rangeOf(fold)[1]) + 1

/**
 * The inner fold of each row of a training part: by patient, stratified by outcome. Fewer than `folds` where fewer
 * patients have the outcome, or have it not. Throws TooFewEvents where not even three folds are possible.
 */
export function innerFolds(training: TrainingRows, folds: number): Int32Array {
  const flags = eventFlags(training.outcome)
  const [having, without] = patientsByFlag(training.patients, flags)
  const k = Math.min(folds, having, without)
  if (k < 3) throw TooFewEvents(having, without)
  return kFold(training.rows.length, k, randomStream(training.seed, 'inner folds'), {
    groups: training.patients,
    strata: flags,
  })
}
