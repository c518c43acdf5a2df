import { fitModels } from '../fit/fit-models.ts'
import type { ModelPlan, ModelSpecification } from '../plan/specification.ts'
import { fullSample, seedOf } from '../resample/samples.ts'
import { columnsOf } from '../terms/linear-predictor.ts'
import type { ModelStudy } from './model-study.ts'

/**
 * The plan as many published studies carry it out: the selection has seen all rows, the validation set included, before
 * anything is validated, and what it kept enters every model as if it had been chosen beforehand. Results of such a plan
 * are marked in every table; they are there to be compared with.
 */
export function publishedPlan({ plan, table, outcome, training, validation, seed }: ModelStudy): ModelPlan {
  const all = Int32Array.from([...training, ...validation]).sort()
  const part = fullSample(all, outcome, seedOf(seed, 'as published'))
  const fits = fitModels(
    plan,
    table,
    part,
    plan.models.map((model) => model.name),
  )
  const models = plan.models.map((model): ModelSpecification => {
    const fit = fits.get(model.name)!
    if (fit instanceof Error) throw fit
    const selected = fit.model.scores.flatMap((score) => columnsOf(score.terms))
    const { name, label } = model
    if ('lasso' in model) return { name, label, terms: selected }
    const plain = model.terms.filter((term) => typeof term === 'string' || !('score' in term))
    return { name, label, terms: [...new Set([...plain, ...selected])], select: model.select }
  })
  return { ...plan, models }
}
