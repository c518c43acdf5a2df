import { ModelNotFitted, type Problem } from '../../errors/index.ts'
import type { ParallelMap } from '../../parallel.ts'
import type { PartPerformance } from '../measures/part-performance.ts'
import { partPerformance } from '../measures/performance.ts'
import type { Comparator } from '../plan/comparator.ts'
import { crossValidationFolds, fullSample, seedOf } from '../resample/samples.ts'
import type { ModelStudy, ValidationSettings } from './model-study.ts'
import { nestedPerformance } from './nested-cross-validation.ts'

/** How good a comparator is: plain data for `results.json`. */
export interface ComparatorResult extends Comparator {
  rows: number
  events: number
  /** Columns that it could use. */
  candidates: number
  /** The settings chosen for the fit to all training rows. */
  tuning: Record<string, number>
  performance: { nested?: PartPerformance; heldOut?: PartPerformance; apparent: PartPerformance }
  /** Folds in which it could not be fitted. */
  failures: { refits: number; of: number; reason?: string }
}

/** Share of folds that may fail before nothing is said of the others. */
const mostFailed = 0.05

/**
 * Judges the plan's comparators in the folds of its models, everything repeated and tuned inside each of them.
 *
 * @param study plan, predictors, outcome, parts and seed
 * @param settings the nested folds and repeats
 * @param map over threads, or `inThread(modelJobs)`
 * @param told of progress, and of a comparator that cannot be fitted to the training rows, which is left out
 * @returns one result a comparator
 */
export async function validateComparators(
  study: ModelStudy,
  { nested }: ValidationSettings,
  map: ParallelMap,
  {
    onProgress,
    onFailure,
  }: { onProgress?: (done: number, total: number) => void; onFailure: (problem: Problem) => void },
): Promise<ComparatorResult[]> {
  const { plan, table, outcome, training, validation, seed } = study
  const comparators = plan.comparators ?? []
  if (comparators.length === 0 || outcome.kind !== 'binary') return []
  const names = comparators.map(({ name }) => name)
  const folds = Array.from({ length: nested?.repeats ?? 0 }, (_, r) =>
    crossValidationFolds(training, outcome, table.patients, nested!.folds, seed, 'nested', r),
  )
  const whole = fullSample(training, outcome, seedOf(seed, 'whole'))
  const parts = [whole, ...folds.flat().map(({ part }) => part)]
  const done = (
    await map(
      'model/compare',
      parts.map((part) => ({ plan, table, models: names, parts: [part] })),
      { onDone: onProgress },
    )
  ).flat()
  const refits = done.slice(1)
  return comparators.flatMap((comparator): ComparatorResult[] => {
    const { name } = comparator
    const fit = done[0][name]
    if ('failed' in fit) {
      onFailure(ModelNotFitted(name, fit.failed))
      return []
    }
    const { lp, tuning, rows, events, candidates } = fit
    const failed = refits.flatMap((refit) => {
      const own = refit[name]
      return 'failed' in own ? [own.failed] : []
    })
    let at = 0
    const ofFolds = folds.map((repeat) =>
      repeat.map(() => {
        const own = refits[at++][name]
        return { [name]: 'failed' in own ? own : { lp: own.lp, estimates: {} } }
      }),
    )
    const judged = failed.length <= mostFailed * refits.length && folds.length > 0
    return [
      {
        ...comparator,
        rows,
        events,
        candidates,
        tuning,
        performance: {
          nested: judged ? nestedPerformance(name, table.ids, outcome, folds, ofFolds, [], true) : undefined,
          heldOut: validation.length > 0 ? partPerformance(table.ids, validation, lp, outcome) : undefined,
          apparent: partPerformance(table.ids, training, lp, outcome, undefined, 'development'),
        },
        failures: { refits: failed.length, of: refits.length, ...(failed.length > 0 && { reason: failed[0] }) },
      },
    ]
  })
}
