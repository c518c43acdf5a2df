import { calibrationAt } from '../../statistics/performance/calibration-curve.ts'
import { predictedOf } from '../../statistics/resampling/out-of-sample.ts'
import { type FollowedRows, type Outcome, outcomeAt } from '../../step.ts'
import type { TrainingSample } from '../data/training-sample.ts'
import { calibrationCurve, type HorizonMeasures, horizonMeasureNames, horizonMeasures } from '../measures/at-horizon.ts'
import { type Measures, measureNames, measuresAt } from '../measures/measures.ts'
import type { CorrectedPerformance, MeasureIntervals, PartPerformance } from '../measures/part-performance.ts'
import { atRows, horizonRisks } from '../measures/performance.ts'
import type { Refit } from '../resample/refit.ts'
import { meanOf } from './nested-cross-validation.ts'

/** A bootstrap sample and what one model's refit to it predicts for every row. */
export interface BootstrapRefit {
  part: TrainingSample
  lp: Float64Array
  /** Of a Cox model, survival at each horizon where the linear predictor is 0. */
  survival?: number[]
}

/** The refits of a model that could be made. */
export function bootstrapRefits(
  name: string,
  bootstraps: readonly { part: TrainingSample; refits: Record<string, Refit> }[],
): BootstrapRefit[] {
  return bootstraps.flatMap(({ part, refits }) => {
    const refit = refits[name]
    return 'failed' in refit ? [] : [{ part, lp: refit.lp, survival: refit.survival }]
  })
}

/**
 * Apparent performance less its optimism: the mean, over refits to bootstrap samples, of how much better a refit does on
 * its own sample than on the training rows (Efron 1983, Harrell 2.5). Beside it .632+ (Efron & Tibshirani 1997), which
 * judges each refit on the rows it did not draw. The interval is the apparent one moved by the optimism (Noma 2021).
 */
export function correctedPerformance(
  apparent: PartPerformance,
  training: Int32Array,
  outcome: Outcome,
  refits: readonly BootstrapRefit[],
): CorrectedPerformance | undefined {
  if (refits.length === 0) return undefined
  const each = refits.map(({ part, lp }) => {
    const drawn = new Set(part.rows)
    return {
      own: measuresAt(part.rows, lp, outcome, part.counts),
      original: measuresAt(training, lp, outcome),
      outOfBag: measuresAt(
        training.filter((row) => !drawn.has(row)),
        lp,
        outcome,
      ).auc,
    }
  })
  const byMeasure = (value: (measure: (typeof measureNames)[number]) => number) =>
    Object.fromEntries(measureNames.map((measure) => [measure, value(measure)])) as unknown as Measures
  const optimism = byMeasure((measure) => meanOf(each.map(({ own, original }) => own[measure] - original[measure])))
  return {
    ...byMeasure((measure) => apparent[measure] - optimism[measure]),
    lower: apparent.lower - optimism.auc,
    upper: apparent.upper - optimism.auc,
    interval: 'apparent interval moved by the optimism (Noma 2021)',
    intervals: { measures: moved(apparent.intervals.measures, optimism), method: 'moved by the optimism (Noma 2021)' },
    optimism,
    auc632plus: estimate632plus(apparent.auc, meanOf(each.map(({ outOfBag }) => outOfBag))),
    refits: refits.length,
    ...(apparent.horizons && { horizons: correctedHorizons(apparent.horizons, training, outcome, refits) }),
  }
}

/** Intervals of the apparent measures, moved by how much these are too good. */
function moved(intervals: MeasureIntervals, optimism: Measures): MeasureIntervals {
  const by = (name: keyof MeasureIntervals) => ({
    lower: intervals[name].lower - optimism[name],
    upper: intervals[name].upper - optimism[name],
  })
  return {
    brier: by('brier'),
    calibrationIntercept: by('calibrationIntercept'),
    calibrationSlope: by('calibrationSlope'),
  }
}

/** Rows as a refit drew them, copies written out. */
function drawnRows({ rows, counts }: TrainingSample): number[] {
  return Array.from(rows).flatMap((row, i) => new Array<number>(counts[i]).fill(row))
}

/** What a refit foretells for some rows at horizon number `h`, beside what became of them. */
function atHorizonOf({ lp, survival }: BootstrapRefit, rows: ArrayLike<number>, outcome: FollowedRows, h: number) {
  const judged = atRows(rows, lp, outcome)
  const risk = horizonRisks(judged, { horizons: [], survival: () => survival! }, h)
  return { risk, followed: outcomeAt(outcome, judged.rows) }
}

/** Measures at each horizon less their optimism. */
function correctedHorizons(
  apparent: NonNullable<PartPerformance['horizons']>,
  training: Int32Array,
  outcome: Outcome,
  refits: readonly BootstrapRefit[],
): HorizonMeasures[] {
  if (outcome.kind === 'binary') return []
  return apparent.map((horizon, h) => {
    const each = refits.map((refit) =>
      [drawnRows(refit.part), training].map((rows) => {
        const { risk, followed } = atHorizonOf(refit, rows, outcome, h)
        return horizonMeasures(risk, followed, horizon.time)
      }),
    )
    return Object.fromEntries(
      horizonMeasureNames.map((measure) => [
        measure,
        horizon[measure] - meanOf(each.map(([own, original]) => own[measure] - original[measure])),
      ]),
    ) as unknown as HorizonMeasures
  })
}

/** A Cox model's calibration curve at each horizon less its optimism, at the apparent curve's risks; as `correctedCalibration`. */
export function correctedHorizonCurves(
  apparent: NonNullable<PartPerformance['horizons']>,
  training: Int32Array,
  outcome: FollowedRows,
  refits: readonly BootstrapRefit[],
): number[][] {
  return apparent.map(({ time: horizon, calibration }, h) => {
    const optimism = refits.flatMap((refit) => {
      const [own, original] = [drawnRows(refit.part), training].map((rows) => {
        const { risk, followed } = atHorizonOf(refit, rows, outcome, h)
        return calibrationCurve(risk, followed, horizon)?.(calibration.predicted)
      })
      return own && original ? [own.map((value, i) => value - original[i])] : []
    })
    return calibration.observed.map((value, i) => value - meanOf(optimism.map((curve) => curve[i])))
  })
}

/** .632+ of an AUC from its apparent and its out-of-bag value, where knowing nothing gives 0.5. */
function estimate632plus(apparent: number, outOfBag: number): number {
  const noInformation = 0.5
  const held = Math.max(outOfBag, noInformation)
  const overfitting =
    apparent > noInformation && outOfBag < apparent ? Math.min(1, (apparent - held) / (apparent - noInformation)) : 0
  const weight = 0.632 / (1 - 0.368 * overfitting)
  return (1 - weight) * apparent + weight * held
}

/**
 * The apparent calibration curve less its optimism, at the apparent curve's predicted risks, as rms' `calibrate` does:
 * each refit's lowess curve on its own sample less that on the training rows. NaN where no refit reaches.
 */
export function correctedCalibration(
  apparent: PartPerformance['calibration'],
  training: Int32Array,
  outcome: Outcome,
  refits: readonly BootstrapRefit[],
): number[] {
  const points = Float64Array.from(apparent.predicted)
  const optimism = refits.map(({ part, lp }) => {
    const drawn = new Map(Array.from(part.rows, (row, i) => [row, part.counts[i]]))
    const judged = atRows(training, lp, outcome)
    const y = Float64Array.from(judged.y)
    const counts = Float64Array.from(judged.rows, (row) => drawn.get(row) ?? 0)
    const predicted = predictedOf(Float64Array.from(judged.lp))
    const own = calibrationAt(points, predicted, y, counts)
    const original = calibrationAt(points, predicted, y, new Float64Array(y.length).fill(1))
    return own.map((value, i) => value - original[i])
  })
  return apparent.observed.map((value, i) => value - meanOf(optimism.map((curve) => curve[i])))
}
