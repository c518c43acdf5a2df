import type { ModelResult } from './result.ts'

/** Slopes below this are too uncertain to be believed. */
const least = 0.3

/**
 * The factor by which to multiply the coefficients of a model's terms before it is used on new patients: the nested
 * calibration slope, never above 1. A penalised model, and a score by itself, need none: the penalty and the cross-fitted
 * second stage have shrunk them already. Undefined without a nested cross-validation.
 */
export function recommendedShrinkage({ model, performance }: ModelResult): number | undefined {
  const scores = new Set(model.scores.map((score) => score.name))
  if (model.terms.every((term) => scores.has(term.column))) return 1
  const slope = performance.nested?.calibrationSlope
  return slope === undefined || Number.isNaN(slope) ? undefined : Math.min(1, Math.max(least, slope))
}
