import { normal } from '../../statistics/distributions/index.ts'
import { matrixFromColumns } from '../../statistics/numerics/matrix.ts'
import { cox } from '../../statistics/survival/cox.ts'
import { type FollowedRows, outcomeAt } from '../../step.ts'
import { type Baseline, baselineAt, baselineOf } from '../fit/baseline-survival.ts'
import { measuresAt } from '../measures/measures.ts'
import type { PartPerformance } from '../measures/part-performance.ts'
import { partPerformance } from '../measures/performance.ts'
import type { ModelFile } from '../predict/model-schema.ts'
import { type Cell, predict } from '../predict/predict.ts'
import { fullSample } from '../resample/samples.ts'

/** A Cox model on patients of another cohort, and what could be done to make it fit them. */
export interface ExternalSurvivalValidation {
  performance: PartPerformance
  calibration: {
    /** Events that were seen over those that the model expects of the time each patient was followed. */
    observedOverExpected: Interval
    /** Of a Cox regression on the linear predictor. */
    slope: Interval
  }
  updates: SurvivalUpdate[]
  /** Rows that could not be predicted, with the reason, and warnings of those that could. */
  rows: { id: string; error?: string; warnings: string[] }[]
}

interface Interval {
  value: number
  lower: number
  upper: number
}

/** A way of adapting the model to the new cohort. */
interface SurvivalUpdate {
  method: 'baseline' | 'slope and baseline' | 'refit'
  terms: { name: string; estimate: number }[]
  /** Survival at each of the model's horizons where the updated linear predictor is 0. */
  survival: number[]
  /** On the very rows it was made from, so it is apparent. */
  apparent: { auc: number; calibrationSlope: number }
  eventsPerParameter: number
  supported: boolean
}

const eventsNeeded = 10
const z = normal.upperQuantile(0.025)

/**
 * Validates a Cox model on new rows with known follow-up (time, and event 0 or 1; NaN where not known) and proposes
 * updates in rising order of what they change: the baseline, slope and baseline, all coefficients. Observed over expected
 * is by the cumulative hazard at each patient's own time (Crowson, Atkinson & Therneau 2016), its interval Poisson's on
 * the log scale. start  times of entry of patients who came under observation late: they are expected to have events from
 * then on.
 */
export function validateSurvivalExternally(
  file: ModelFile,
  ids: readonly string[],
  rows: readonly Readonly<Record<string, Cell>>[],
  time: ArrayLike<number>,
  event: ArrayLike<number>,
  start?: ArrayLike<number>,
): ExternalSurvivalValidation {
  const predictions = predict(file, rows)
  const lp = Float64Array.from(predictions, (prediction) => prediction.lp ?? Number.NaN)
  const usable = ids.map((_, i) => i).filter((i) => ![lp[i], time[i], event[i], start?.[i] ?? 0].some(Number.isNaN))
  const outcome = { kind: 'survival', time, event, ...(start && { start }) } as const
  const horizons = file.horizons ?? []
  const survival = horizons.map((horizon) => baselineAt(file.baseline!, horizon))
  const performance = partPerformance(ids, usable, lp, outcome, { horizons, survival: () => survival })
  const followed = outcomeAt<FollowedRows>(outcome, usable)
  const seen = usable.reduce((sum, i) => sum + event[i], 0)
  const hazardAt = (at: number) => cumulativeHazard(file.baseline!, at)
  const expected = usable.reduce((sum, i) => sum + (hazardAt(time[i]) - hazardAt(start?.[i] ?? 0)) * Math.exp(lp[i]), 0)
  const slope = coxOf([usable.map((i) => lp[i])], followed)
  const [own] = slope.coefficients
  const error = slope.standardErrors[0]
  const part = fullSample(Int32Array.from(usable), outcome, 0)
  const update = (method: SurvivalUpdate['method'], estimates: readonly number[], parameters: number) => {
    const updated = new Float64Array(ids.length).fill(Number.NaN)
    for (const i of usable) updated[i] = predictions[i].x.reduce((sum, value, j) => sum + estimates[j] * value, 0)
    const fitted = Float64Array.from(usable, (i) => updated[i])
    const baseline = baselineOf(fitted, part, horizons)
    const { auc, calibrationSlope } = measuresAt(usable, updated, outcome)
    return {
      method,
      terms: file.terms.map(({ name }, j) => ({ name, estimate: estimates[j] })),
      survival: horizons.map((horizon) => baselineAt(baseline, horizon)),
      apparent: { auc, calibrationSlope },
      eventsPerParameter: seen / parameters,
      supported: seen / parameters >= eventsNeeded,
    }
  }
  const estimates = file.terms.map((term) => term.estimate)
  const updates = [
    update('baseline', estimates, 1),
    update(
      'slope and baseline',
      estimates.map((estimate) => own * estimate),
      2,
    ),
  ]
  const refit = refitted(
    file.terms.map((_, j) => usable.map((i) => predictions[i].x[j])),
    followed,
  )
  if (refit) updates.push(update('refit', refit, file.terms.length + 1))
  const half = Math.exp(z / Math.sqrt(seen))
  const ratio = seen / expected
  return {
    performance,
    calibration: {
      observedOverExpected: { value: ratio, lower: ratio / half, upper: ratio * half },
      slope: { value: own, lower: own - z * error, upper: own + z * error },
    },
    updates,
    rows: predictions.map(({ error: why, warnings }, i) => ({
      id: ids[i],
      ...(why !== undefined && { error: why }),
      warnings,
    })),
  }
}

/** Of a baseline at round times, between which the hazard is taken to be even: at the last one's, it would be too low. */
function cumulativeHazard({ time, survival }: Baseline, at: number): number {
  const hazard = (k: number) => (k < 0 ? 0 : -Math.log(survival[k]))
  const after = time.findIndex((t) => t > at)
  if (after < 0) return hazard(time.length - 1)
  const [from, to] = [time[after - 1] ?? 0, time[after]]
  return hazard(after - 1) + ((hazard(after) - hazard(after - 1)) * (at - from)) / (to - from)
}

const coxOf = (design: number[][], { time, event, start }: FollowedRows) =>
  cox(matrixFromColumns(design), time, event, { start })

/** Coefficients of all terms on the new rows; nothing where some cannot be told apart or have no finite estimate. */
function refitted(design: number[][], followed: FollowedRows): number[] | undefined {
  try {
    const fit = coxOf(design, followed)
    return fit.diverging ? undefined : Array.from(fit.coefficients)
  } catch {
    return undefined
  }
}
