import { pretty } from '../../statistics/numerics/pretty.ts'
import { baselineHazard } from '../../statistics/survival/cox-diagnostics.ts'
import type { TrainingRows } from '../../step.ts'

/** Survival where the linear predictor is 0, at round times and at the study's horizons: no patient's own time. */
export interface Baseline {
  time: number[]
  survival: number[]
}

const intervals = 50

/** Baseline survival of a Cox model's linear predictors over its training rows, by Efron's estimate. */
export function baselineOf(
  lp: Float64Array,
  { outcome, counts }: Pick<TrainingRows, 'outcome' | 'counts'>,
  horizons: readonly number[],
): Baseline {
  if (outcome.kind !== 'survival') throw new RangeError('a baseline needs survival times')
  const { time, event, start } = outcome
  const [curve] = baselineHazard({ linearPredictor: lp, ties: 'efron' }, time, event, { weights: counts, start })
  const last = curve.time[curve.time.length - 1]
  const round = pretty(0, last, intervals).filter((t) => t <= last)
  const times = [...new Set([...round, ...horizons.filter((t) => t <= last)])].sort((a, b) => a - b)
  return { time: times, survival: times.map((t) => Math.exp(-hazardAt(curve.time, curve.hazard, t))) }
}

/** Baseline survival at a time; that of the last time before it where it is not among the baseline's own. */
export function baselineAt({ time, survival }: Baseline, at: number): number {
  let value = 1
  for (let i = 0; i < time.length && time[i] <= at; i++) value = survival[i]
  return value
}

function hazardAt(time: Float64Array, hazard: Float64Array, at: number): number {
  let value = 0
  for (let i = 0; i < time.length && time[i] <= at; i++) value = hazard[i]
  return value
}
