import { Problem } from '../../errors/index.ts'
import { logistic } from '../../statistics/regression/logistic.ts'
import { type Outcome, outcomeAt } from '../../step.ts'
import { regress } from '../fit/regression.ts'
import { atRows } from '../measures/performance.ts'
import type { Refit } from '../resample/refit.ts'
import type { Fold } from '../resample/samples.ts'
import type { Shrinkage } from '../result.ts'
import type { BootstrapRefit } from './bootstrap-optimism.ts'
import { meanOf, outOfFold } from './nested-cross-validation.ts'

/** Bootstrap refits that a mean slope needs. */
const minimumRefits = 40

/** What the factor is made of: the fitted model's linear predictor over the whole table, and its refits. */
interface Shrinkable {
  name: string
  lp: Float64Array
  /** The model's own, which is in `lp`. */
  intercept: number
  training: Int32Array
  outcome: Outcome
  bootstraps: readonly BootstrapRefit[]
  folds: readonly (readonly Fold[])[]
  nested: readonly (readonly Record<string, Refit>[])[]
  /** Columns that the model could choose from. */
  candidates: number
}

/**
 * The factor by which to multiply a model's coefficients before it is used on new patients, and the intercept that keeps
 * the mean risk (van Houwelingen & Le Cessie 1990; by bootstrap of the whole pipeline Steyerberg 2001, the steadiest of the
 * ways that Van Calster 2020 compared).
 *
 * A linear predictor is first taken to the scale on which its own rows calibrate it (slope 1), as maximum likelihood
 * would have it; the mean slope of such predictors on rows that they were not fitted to is what overfitting leaves of
 * them. The factor is the product of both: under 1 for a model of maximum likelihood, over 1 where a penalty has already
 * shrunk more than that. Refits to bootstrap samples are judged on the training rows; where there are more columns than
 * rows the bootstrap cannot be trusted and predictions out of fold are used. A refit without a term gives everyone the
 * same risk and has no slope: it is counted and takes no part. A slope under 0 counts as 0, everyone's mean risk.
 */
export function recommendedShrinkage(model: Shrinkable): Shrinkage | undefined {
  const { lp, training, outcome, bootstraps, candidates } = model
  const own = slopeOf(training, lp, outcome)
  if (own === undefined) return undefined
  const many = candidates > training.length
  const found =
    !many && bootstraps.length >= minimumRefits
      ? { by: 'bootstrap' as const, ...bootstrapSlope(model) }
      : model.folds.length > 0
        ? { by: 'nested' as const, ...nestedSlope(model) }
        : undefined
  if (!found || Number.isNaN(found.slope)) return undefined
  const { by, slope, refits, withoutSlope } = found
  const factor = own.slope * Math.max(0, slope)
  return { factor, intercept: interceptFor(factor, model), by, refits, withoutSlope }
}

function bootstrapSlope({ training, outcome, bootstraps }: Shrinkable) {
  const slopes = bootstraps.flatMap(({ part, lp }) => {
    const own = slopeOf(part.rows, lp, outcome, part.counts)
    const original = own && slopeOf(training, lp, outcome)
    return original ? [original.slope / own.slope] : []
  })
  return { slope: meanOf(slopes), refits: bootstraps.length, withoutSlope: bootstraps.length - slopes.length }
}

/** Of pooled predictions out of fold, each fold's on the scale of its own training rows; the mean over repeats. */
function nestedSlope({ name, lp, training, outcome, folds, nested }: Shrinkable) {
  let withoutSlope = 0
  const slopes = folds.map((repeat, r) => {
    const scaled = nested[r].map((refits, f): Record<string, Refit> => {
      const refit = refits[name]
      if ('failed' in refit) return { [name]: refit }
      const own = slopeOf(repeat[f].part.rows, refit.lp, outcome)
      if (own === undefined) withoutSlope++
      return { [name]: { ...refit, lp: refit.lp.map((value) => (own ? own.intercept + own.slope * value : value)) } }
    })
    return slopeOf(training, outOfFold(name, lp.length, repeat, scaled), outcome)?.slope ?? Number.NaN
  })
  return { slope: meanOf(slopes), refits: nested.flat().length, withoutSlope }
}

/** Intercept and slope of the outcome on a linear predictor, by Firth where it separates the outcome; undefined where neither can be had. */
function slopeOf(
  rows: Int32Array,
  lp: Float64Array,
  outcome: Outcome,
  counts?: Float64Array,
): { intercept: number; slope: number } | undefined {
  const known = Array.from(rows.keys()).filter((i) => !Number.isNaN(lp[rows[i]]))
  const at = (values: ArrayLike<number>) => Float64Array.from(known, (i) => values[rows[i]])
  const own = outcomeAt(
    outcome,
    known.map((i) => rows[i]),
  )
  const flags = own.kind === 'binary' ? own.positive : own.event
  const events = Array.from(flags).filter(Boolean).length
  if (events === 0 || (own.kind === 'binary' && events === known.length)) return undefined
  const drawn = Float64Array.from(known, (i) => counts?.[i] ?? 1)
  try {
    const { intercept, estimates } = regress([{ name: 'lp', column: 'lp', values: at(lp) }], own, drawn)
    return estimates.length === 0 ? undefined : { intercept, slope: estimates[0] }
  } catch (problem) {
    // A small resample may have no slope even by Firth; it is counted among those without.
    if (problem instanceof Problem) return undefined
    throw problem
  }
}

/** With coefficients multiplied by `factor`, the intercept that makes the training rows' mean risk their share of events. */
function interceptFor(factor: number, { lp, intercept, training, outcome }: Shrinkable): number | undefined {
  if (outcome.kind === 'survival') return undefined
  const judged = atRows(training, lp, outcome)
  const none = { rows: judged.lp.length, columns: 0, values: new Float64Array(0) }
  const { coefficients } = logistic(none, judged.y, { offset: judged.lp.map((value) => factor * (value - intercept)) })
  return coefficients[0]
}
