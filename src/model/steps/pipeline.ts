import { fitStep, heldColumns, pickColumns, type Rows, type Step, type TrainingRows, withColumns } from '../../step.ts'
import type { FittedTerm } from '../terms/linear-predictor.ts'
import { alsoFor, impute } from './impute.ts'
import { applyTransform, definitionOf, type FittedTransform, restrictTransform, type SelectionStep } from './index.ts'
import type { Selection } from './keep-columns.ts'
import type { LassoSpecification } from './lasso.ts'
import type { PairMemory } from './pair-memory.ts'

/** What a step did to the columns of the training part. */
export interface StepReport {
  step: string
  columnsIn: number
  columnsOut: number
}

export interface FittedSelection {
  /** The training part after the last step. */
  training: TrainingRows
  transforms: FittedTransform[]
  report: StepReport[]
}

/** By the number of the step. */
export type SelectionMemory = Map<number, PairMemory>

/**
 * Fits the steps one after the other on the training part, each on what the one before left. Missing values are imputed
 * before the first step that cannot do with them (all but the ICC filter). Throws SelectionStepUnknown.
 * features  columns that filters may leave out; all where absent
 * memory  what the fit to a whole part lets fits to its inner folds do faster
 */
export function fitSelection(
  training: TrainingRows,
  steps: readonly SelectionStep[],
  features?: ReadonlySet<string>,
  memory?: SelectionMemory,
): FittedSelection {
  const transforms: FittedTransform[] = []
  const report: StepReport[] = []
  let rows = training
  const transform = <Fitted>(step: Step<Fitted>): Fitted => {
    const fitted = fitStep(step, rows)
    rows = withColumns(rows, step.apply(fitted, rows).columns)
    return fitted
  }
  const filter = (step: Step<Selection>) => {
    const open = features ? rows.columns.filter((column) => features.has(column.name)) : rows.columns
    const others = features ? rows.columns.filter((column) => !features.has(column.name)) : []
    const seen = withColumns(rows, open)
    const kept = step.apply(fitStep(step, seen), seen).columns
    rows = withColumns(rows, heldColumns([...kept, ...others], rows.rows.length))
    report.push({ step: step.name, columnsIn: open.length, columnsOut: kept.length })
  }
  const memoryOf = (at: number) => {
    // harmonised values differ between folds
    if (!memory || transforms.some((t) => t.step === 'ComBat')) return undefined
    let own = memory.get(at)
    if (!own) {
      const imputed = transforms.flatMap((t) => (t.step === 'impute' ? Object.keys(t.fitted.missing) : []))
      own = { changing: new Set(imputed) } // by folds, which impute values of their own
      memory.set(at, own)
    }
    return own
  }
  const imputeOnce = () => {
    if (!transforms.some(({ step }) => step === 'impute'))
      transforms.push({ step: 'impute', fitted: transform(impute) })
  }
  for (const [at, step] of steps.entries()) {
    const definition = definitionOf(step)
    if (definition.kind !== 'filter' || !definition.acceptsMissing) imputeOnce()
    switch (definition.kind) {
      case 'filter':
        filter(definition.create(step, () => memoryOf(at)))
        break
      case 'transform':
        transforms.push({
          step: definition.step.name,
          fitted: transform(definition.created?.(step) ?? definition.step),
        } as FittedTransform)
        break
      case 'penalty': // fitted to what the steps leave, by fit/score.ts
        break
      default:
        definition satisfies never
    }
  }
  imputeOnce()
  return { training: rows, transforms, report }
}

/**
 * The transforms with an imputation for each of the named columns, so that rows to come may lack a value that no training
 * row lacked. training  the part before the selection
 */
export function withImputation(
  transforms: readonly FittedTransform[],
  training: TrainingRows,
  names: readonly string[],
): FittedTransform[] {
  return transforms.map((transform) =>
    transform.step === 'impute'
      ? { ...transform, fitted: alsoFor(transform.fitted, training, pickColumns(training, names).columns) }
      : transform,
  )
}

/** Applies the fitted transforms to the named columns of any rows. */
export function applyTransforms(transforms: readonly FittedTransform[], names: readonly string[], rows: Rows): Rows {
  return transforms.reduce((done, transform) => applyTransform(transform, done), pickColumns(rows, names))
}

/**
 * The same linear predictor on columns before the z-score, and the transforms that remain, with only what the terms need:
 * what a model file keeps.
 */
export function foldStandardisation(transforms: readonly FittedTransform[], intercept: number, terms: FittedTerm[]) {
  const needed = new Set(terms.map((term) => term.column))
  const foldable = transforms.findLastIndex(({ step }) => step === 'ComBat') // what lies behind it
  let constant = intercept
  let folded = terms
  for (const { step, fitted } of transforms.slice(foldable + 1).reverse()) {
    if (step !== 'z-score') continue
    const { mean, sd } = fitted
    folded = folded.map((term) => {
      if (mean[term.column] === undefined) return term
      const estimate = term.estimate / (sd[term.column] > 0 ? sd[term.column] : 1)
      constant -= estimate * mean[term.column]
      return { ...term, estimate }
    })
  }
  const kept = transforms.filter(({ step }, i) => i <= foldable || step !== 'z-score')
  return {
    transforms: kept.map((transform) => restrictTransform(transform, needed)),
    intercept: constant,
    terms: folded,
  }
}

/** The LASSO that ends a selection, where one does. */
export function lassoOf(steps: readonly SelectionStep[]): LassoSpecification | undefined {
  const last = steps.findLast((step) => 'lasso' in step)
  return last && 'lasso' in last ? last.lasso : undefined
}
