import { riskOf } from '../measures/measures.ts'
import type { ModelResult, PartPerformance } from '../result.ts'

/** How a model is handed to those who have new patients: its coefficients as fitted, or shrunken, with the intercept that goes with them. */
export type DeployedForm = { kind: 'fitted' } | { kind: 'shrunken'; factor: number; fittedIntercept: number }

/** A model in the form in which it meets new patients. */
export interface DeployedModel extends ModelResult {
  form: DeployedForm
}

/**
 * The recommended form of a model: where a shrinkage is recommended every coefficient multiplied by it, and the intercept
 * replaced by the one that keeps the mean risk (van Houwelingen & Le Cessie 1990). A factor of one or more, or of nought
 * (a model that foretells nothing), leaves it as fitted; so does a Cox model, whose baseline would have to be fitted anew,
 * and `as: 'fitted'`. Intervals take the factor as known; the threshold moves with the risks.
 */
export function deployed(result: ModelResult, as: 'recommended' | 'fitted' = 'recommended'): DeployedModel {
  const { shrinkage, family, model, performance, thresholds, uncertainty } = result
  if (as === 'fitted' || family !== 'logistic' || !shrinkage || shrinkage.intercept === undefined)
    return { ...result, form: { kind: 'fitted' } }
  const { factor, intercept } = shrinkage
  if (!(factor > 0 && factor < 1)) return { ...result, form: { kind: 'fitted' } }
  const moved = (lp: number) => intercept + factor * (lp - result.intercept)
  const shrunken = <Term extends { estimate: number }>(terms: readonly Term[]) =>
    terms.map((term) => ({ ...term, estimate: factor * term.estimate }))
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
      lower: term.lower ** factor,
      upper: term.upper ** factor,
    })),
    vcov: result.vcov && square(result.vcov),
    model: {
      ...model,
      intercept,
      terms: shrunken(model.terms),
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
              })),
            }
          : uncertainty,
    thresholds: thresholds && { ...thresholds, threshold: movedRisk(thresholds.threshold, moved) },
    performance: { ...performance, apparent: withMoved(performance.apparent, moved) },
  }
}

function movedRisk(risk: number, moved: (lp: number) => number): number {
  return riskOf(moved(Math.log(risk / (1 - risk))))
}

function withMoved(part: PartPerformance, moved: (lp: number) => number): PartPerformance {
  return {
    ...part,
    predictions: part.predictions.map((one) => ({ ...one, lp: moved(one.lp), risk: riskOf(moved(one.lp)) })),
  }
}
