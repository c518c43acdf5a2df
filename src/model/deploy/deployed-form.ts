import { pow } from '../../portable-math.ts'
import { type Baseline, baselineAt, baselineOf } from '../fit/baseline-survival.ts'
import { riskOf } from '../measures/measures.ts'
import type { PartPerformance } from '../measures/part-performance.ts'
import type { ModelResult } from '../result.ts'

/** How a model is handed to those who have new patients: its coefficients as fitted, or shrunken, with the intercept that goes with them. */
export type DeployedForm = { kind: 'fitted' } | { kind: 'shrunken'; factor: number; fittedIntercept: number }

/** A model in the form in which it meets new patients. */
export interface DeployedModel extends ModelResult {
  form: DeployedForm
}

/**
 * The recommended form of a model: where a shrinkage is recommended every coefficient multiplied by it, and the intercept
 * replaced by the one that keeps the mean risk (van Houwelingen & Le Cessie 1990); of a Cox model the baseline is estimated
 * anew with the shrunken linear predictor held (van Houwelingen 2000). A factor of one or more, or of nought (a model that
 * foretells nothing), leaves it as fitted, and so does `as: 'fitted'`. Intervals take the factor as known, the baselines of
 * refits move as the model's own; the threshold moves with the risks.
 */
export function deployed(result: ModelResult, as: 'recommended' | 'fitted' = 'recommended'): DeployedModel {
  const { shrinkage, family, model, performance, thresholds, uncertainty } = result
  const factor = as === 'fitted' ? 1 : (shrinkage?.factor ?? 1)
  const intercept = family === 'cox' ? factor * result.intercept : shrinkage?.intercept
  if (!(factor > 0 && factor < 1) || intercept === undefined) return { ...result, form: { kind: 'fitted' } }
  const moved = (lp: number) => intercept + factor * (lp - result.intercept)
  const shrunken = <Term extends { estimate: number }>(terms: readonly Term[]) =>
    terms.map((term) => ({ ...term, estimate: factor * term.estimate }))
  const baseline = model.baseline && rebased(model.baseline, performance.apparent, moved)
  const hazardRatios = (performance.apparent.horizons ?? []).map(({ time }) =>
    baseline ? Math.log(baselineAt(baseline, time)) / Math.log(baselineAt(model.baseline!, time)) : 1,
  )
  const square = (covariance: number[][]) => covariance.map((row) => row.map((value) => factor * factor * value))
  return {
    ...result,
    form: { kind: 'shrunken', factor, fittedIntercept: result.intercept },
    intercept,
    terms: result.terms.map((term) => ({
      ...term,
      estimate: factor * term.estimate,
      se: factor * term.se,
      or: Math.exp(factor * term.estimate),
      lower: pow(term.lower, factor),
      upper: pow(term.upper, factor),
    })),
    vcov: result.vcov && square(result.vcov),
    model: {
      ...model,
      intercept,
      terms: shrunken(model.terms),
      ...(baseline && { baseline }),
      covariance: model.covariance && square(model.covariance),
    },
    uncertainty:
      uncertainty.kind === 'wald'
        ? { ...uncertainty, covariance: square(uncertainty.covariance) }
        : uncertainty.kind === 'refits'
          ? {
              ...uncertainty,
              members: uncertainty.members.map((member) => ({
                ...member,
                intercept: moved(member.intercept),
                estimates: member.estimates.map((estimate) => factor * estimate),
                ...(member.survival && {
                  survival: member.survival.map((value, h) =>
                    Number.isFinite(hazardRatios[h]) ? pow(value, hazardRatios[h]) : value,
                  ),
                }),
              })),
            }
          : uncertainty,
    thresholds: thresholds && { ...thresholds, threshold: movedRisk(thresholds.threshold, moved) },
    performance: { ...performance, apparent: withMoved(performance.apparent, moved, baseline) },
  }
}

function movedRisk(risk: number, moved: (lp: number) => number): number {
  return riskOf(moved(Math.log(risk / (1 - risk))))
}

/** The baseline at the same times, with the moved linear predictors of the training rows held. */
function rebased({ time: times }: Baseline, { predictions }: PartPerformance, moved: (lp: number) => number): Baseline {
  const known = predictions.filter(({ lp }) => !Number.isNaN(lp))
  const outcome = {
    kind: 'survival' as const,
    time: known.map(({ time }) => time!),
    event: known.map((one) => one.outcome),
    ...(known.some(({ start }) => start !== undefined) && { start: known.map(({ start }) => start!) }),
  }
  const lp = Float64Array.from(known, (one) => moved(one.lp))
  return baselineOf(lp, { outcome, counts: new Float64Array(lp.length).fill(1) }, times)
}

function withMoved(part: PartPerformance, moved: (lp: number) => number, baseline?: Baseline): PartPerformance {
  const last = part.horizons?.at(-1)?.time
  const survival = baseline && last !== undefined ? baselineAt(baseline, last) : undefined
  const risk = (lp: number) => (survival === undefined ? riskOf(lp) : 1 - pow(survival, Math.exp(lp)))
  return {
    ...part,
    predictions: part.predictions.map((one) => ({ ...one, lp: moved(one.lp), risk: risk(moved(one.lp)) })),
  }
}
