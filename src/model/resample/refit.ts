import { Problem, problemOr } from '../../errors/index.ts'
import { span } from '../../spans.ts'
import { type ComparatorFit, fitComparator } from '../comparators/fit-comparator.ts'
import { completeRows } from '../data/complete-blocks.ts'
import { type PredictorTable, rowsOf } from '../data/predictor-table.ts'
import type { TrainingSample } from '../data/training-sample.ts'
import { baselineAt } from '../fit/baseline-survival.ts'
import { fitModels, type ModelFit } from '../fit/fit-models.ts'
import { type FittedModel, predictRows } from '../fit/fitted-model.ts'
import { resolveModel } from '../plan/resolve.ts'
import type { ModelPlan } from '../plan/specification.ts'
import { columnsOf } from '../terms/linear-predictor.ts'

/** Some refits, as they travel to a worker. */
export interface RefitTask {
  plan: ModelPlan
  table: PredictorTable
  /** Names of the models to refit. */
  models: string[]
  parts: TrainingSample[]
}

/** What one model came to in one refit; `failed` says why it could not be fitted to that part. */
export type Refit =
  | {
      /** Linear predictor of every row of the table; NaN where the model gives none. */
      lp: Float64Array
      /** Columns with a coefficient, those inside scores too, and their coefficients by term name. */
      estimates: Record<string, number>
      /** Of a Cox model: survival at each of the plan's horizons where the linear predictor is 0. */
      survival?: number[]
    }
  | { failed: string }

/** Fits every model to every part, from imputation to the last coefficient, and predicts all rows of the table. */
export function refit({ plan, table, models, parts }: RefitTask): Record<string, Refit>[] {
  return parts.map((part) => {
    const refits: Record<string, Refit> = {}
    for (const [name, fit] of fitsTo(plan, table, part, models))
      refits[name] =
        fit instanceof Problem
          ? { failed: fit.message }
          : {
              lp: predictTable(plan, table, fit.model),
              estimates: estimatesOf(fit.model),
              ...(fit.model.baseline && {
                survival: (plan.horizons ?? []).map((time) => baselineAt(fit.model.baseline!, time)),
              }),
            }
    return refits
  })
}

/** The models fitted to one part in full, with what their selection did. */
export function fitFully({ plan, table, models, parts }: RefitTask): Record<string, ModelFit | { failed: string }>[] {
  return parts.map((part) => {
    const fits: Record<string, ModelFit | { failed: string }> = {}
    for (const [name, fit] of fitsTo(plan, table, part, models))
      fits[name] = fit instanceof Problem ? { failed: fit.message } : fit
    return fits
  })
}

/** The comparators fitted to each part. */
export function compare({
  plan,
  table,
  models,
  parts,
}: RefitTask): Record<string, ComparatorFit | { failed: string }>[] {
  const comparators = (plan.comparators ?? []).filter(({ name }) => models.includes(name))
  return parts.map((part) =>
    Object.fromEntries(
      comparators.map((comparator) => {
        const fit = problemOr(() => fitComparator(plan, table, part, comparator))
        return [comparator.name, fit instanceof Problem ? { failed: fit.message } : fit]
      }),
    ),
  )
}

const fitsTo = (plan: ModelPlan, table: PredictorTable, part: TrainingSample, models: string[]) =>
  span('refit', models.join(', '), () => fitModels(plan, table, part, models), { rows: part.rows.length })

/** Linear predictor of every row of the table; NaN for rows that lack a whole block which the model uses. */
export function predictTable(plan: ModelPlan, table: PredictorTable, model: FittedModel): Float64Array {
  const specification = plan.models.find(({ name }) => name === model.name)!
  const { groups } = resolveModel(plan, specification, new Set(table.columns.map((column) => column.name)))
  const known = completeRows(table, groups)
  const all = Int32Array.from(table.ids, (_, i) => i)
  const scores = new Set(model.scores.map((score) => score.name))
  const needed = [
    ...columnsOf(model.terms).filter((name) => !scores.has(name)),
    ...model.scores.flatMap((score) => columnsOf(score.terms)),
  ]
  const lp = predictRows(model, rowsOf(table, all, [...new Set(needed)]))
  return lp.map((value, row) => (known[row] ? value : Number.NaN))
}

function estimatesOf(model: FittedModel): Record<string, number> {
  const all = [...model.terms, ...model.scores.flatMap((score) => score.terms)]
  return Object.fromEntries(all.map((term) => [term.name, term.estimate]))
}
