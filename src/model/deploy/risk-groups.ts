import type { ModelFile } from '../predict/model-schema.ts'
import type { ModelResult } from '../result.ts'

/** Fewer patients than these are not counted by themselves. */
export const smallestGroup = 10

/**
 * The training patients as counts, by the risk that they were given: tenths of risk, each joined with the next until it has
 * ten patients. The risks are those out of fold (of the first repeat of the nested cross-validation), of models that had
 * not seen the patient, where the study has them; else the model's own, which knew everyone.
 *
 * @param result of `validateModels`; of a Cox model the risks are those at the last horizon, and who left before is counted
 *   as unknown
 * @returns the groups with what they rest on; undefined for fewer than ten patients
 */
export function riskGroupsOf({
  family,
  performance,
}: Pick<ModelResult, 'family' | 'performance'>): ModelFile['groups'] {
  const { nested, apparent } = performance
  const part = nested ?? apparent
  const known = part.predictions.filter(({ risk }) => Number.isFinite(risk))
  const horizon = family === 'cox' ? part.horizons?.at(-1)?.time : undefined
  if (known.length < smallestGroup || (family === 'cox' && horizon === undefined)) return undefined
  const counted: NonNullable<ModelFile['groups']>['counts'] = []
  let from = 0
  for (let tenth = 1; tenth <= 10; tenth++) {
    const to = tenth / 10
    const own = known.filter(({ risk }) => risk >= from && (tenth === 10 || risk < to))
    if (own.length < smallestGroup && tenth < 10) continue
    const events = own.filter((one) => one.outcome === 1 && (horizon === undefined || one.time! <= horizon)).length
    const unknown =
      horizon === undefined ? undefined : own.filter((one) => one.outcome === 0 && one.time! < horizon).length
    counted.push({ from, to, patients: own.length, events, ...(unknown !== undefined && { unknown }) })
    from = to
  }
  // What is left at the end is told with the group below it.
  const last = counted.at(-1)!
  if (last.patients < smallestGroup) {
    counted.pop()
    const below = counted.at(-1)!
    below.to = last.to
    below.patients += last.patients
    below.events += last.events
    if (last.unknown !== undefined) below.unknown = below.unknown! + last.unknown
  }
  return { by: nested ? 'out of fold' : 'apparent', ...(horizon !== undefined && { horizon }), counts: counted }
}
