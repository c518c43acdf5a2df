import { closest } from '../closest.ts'
import { type Fault, fault } from '../cohort/fault.ts'
import { needTissue, refuseFeatures, refusePredictors, suspectPredictors } from '../cohort/predictor-guard.ts'
import {
  CentresNeeded,
  CentreUnknown,
  ColumnAbsent,
  GroupsNeedLevels,
  NameTaken,
  PredictorRefused,
  UnknownBlock,
} from '../errors.ts'
import {
  type ModelPlan,
  type ModelResult,
  type ModelSpecification,
  type Predictor,
  type PredictorTable,
  predictorsOf,
  predictorTable,
  validateModels,
} from '../model/index.ts'
import type { PredictedCohort, StudyCohort } from './cohort-of.ts'
import type { StudyConfig } from './config.ts'
import type { StudyContext } from './context.ts'
import type { StudyFeatures } from './features-of.ts'

export interface StudyModels {
  results: ModelResult[]
  /** Columns of the study file's blocks that may not predict, with the reason. */
  refused: { column: string; reason: string }[]
  /** Columns that may predict and all but tell the outcome: a person should look. */
  suspected: { column: string; reason: string }[]
  /** Of models called non-invasive, the columns that need tissue. */
  invasive: { model: string; columns: string[] }[]
  predictors: Predictor[]
  table: PredictorTable
  faults: Fault[]
}

/** What a study without an outcome has in place of models. */
export const noModels = ({ cohort }: StudyCohort): StudyModels => ({
  results: [],
  refused: [],
  suspected: [],
  invasive: [],
  predictors: [],
  table: predictorTable(cohort.ids, cohort.patientOf, []),
  faults: [],
})

/** Fits and validates every model of the study; a column that comes from the outcome or after it is left out and said. */
export async function studyModels(
  study: StudyConfig,
  of: PredictedCohort,
  features: StudyFeatures,
  context: StudyContext,
): Promise<StudyModels> {
  const { cohort, outcome } = of
  const { file } = study.cohort
  const named = [...new Set([...Object.values(study.blocks).filter(Array.isArray).flat(), ...termsOf(study)])]
  const columns = named.filter((name) => cohort.columns.has(name))
  for (const name of features.names) if (cohort.columns.has(name)) throw NameTaken(name)
  const told = cohort.columns.get(outcome.column)!
  const refused = [
    ...refusePredictors(cohort, outcome.column, columns),
    ...refuseFeatures(features.names, features.values, told),
  ]
  const refusedNames = new Set(refused.map(({ column }) => column))
  const faults = refused.map(({ column, reason }) => fault(PredictorRefused(column, reason), { file, column }))
  const usable = columns.filter((name) => !refusedNames.has(name))
  const suspected = suspectPredictors(cohort, outcome.column, usable)
  const kept = [...features.names.keys()].filter((j) => !refusedNames.has(features.names[j]))
  const predictors: Predictor[] = [
    ...predictorsOf(cohort, outcome.column, usable),
    ...kept.map((j) => {
      const name = features.names[j]
      const { first, second } = features.readings?.[j] ?? {}
      const values = features.values[j]
      return { name, label: name, values, ...(second && { second }), ...(first && first !== values && { first }) }
    }),
  ]
  const extracted = kept.map((j) => features.names[j])
  const plan = planOf(study, new Set(usable), extracted, refusedNames)
  const table = predictorTable(cohort.ids, cohort.patientOf, predictors, centresOf(study, of))
  if (plan.models.length === 0) return { results: [], refused, suspected, invasive: [], predictors, table, faults }
  const { training, validation } = of
  const results = await validateModels(
    {
      plan,
      table,
      outcome: { kind: 'binary', positive: outcome.positive },
      training,
      validation,
      seed: study.seed,
      protocol: study.protocol,
    },
    study.validation,
    context.map,
    { onProgress: context.progress('model refits') },
  )
  const invasive = Object.entries(study.models)
    .filter(([, model]) => model.noninvasive)
    .map(([model]) => ({ model, columns: needTissue(cohort, columnsOfModel(plan, model)) }))
    .filter(({ columns: needed }) => needed.length > 0)
  return { results, refused, suspected, invasive, predictors, table, faults }
}

/** The centre of each row, where the study names their column. Throws ColumnAbsent, GroupsNeedLevels, CentresNeeded, CentreUnknown. */
function centresOf({ centre, cohort: { file }, selection, validation }: StudyConfig, { cohort }: StudyCohort) {
  if (centre === undefined) {
    const harmonised = selection.some((step) => 'combat' in step)
    if (harmonised || validation.centres) throw CentresNeeded(file)
    return undefined
  }
  const column = cohort.columns.get(centre)
  if (!column) throw ColumnAbsent(file, centre, closest(centre, [...cohort.columns.keys()]))
  const { levels } = column.variable
  if (!levels) throw GroupsNeedLevels(file, centre)
  const unknown = column.values.findIndex(Number.isNaN)
  if (unknown >= 0) throw CentreUnknown(file, cohort.ids[unknown], centre)
  return { of: Int32Array.from(column.values), names: levels.map((level) => level.label) }
}

/** The study file's blocks and models in the words of `model/`. Throws UnknownBlock for a term that nothing is named by. */
function planOf(study: StudyConfig, usable: Set<string>, features: string[], refused: Set<string>): ModelPlan {
  const blocks = Object.fromEntries(
    Object.entries(study.blocks).map(([name, columns]) =>
      columns === 'features'
        ? [name, { columns: features, features: true }]
        : [name, { columns: columns.filter((column) => usable.has(column)), features: false }],
    ),
  )
  const known = new Set([...usable, ...Object.keys(blocks), ...features])
  const check = (model: string, term: string) => {
    if (!known.has(term) && !refused.has(term)) throw UnknownBlock(model, term, closest(term, [...known]))
  }
  const models = Object.entries(study.models).map(([name, model]): ModelSpecification => {
    const label = model.label ?? name
    if ('lasso' in model) {
      for (const block of model.lasso) check(name, block)
      return { name, label, lasso: model.lasso }
    }
    for (const term of model.terms) check(name, typeof term === 'string' ? term : term.score)
    const terms = model.terms.filter((term) => typeof term !== 'string' || !refused.has(term))
    return { name, label, terms, select: model.select }
  })
  const selection = study.selection.flatMap((step) => ('preset' in step ? [] : [step]))
  return { family: 'logistic', blocks, selection, models }
}

function termsOf({ models }: StudyConfig): string[] {
  return Object.values(models).flatMap((model) =>
    'terms' in model ? model.terms.filter((term): term is string => typeof term === 'string') : [],
  )
}

function columnsOfModel({ blocks, models }: ModelPlan, name: string): string[] {
  const model = models.find((one) => one.name === name)!
  const named =
    'lasso' in model ? model.lasso : model.terms.map((term) => (typeof term === 'string' ? term : term.score))
  return named.flatMap((term) => (blocks[term] ? (blocks[term].features ? [] : blocks[term].columns) : [term]))
}
