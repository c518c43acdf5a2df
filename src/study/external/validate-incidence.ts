import type { ModelFile } from '../../model/predict/model-schema.ts'
import { type Cell, predict } from '../../model/predict/predict.ts'
import { type IncidenceAtHorizon, incidenceAtHorizon } from '../stages/incidence/incidence-at-horizon.ts'

/** A Fine–Gray model on patients of another cohort, at each of its horizons that they reach. */
export interface IncidenceValidation {
  n: number
  events: number
  competing: number
  horizons: IncidenceAtHorizon[]
  /** Horizons beyond the follow-up of these patients. */
  beyond: number[]
  /** Rows that could not be predicted, with the reason, and warnings of those that could. */
  rows: { id: string; error?: string; warnings: string[] }[]
}

/** cause  0 censored, 1 the event, 2 the competing one, NaN where not known */
export function validateIncidence(
  file: ModelFile,
  ids: readonly string[],
  rows: readonly Readonly<Record<string, Cell>>[],
  time: ArrayLike<number>,
  cause: ArrayLike<number>,
): IncidenceValidation {
  const predictions = predict(file, rows)
  const usable = ids.map((_, i) => i).filter((i) => predictions[i].risks && Number.isFinite(time[i] + cause[i]))
  const times = Float64Array.from(usable, (i) => time[i])
  const causes = Float64Array.from(usable, (i) => cause[i])
  const last = times.reduce((most, at) => Math.max(most, at), 0)
  const horizons = file.horizons ?? []
  const count = (code: number) => causes.filter((value) => value === code).length
  return {
    n: usable.length,
    events: count(1),
    competing: count(2),
    horizons: horizons.flatMap((at, h) => {
      if (at > last) return []
      const risk = Float64Array.from(usable, (i) => predictions[i].risks![h].risk)
      return [incidenceAtHorizon(risk, times, causes, at)]
    }),
    beyond: horizons.filter((at) => at > last),
    rows: predictions.map(({ error, warnings }, i) => ({
      id: ids[i],
      ...(error !== undefined && { error }),
      warnings,
    })),
  }
}
