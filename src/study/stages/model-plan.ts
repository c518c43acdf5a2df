import type { Level } from '../../cohort/codebook/variable.ts'
import { readPattern } from '../../cohort/rules/pattern.ts'
import { ReferenceCentreUnknown, SplineOfLevels, UnknownBlock } from '../../errors/index.ts'
import type { ModelPlan, ModelSpecification, ModelTerm, Predictor, SelectionStep } from '../../model/index.ts'
import { columnsNamedBy } from '../../model/plan/resolve.ts'
import { closest } from '../../text/closest.ts'
import type { StudyConfig } from '../file/schema.ts'
import type { StudyPredictors } from './predictors.ts'

type Models = StudyConfig['models']

/** Some models of the study file and its blocks in the words of `model/`. Throws UnknownBlock, SplineOfLevels, ReferenceCentreUnknown. */
export function planOf(
  study: StudyConfig,
  models: Models,
  { usable, features, refused, predictors, columns, centres }: StudyPredictors,
  family: { family: 'logistic' } | { family: 'cox'; horizons: number[] },
): ModelPlan {
  const mayPredict = new Set(usable)
  const blocks = Object.fromEntries(
    Object.entries(study.blocks).map(([name, asked]) =>
      Array.isArray(asked)
        ? [name, { columns: asked.filter((column) => mayPredict.has(column)), features: false }]
        : [name, { columns: featuresOf(asked, features), features: true }],
    ),
  )
  const known = new Set([...usable, ...Object.keys(blocks), ...features])
  const refusedNames = new Set(refused.map(({ column }) => column))
  const check = (model: string, term: string) => {
    if (!known.has(term) && !refusedNames.has(term))
      throw UnknownBlock(model, term, closest(term, [...known, ...columns]))
  }
  const specified = Object.entries(models).map(([name, model]): ModelSpecification => {
    const label = model.label ?? name
    if ('lasso' in model) {
      for (const block of model.lasso) check(name, block)
      return { name, label, lasso: model.lasso }
    }
    for (const term of model.terms) {
      for (const used of namesIn(term)) check(name, used)
      if (typeof term === 'object' && 'spline' in term && !isNumber(predictors, term.spline))
        throw SplineOfLevels(name, term.spline)
    }
    const terms = model.terms.filter((term) => !columnsNamedBy(term).some((column) => refusedNames.has(column)))
    return { name, label, terms, select: model.select }
  })
  const selection = study.selection.flatMap((step) => ('preset' in step ? [] : [withReference(step, centres ?? [])]))
  const comparators = Object.entries(study.comparators).map(([name, { method, on, label }]) => {
    for (const block of on) if (!blocks[block]) throw UnknownBlock(name, block, closest(block, Object.keys(blocks)))
    return { name, label: label ?? name, method, on }
  })
  const multiple = study.missing === 'multiple' && { missing: 'multiple' as const }
  const beside = family.family === 'logistic' && comparators.length > 0 && { comparators }
  return { ...family, blocks, selection, models: specified, ...beside, ...multiple }
}

/** A step with the reference centre by its number. Throws ReferenceCentreUnknown. */
function withReference(step: SelectionStep, centres: readonly Level[]): SelectionStep {
  if (!('combat' in step) || step.combat === true || step.combat.reference === undefined) return step
  const asked = String(step.combat.reference)
  const at = centres.findIndex(({ value, label }) => value === asked || label === asked)
  if (at < 0) throw ReferenceCentreUnknown(asked, centres.map(({ label }) => label).join(', '))
  return { combat: { ...step.combat, reference: at } }
}

/** All features, or those that a block's pattern matches. */
function featuresOf(asked: StudyConfig['blocks'][string], features: readonly string[]): string[] {
  if (typeof asked !== 'object' || !('features' in asked)) return [...features]
  const wanted = readPattern(asked.features)
  return features.filter((name) => wanted.test(name))
}

function isNumber(predictors: readonly Predictor[], name: string): boolean {
  return !predictors.find((predictor) => predictor.name === name)?.levels
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

function namesIn(term: ModelTerm): string[] {
  return typeof term === 'object' && 'score' in term ? [term.score] : columnsNamedBy(term)
}
