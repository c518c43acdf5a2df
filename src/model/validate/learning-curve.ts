import { aucDelong } from '../../statistics/performance/roc.ts'
import { randomStream } from '../../statistics/resampling/random.ts'
import { stratifiedSplit } from '../../statistics/resampling/resampling.ts'
import type { Outcome } from '../../step.ts'
import type { PredictorTable } from '../data/predictor-table.ts'
import { eventFlags } from '../fit/inner-folds.ts'
import { measuresAt } from '../measures/measures.ts'
import type { PartPerformance } from '../measures/part-performance.ts'
import { atRows } from '../measures/performance.ts'
import type { Refit } from '../resample/refit.ts'
import { type Fold, fullSample, seedOf } from '../resample/samples.ts'
import type { CentrePerformance, LearningPoint, SubgroupPerformance } from '../result.ts'
import { meanOf } from './nested-cross-validation.ts'

/** One fold for each centre of the training rows: learnt from all others, judged on it. Throws nothing: one centre gives none. */
export function centreFolds(
  rows: Int32Array,
  outcome: Outcome,
  { batches, batchNames }: PredictorTable,
  seed: number,
): (Fold & { centre: string })[] {
  if (!batches || !batchNames) return []
  const centres = [...new Set(rows.map((row) => batches[row]))].sort((a, b) => a - b)
  if (centres.length < 2) return []
  return centres.map((centre) => ({
    centre: batchNames[centre],
    part: fullSample(
      rows.filter((row) => batches[row] !== centre),
      outcome,
      seedOf(seed, 'centre', centre),
    ),
    held: rows.filter((row) => batches[row] === centre),
  }))
}

/** Performance on each centre of a model that was fitted without it. */
export function centrePerformance(
  name: string,
  outcome: Outcome,
  folds: readonly (Fold & { centre: string })[],
  refits: readonly Record<string, Refit>[],
): CentrePerformance[] {
  return folds.map(({ centre, held }, f) => {
    const refit = refits[f][name]
    const flags = eventFlags(outcome)
    const size = { centre, n: held.length, events: held.reduce((sum, row) => sum + flags[row], 0) }
    return 'failed' in refit
      ? { ...size, failed: refit.failed }
      : { ...size, ...measuresAt(held, refit.lp, outcome), ...intervalAt(held, refit.lp, outcome) }
  })
}

/** Random parts of the training rows of each share, stratified by outcome; judged on the training rows left over. */
export function learningFolds(
  rows: Int32Array,
  outcome: Outcome,
  patients: Int32Array,
  { shares, repeats }: { shares: readonly number[]; repeats: number },
  seed: number,
): (Fold & { share: number })[] {
  const flags = eventFlags(outcome)
  return shares.flatMap((share) =>
    Array.from({ length: repeats }, (_, r) => {
      const split = stratifiedSplit(rows.length, share, randomStream(seed, 'learning', share, r), {
        groups: rows.map((row) => patients[row]),
        strata: Float64Array.from(rows, (row) => flags[row]),
      })
      const part = fullSample(
        split.training.map((i) => rows[i]),
        outcome,
        seedOf(seed, 'learning', share, r),
      )
      return { share, part, held: split.validation.map((i) => rows[i]) }
    }),
  )
}

/** Mean AUC, on rows not learnt from, over the number of rows learnt from. */
export function learningCurve(
  name: string,
  outcome: Outcome,
  folds: readonly (Fold & { share: number })[],
  refits: readonly Record<string, Refit>[],
): LearningPoint[] {
  const shares = [...new Set(folds.map((fold) => fold.share))]
  return shares.map((share) => {
    const own = folds.flatMap((fold, f) => (fold.share === share ? [{ fold, refit: refits[f][name] }] : []))
    const aucs = own.map(({ fold, refit }) =>
      'failed' in refit ? Number.NaN : measuresAt(fold.held, refit.lp, outcome).auc,
    )
    const known = aucs.filter((auc) => !Number.isNaN(auc))
    const auc = meanOf(known)
    const sd = Math.sqrt(known.reduce((sum, value) => sum + (value - auc) ** 2, 0) / (known.length - 1))
    return { rows: meanOf(own.map(({ fold }) => fold.part.rows.length)), auc, sd, repeats: known.length }
  })
}

/**
 * Performance of a part's predictions in groups of its patients, with DeLong's intervals. groupOf  group of each id; ids
 * without one take no part. A group with fewer than two of a class has no AUC.
 *
 * @param part with predictions, of `validateModels`
 * @param groupOf group of each id
 * @returns one entry a group, in the order of their names
 */
export function subgroupPerformance(
  part: PartPerformance,
  groupOf: ReadonlyMap<string, string>,
): SubgroupPerformance[] {
  const groups = [...new Set(part.predictions.flatMap(({ id }) => groupOf.get(id) ?? []))].sort()
  return groups.map((group) => {
    const own = part.predictions.filter(({ id }) => groupOf.get(id) === group)
    const rows = own.map((_, i) => i)
    const lp = own.map((prediction) => prediction.lp)
    const outcome = { kind: 'binary', positive: own.map((prediction) => prediction.outcome) } as const
    const events = outcome.positive.reduce((sum, value) => sum + value, 0)
    return { group, n: own.length, events, ...measuresAt(rows, lp, outcome), ...intervalAt(rows, lp, outcome) }
  })
}

function intervalAt(
  rows: ArrayLike<number>,
  lp: ArrayLike<number>,
  outcome: Outcome,
): { lower: number; upper: number } {
  const judged = atRows(rows, lp, outcome)
  const events = judged.y.reduce((sum, value) => sum + value, 0)
  if (outcome.kind === 'survival' || Math.min(events, judged.y.length - events) < 2)
    return { lower: Number.NaN, upper: Number.NaN }
  const { lower, upper } = aucDelong(judged.lp, judged.y)
  return { lower, upper }
}
