import { ModelNotFitted, type Problem } from '../../errors/index.ts'
import type { ParallelMap } from '../../parallel.ts'
import { inTasks } from '../resample/in-tasks.ts'
import type { RefitTask } from '../resample/refit.ts'
import { bootstrapSample, crossValidationFolds, fullSample, permutedOutcome, seedOf } from '../resample/samples.ts'
import type { ModelResult } from '../result.ts'
import { checkSelection } from '../steps/index.ts'
import { testSetChoice } from '../warnings/test-set-choice.ts'
import { publishedPlan } from './as-published-plan.ts'
import { assembleResult } from './assemble-result.ts'
import { centreFolds, learningFolds } from './learning-curve.ts'
import type { ModelStudy, Refits, ValidationSettings } from './model-study.ts'

/**
 * Fits every model of the study to its training rows and states how good it is: apparent, corrected for optimism by
 * whole-pipeline bootstrap, by nested cross-validation on the training rows, and on the held-out rows.
 *
 * Every refit repeats everything that learns, from imputation to the last coefficient. The result is the same, to the
 * byte, for a seed, however many workers `map` has. `onProgress` is told how many tasks are done, `onFailure` of a model
 * that cannot be fitted to the training rows, which is then left out; without it that is thrown (ModelNotFitted).
 *
 * @param study plan, predictors, outcome, parts and seed
 * @param settings which validations, and how many refits
 * @param map over threads, or `inThread(modelJobs)`
 * @param options a signal that stops it, and what is told of progress and failures
 * @returns one result a model
 * @throws SelectionStepUnknown, SelectionStepInvalid, ModelNotFitted
 */
export async function validateModels(
  study: ModelStudy,
  settings: ValidationSettings,
  map: ParallelMap,
  options: {
    signal?: AbortSignal
    onProgress?: (done: number, total: number) => void
    onFailure?: (problem: Problem) => void
  } = {},
): Promise<ModelResult[]> {
  const { table, outcome, training, seed } = study
  const { plan, models, fits } = await fitsToTraining(study, map, options.signal)
  const mapOptions = { signal: options.signal, onDone: options.onProgress }

  const { folds: k, repeats } = settings.nested ?? { folds: 0, repeats: 0 }
  const folds = numbers(repeats).map((r) =>
    crossValidationFolds(training, outcome, table.patients, k, seed, 'nested', r),
  )
  const samples = numbers(settings.bootstrap).map((b) => bootstrapSample(training, outcome, table.patients, b, seed))
  const permuted = numbers(k > 0 ? settings.permutations : 0).map((p) => {
    const dealt = permutedOutcome(outcome, training, table.patients, p, seed)
    return { outcome: dealt, folds: crossValidationFolds(training, dealt, table.patients, k, seed, 'permutation', p) }
  })
  const centres = settings.centres ? centreFolds(training, outcome, table, seed) : []
  const learning = settings.learning ? learningFolds(training, outcome, table.patients, settings.learning, seed) : []
  const parts = [
    ...folds.flat().map((fold) => fold.part),
    ...samples,
    ...permuted.flatMap((permutation) => permutation.folds.map((fold) => fold.part)),
    ...centres.map((fold) => fold.part),
    ...learning.map((fold) => fold.part),
  ]
  const tasks: RefitTask[] = inTasks(parts).map((own) => ({ plan, table, models, parts: own }))
  const done = (await map('model/refit', tasks, mapOptions)).flat()

  let next = 0
  const take = (count: number) => done.slice(next, (next += count))
  const refits: Refits = {
    askedFolds: k,
    folds,
    nested: folds.map((repeat) => take(repeat.length)),
    bootstraps: take(samples.length).map((own, b) => ({ part: samples[b], refits: own })),
    permutations: permuted.map((permutation) => ({ ...permutation, refits: take(permutation.folds.length) })),
    centres: { folds: centres, refits: take(centres.length) },
    learning: { folds: learning, refits: take(learning.length) },
  }
  const results = plan.models.flatMap((model) => {
    const fit = fits[model.name]
    if ('failed' in fit) {
      const problem = ModelNotFitted(model.name, fit.failed)
      if (!options.onFailure) throw problem
      options.onFailure(problem)
      return []
    }
    return assembleResult({ ...study, plan, asked: study.plan }, model, fit, refits)
  })
  const chosen = testSetChoice(results)
  return results.map((result) => {
    const warning = chosen.get(result.name)
    return warning ? { ...result, warnings: [...result.warnings, warning] } : result
  })
}

async function fitsToTraining(study: ModelStudy, map: ParallelMap, signal?: AbortSignal) {
  const { table, outcome, training, seed } = study
  checkSelection(study.plan.selection)
  const plan = study.protocol === 'as-published' ? publishedPlan(study) : study.plan
  const models = plan.models.map((model) => model.name)
  const whole = fullSample(training, outcome, seedOf(seed, 'whole'))
  const [fits] = (await map('model/fit', [{ plan, table, models, parts: [whole] }], { signal }))[0]
  return { plan, models, fits }
}

/** The models that cannot be fitted to the training rows, which nothing but fitting them shows. Throws what `validateModels` throws. */
export async function modelsNotFitted(study: ModelStudy, map: ParallelMap): Promise<Problem[]> {
  if (study.plan.models.length === 0) return []
  const { models, fits } = await fitsToTraining(study, map)
  return models.flatMap((name) => {
    const fit = fits[name]
    return 'failed' in fit ? [ModelNotFitted(name, fit.failed)] : []
  })
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i)
}
