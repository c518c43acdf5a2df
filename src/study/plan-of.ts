import { closest } from '../closest.ts'
import { UnknownBlock } from '../errors.ts'
import type { ModelPlan, ModelSpecification } from '../model/index.ts'
import type { StudyConfig } from './config.ts'
import type { StudyPredictors } from './predictors-of.ts'

type Models = StudyConfig['models']
type Term = Extract<Models[string], { terms: unknown }>['terms'][number]

/** Some models of the study file and its blocks in the words of `model/`. Throws UnknownBlock for a term that nothing is named by. */
export function planOf(
  study: StudyConfig,
  models: Models,
  { usable, features, refused }: StudyPredictors,
  family: { family: 'logistic' } | { family: 'cox'; horizons: number[] },
): ModelPlan {
  const mayPredict = new Set(usable)
  const blocks = Object.fromEntries(
    Object.entries(study.blocks).map(([name, columns]) =>
      columns === 'features'
        ? [name, { columns: features, features: true }]
        : [name, { columns: columns.filter((column) => mayPredict.has(column)), features: false }],
    ),
  )
  const known = new Set([...usable, ...Object.keys(blocks), ...features])
  const refusedNames = new Set(refused.map(({ column }) => column))
  const check = (model: string, term: string) => {
    if (!known.has(term) && !refusedNames.has(term)) throw UnknownBlock(model, term, closest(term, [...known]))
  }
  const specified = Object.entries(models).map(([name, model]): ModelSpecification => {
    const label = model.label ?? name
    if ('lasso' in model) {
      for (const block of model.lasso) check(name, block)
      return { name, label, lasso: model.lasso }
    }
    for (const term of model.terms) for (const used of namesIn(term)) check(name, used)
    const terms = model.terms.filter((term) => !columnsIn(term).some((column) => refusedNames.has(column)))
    return { name, label, terms, select: model.select }
  })
  const selection = study.selection.flatMap((step) => ('preset' in step ? [] : [step]))
  return { ...family, blocks, selection, models: specified }
}

/** Columns and blocks that the models' terms name outside of scores. */
export function columnsNamed(models: Models): string[] {
  return Object.values(models).flatMap((model) => ('terms' in model ? model.terms.flatMap(columnsIn) : []))
}

/** Blocks that the models name in any way. */
export function blocksNamed(models: Models, blocks: StudyConfig['blocks']): string[] {
  const named = Object.values(models).flatMap((model) =>
    'lasso' in model ? model.lasso : model.terms.flatMap(namesIn),
  )
  return [...new Set(named)].filter((name) => name in blocks)
}

/** Columns of the cohort that a model stands on, those of its blocks among them; features are not. */
export function columnsOfModel({ blocks, models }: ModelPlan, name: string): string[] {
  const model = models.find((one) => one.name === name)!
  const named = 'lasso' in model ? model.lasso : model.terms.flatMap(namesIn)
  return named.flatMap((term) => (blocks[term] ? (blocks[term].features ? [] : blocks[term].columns) : [term]))
}

function columnsIn(term: Term): string[] {
  return typeof term === 'string' ? [term] : []
}

function namesIn(term: Term): string[] {
  return typeof term === 'object' && 'score' in term ? [term.score] : columnsIn(term)
}
