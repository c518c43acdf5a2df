import { Problem, problemOr } from '../../errors/index.ts'

/** A measure or curve of performance that could not be computed from the rows there are, and why. */
export interface Gap {
  measure: GapMeasure
  reason: string
}

/** `discrimination` is the AUC, of a survival model the C-index. */
export type GapMeasure = 'discrimination' | 'interval' | 'calibration' | 'agreement' | 'horizon' | 'decision' | 'curves'

/**
 * What `compute` gives, or `otherwise` where the rows do not allow it (no two patients can be compared, everybody has the
 * same risk): one measure less, with its reason among `gaps`, and the others stay.
 */
export function measuredOr<Result>(
  measure: GapMeasure,
  compute: () => Result,
  otherwise: Result,
  gaps: Gap[] = [],
): Result {
  const found = problemOr(compute)
  if (!(found instanceof Problem)) return found
  if (!gaps.some((gap) => gap.measure === measure && gap.reason === found.message))
    gaps.push({ measure, reason: found.message })
  return otherwise
}
