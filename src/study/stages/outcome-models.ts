import { type Fault, fault } from '../../cohort/fault.ts'
import { needTissue } from '../../cohort/predictor-guard.ts'
import { FoldsBeyondPatients, type Problem, SharesBeyondPatients } from '../../errors/index.ts'
import {
  type ComparatorResult,
  type ModelPlan,
  type ModelResult,
  type ModelStudy,
  type Predictor,
  type PredictorTable,
  predictorTable,
  validateComparators,
  validateModels,
} from '../../model/index.ts'
import type { StudyContext } from '../context.ts'
import type { StudyConfig } from '../file/schema.ts'
import type { PredictedCohort, StudyCohort } from './cohort.ts'
import type { StudyFeatures } from './features.ts'
import { columnsOfModel, planOf } from './model-plan.ts'
import { studyPredictors } from './predictors.ts'

export interface StudyModels {
  results: ModelResult[]
  /** Other learners in the same folds. */
  comparators: ComparatorResult[]
  /** Columns of the study file's blocks that may not predict, with the reason. */
  refused: { column: string; reason: string }[]
  /** Columns that may predict and all but tell the outcome: a person should look. */
  suspected: { column: string; reason: string }[]
  /** Of models called non-invasive, the columns that need tissue. */
  invasive: { model: string; columns: string[] }[]
  predictors: Predictor[]
  table: PredictorTable
  /** What the models were fitted to; absent of a study without models. */
  fitted?: ModelStudy
  faults: Fault[]
}

/** What a study without an outcome has in place of models. */
export const noModels = ({ cohort }: StudyCohort): StudyModels => ({
  results: [],
  comparators: [],
  refused: [],
  suspected: [],
  invasive: [],
  predictors: [],
  table: predictorTable(cohort.ids, cohort.patientOf, []),
  faults: [],
})

/** What the models of the study's outcome are fitted to: their predictors, plan and rows. Throws what `requireRefits` and `planOf` throw. */
export function outcomeModelStudy(study: StudyConfig, patients: PredictedCohort, features: StudyFeatures) {
  const { outcome, training, validation } = patients
  const models = Object.fromEntries(Object.entries(study.models).filter(([, model]) => !model.cox))
  if (Object.keys(models).length > 0) requireRefits(study, patients, training, outcome.positive)
  const found = studyPredictors(study, patients, features, models, Object.keys(study.blocks), { flag: outcome.column })
  const plan = planOf(study, models, found, { family: 'logistic' })
  const fitted: ModelStudy = {
    plan,
    table: found.table,
    outcome: { kind: 'binary', positive: outcome.positive },
    training,
    validation,
    seed: study.seed,
    protocol: study.protocol,
    thresholds: study.validation.thresholds,
  }
  return { models, found, fitted }
}

/**
 * Throws FoldsBeyondPatients where a fold of the nested cross-validation would have nobody, SharesBeyondPatients where a
 * part of the learning curve would.
 * flags  1 where a row has the outcome or event
 */
export function requireRefits(
  { validation: { nested, learning }, cohort: { file } }: StudyConfig,
  { cohort }: StudyCohort,
  rows: Int32Array,
  flags: ArrayLike<number>,
) {
  const withEvent = new Map<number, boolean>()
  for (const row of rows)
    withEvent.set(cohort.patientOf[row], Boolean(withEvent.get(cohort.patientOf[row])) || flags[row] > 0)
  const { size } = withEvent
  if (nested && nested.folds > size) throw FoldsBeyondPatients(nested.folds, size, file)
  const events = [...withEvent.values()].filter(Boolean).length
  for (const share of learning?.shares ?? []) {
    const taken = Math.round(share * events) + Math.round(share * (size - events))
    if (taken === 0 || taken === size) throw SharesBeyondPatients(share, size, file)
  }
}

/** Fits and validates every model of the study's outcome; a column that comes from the outcome or after it is left out and said. */
export async function studyModels(
  study: StudyConfig,
  patients: PredictedCohort,
  features: StudyFeatures,
  context: StudyContext,
): Promise<StudyModels> {
  const { models, found, fitted } = outcomeModelStudy(study, patients, features)
  const { predictors, table, refused, suspected, faults } = found
  const { plan } = fitted
  if (plan.models.length === 0 && !plan.comparators)
    return { results: [], comparators: [], refused, suspected, invasive: [], predictors, table, faults }
  const onFailure = (problem: Problem) => {
    faults.push(fault(problem, { file: study.cohort.file }))
  }
  const results = await validateModels(fitted, study.validation, context.map, {
    onProgress: context.progress('model refits'),
    onFailure,
  })
  const comparators = await validateComparators(fitted, study.validation, context.map, {
    onProgress: context.progress('comparators'),
    onFailure,
  })
  const invasive = invasiveModels(models, plan, patients)
  return { results, comparators, refused, suspected, invasive, predictors, table, fitted, faults }
}

/** Of models called non-invasive, those that need tissue, with the columns that do. */
export function invasiveModels(models: StudyConfig['models'], plan: ModelPlan, { cohort }: StudyCohort) {
  return Object.entries(models)
    .filter(([, model]) => model.noninvasive)
    .map(([model]) => ({ model, columns: needTissue(cohort, columnsOfModel(plan, model)) }))
    .filter(({ columns }) => columns.length > 0)
}
