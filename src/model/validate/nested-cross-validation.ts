import { type FollowedRows, type Outcome, outcomeAt } from '../../step.ts'
import { type HorizonMeasures, horizonMeasureNames, horizonMeasures } from '../measures/at-horizon.ts'
import { crossValidatedAuc, crossValidatedC, type HeldFold } from '../measures/cross-validated-auc.ts'
import { crossValidatedSlope } from '../measures/cross-validated-slope.ts'
import { isConstant, type Measures, type MeasuresWithErrors, measureNames, measuresAt } from '../measures/measures.ts'
import type { PartPerformance } from '../measures/part-performance.ts'
import { atRows, horizonRisks, type RiskScale, type ScoredRows, withCurves } from '../measures/performance.ts'
import type { Refit } from '../resample/refit.ts'
import type { Fold } from '../resample/samples.ts'

/**
 * Performance by nested cross-validation. The AUC is the mean over the folds of all repeats (a model without a term has
 * 0.5); the other measures are of each repeat's out-of-fold predictions, averaged over the repeats; curves and
 * predictions are those of the first repeat. A Cox model's risks are by the baseline of the fold that foretold them.
 * Undefined where no fold could be fitted.
 * onlySelected  the model consists of scores or of a LASSO's columns, nothing of it being fixed
 */
export function nestedPerformance(
  name: string,
  ids: readonly string[],
  outcome: Outcome,
  folds: readonly (readonly Fold[])[],
  refits: readonly Record<string, Refit>[][],
  horizons: readonly number[],
  onlySelected: boolean,
): PartPerformance | undefined {
  const repeats = folds.map((repeat, r) => heldFolds(name, outcome, repeat, refits[r]))
  if (repeats.every((repeat) => repeat.length === 0)) return undefined
  const pooled = repeats.map(pool)
  const firstRepeat = pooled.findIndex((judged) => judged.rows.length > 0)
  const first = pooled[firstRepeat]
  const scales = folds.map((repeat, r) => foldScale(name, repeat, refits[r], horizons))
  const each = pooled.map((judged) => pooledMeasures(judged, ids.length, outcome))
  const measures = Object.fromEntries(
    measureNames.map((measure) => [measure, meanOf(each.map((own) => own[measure]))]),
  ) as unknown as Measures
  // repeats share their rows: the mean over them is taken to be as certain as one of them
  const errors = {
    brier: meanOf(each.map((own) => own.errors.brier)),
    calibrationIntercept: meanOf(each.map((own) => own.errors.calibrationIntercept)),
    calibrationSlope: meanOf(each.map((own) => own.errors.calibrationSlope)),
  }
  // where no fold ranks anybody, a slope would be that of the outcome on the folds' own prevalences
  const ranks = repeats.some((repeat) => repeat.some(({ lp }) => !isConstant(lp)))
  if (!ranks) {
    measures.calibrationSlope = Number.NaN
    errors.calibrationSlope = Number.NaN
  }
  const widening = onlySelected ? selectionWidening(repeats) : 1
  const { auc, lower, upper, interval } = areaInterval(repeats, outcome, widening)
  const judged = withCurves(
    ids,
    first,
    outcome,
    { ...measures, auc, errors },
    ranks ? { lower, upper, interval } : { lower: Number.NaN, upper: Number.NaN, interval: 'none' },
    scales[firstRepeat],
  )
  const slope = crossValidatedSlope(measures.calibrationSlope, errors.calibrationSlope, folds[0].length, widening)
  const part = {
    ...judged,
    intervals: {
      measures: { ...judged.intervals.measures, calibrationSlope: slope },
      method: `Wald; of the slope widened for the folds${onlySelected ? ' and for selection (Nadeau & Bengio 2003)' : ''}, on the log scale where it is positive`,
    },
  }
  if (!part.horizons || outcome.kind === 'binary') return part
  const averaged = part.horizons.map((own, h) => ({
    ...own,
    ...horizonAverages(pooled, scales, repeats, outcome, own.time, h),
  }))
  return { ...part, horizons: averaged }
}

/** The risk scale of each row: that of the fold which held it. */
function foldScale(
  name: string,
  folds: readonly Fold[],
  refits: readonly Record<string, Refit>[],
  horizons: readonly number[],
): RiskScale {
  const ofRow = new Map<number, readonly number[]>()
  folds.forEach(({ held }, f) => {
    const refit = refits[f][name]
    if (!('failed' in refit)) for (const row of held) ofRow.set(row, refit.survival ?? [])
  })
  return { horizons, survival: (row) => ofRow.get(row)! }
}

/** At one horizon: the AUC averaged over the folds that have one, the rest over the repeats' out-of-fold risks. */
function horizonAverages(
  pooled: readonly ScoredRows[],
  scales: readonly RiskScale[],
  repeats: readonly (readonly HeldFold[])[],
  outcome: FollowedRows,
  horizon: number,
  h: number,
): HorizonMeasures {
  const measured = (judged: HeldFold, r: number) =>
    horizonMeasures(horizonRisks(judged, scales[r], h), outcomeAt(outcome, judged.rows), horizon)
  const each = pooled.flatMap((judged, r) => (judged.rows.length > 0 ? [measured(judged, r)] : []))
  const measures = Object.fromEntries(
    horizonMeasureNames.map((measure) => [measure, meanOf(each.map((own) => own[measure]))]),
  ) as unknown as HorizonMeasures
  return { ...measures, auc: meanOf(repeats.flatMap((folds, r) => folds.map((fold) => measured(fold, r).auc))) }
}

/**
 * A model of nothing but selected columns is another one in every fold, and the folds share most of their training rows:
 * the variance of its measures is widened by Nadeau and Bengio's factor 1 + k / (k − 1) (2003).
 */
function selectionWidening(repeats: readonly (readonly HeldFold[])[]): number {
  const k = Math.max(...repeats.map((folds) => folds.length))
  return Math.sqrt(1 + k / (k - 1))
}

/** LeDell's interval, of C its like. Coverage is measured in docs/honesty.md. */
function areaInterval(repeats: readonly (readonly HeldFold[])[], outcome: Outcome, widening: number) {
  const isBinary = outcome.kind === 'binary'
  const { auc, lower, upper } = isBinary
    ? crossValidatedAuc(repeats, widening)
    : crossValidatedC(repeats, outcome, widening)
  const plain = isBinary
    ? 'influence curve of the cross-validated AUC, logit scale (LeDell 2015)'
    : 'influence curve of the cross-validated C, logit scale'
  const interval = widening > 1 ? `${plain}, widened for selection (Nadeau & Bengio 2003)` : plain
  return { auc, lower, upper, interval }
}

/** Refits of all repeats in which nothing was selected: everyone has the same risk. */
export function emptyFolds(
  name: string,
  folds: readonly (readonly Fold[])[],
  refits: readonly Record<string, Refit>[][],
): { refits: number; of: number } {
  const held = folds.flatMap((repeat, r) =>
    repeat.flatMap(({ held: rows }, f) => {
      const refit = refits[r][f][name]
      return 'failed' in refit ? [] : [Array.from(rows, (row) => refit.lp[row]).filter((lp) => !Number.isNaN(lp))]
    }),
  )
  return { refits: held.filter(isConstant).length, of: held.length }
}

/** AUC (or C) averaged over folds, for one cross-validation; NaN where no fold could be judged. */
export function meanOverFolds(
  name: string,
  outcome: Outcome,
  folds: readonly Fold[],
  refits: readonly Record<string, Refit>[],
): number {
  const each = folds.map(({ held }, f) => {
    const refit = refits[f][name]
    return 'failed' in refit ? Number.NaN : measuresAt(held, refit.lp, outcome).auc
  })
  return meanOf(each)
}

/** Out-of-fold linear predictors of one cross-validation as a column of the table; NaN for other rows. */
export function outOfFold(
  name: string,
  n: number,
  folds: readonly Fold[],
  refits: readonly Record<string, Refit>[],
): Float64Array {
  const lp = new Float64Array(n).fill(Number.NaN)
  folds.forEach(({ held }, f) => {
    const refit = refits[f][name]
    if (!('failed' in refit)) for (const row of held) lp[row] = refit.lp[row]
  })
  return lp
}

function heldFolds(
  name: string,
  outcome: Outcome,
  folds: readonly Fold[],
  refits: readonly Record<string, Refit>[],
): HeldFold[] {
  return folds.flatMap(({ held }, f) => {
    const refit = refits[f][name]
    return 'failed' in refit ? [] : [atRows(held, refit.lp, outcome)]
  })
}

function pool(folds: readonly HeldFold[]): ScoredRows {
  return {
    rows: folds.flatMap((fold) => fold.rows),
    lp: folds.flatMap((fold) => fold.lp),
    y: folds.flatMap((fold) => fold.y),
  }
}

function pooledMeasures({ rows, lp }: ScoredRows, n: number, outcome: Outcome): MeasuresWithErrors {
  const column = new Float64Array(n).fill(Number.NaN)
  rows.forEach((row, i) => {
    column[row] = lp[i]
  })
  return measuresAt(rows, column, outcome)
}

/** Mean of what is known. */
export function meanOf(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value))
  return known.reduce((sum, value) => sum + value, 0) / known.length
}
