import { fitStep, pickColumns, type Rows, type Step, type TrainingRows, withColumns } from '../../step.ts'
import type { LassoSpecification, SelectionStep } from '../plan/specification.ts'
import type { FittedTerm } from '../terms/linear-predictor.ts'
import { combat, type Harmonisation, harmonisationOf } from './combat.ts'
import { correlation, type PairMemory } from './correlation.ts'
import { icc } from './icc.ts'
import { alsoFor, type Imputation, impute } from './impute.ts'
import { mrmr } from './mrmr.ts'
import { univariate } from './univariate.ts'
import { variance } from './variance.ts'
import { type Standardisation, zscore } from './zscore.ts'

/** What a step did to the columns of the training part. */
export interface StepReport {
  step: string
  columnsIn: number
  columnsOut: number
}

/** A fitted step that changes values; those that only leave columns out need no more when a row is predicted. */
export type FittedTransform =
  | { step: 'impute'; fitted: Imputation }
  | { step: 'ComBat'; fitted: Harmonisation }
  | { step: 'z-score'; fitted: Standardisation }

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
 * before the first step that cannot do with them (all but the ICC filter).
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
  const filter = <Fitted>(step: Step<Fitted>) => {
    const open = features ? rows.columns.filter((column) => features.has(column.name)) : rows.columns
    const others = features ? rows.columns.filter((column) => !features.has(column.name)) : []
    const seen = withColumns(rows, open)
    const kept = step.apply(fitStep(step, seen), seen).columns
    rows = withColumns(rows, [...kept, ...others])
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
    if ('icc' in step) {
      filter(icc(step.icc, step.bound ?? 'point'))
      continue
    }
    imputeOnce()
    if ('combat' in step) transforms.push({ step: 'ComBat', fitted: transform(combat) })
    else if ('zscore' in step) transforms.push({ step: 'z-score', fitted: transform(zscore) })
    else if ('variance' in step) filter(variance(step.variance, step.scaled ?? false))
    else if ('correlation' in step) filter(correlation(step.correlation, step.keep ?? 'outcome', memoryOf(at)))
    else if ('univariate' in step) filter(univariate(step.univariate))
    else if ('mrmr' in step) filter(mrmr(step.mrmr))
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
  return transforms.reduce<Rows>(
    (done, { step, fitted }) =>
      step === 'impute'
        ? impute.apply(fitted, done)
        : step === 'ComBat'
          ? combat.apply(fitted, done)
          : zscore.apply(fitted, done),
    pickColumns(rows, names),
  )
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
  return { transforms: kept.map((transform) => restrict(transform, needed)), intercept: constant, terms: folded }
}

/** The transform with what it learnt of the needed columns only. */
function restrict(transform: FittedTransform, needed: ReadonlySet<string>): FittedTransform {
  const only = <T>(record: Record<string, T>) =>
    Object.fromEntries(Object.entries(record).filter(([name]) => needed.has(name)))
  if (transform.step === 'ComBat') return { ...transform, fitted: harmonisationOf(transform.fitted, needed) }
  if (transform.step === 'z-score') {
    const { mean, sd } = transform.fitted
    return { ...transform, fitted: { mean: only(mean), sd: only(sd) } }
  }
  const { values, missing } = transform.fitted
  return { ...transform, fitted: { values: only(values), missing: only(missing) } }
}

/** The LASSO that ends a selection, where one does. */
export function lassoOf(steps: readonly SelectionStep[]): LassoSpecification | undefined {
  const last = steps.findLast((step) => 'lasso' in step)
  return last && 'lasso' in last ? last.lasso : undefined
}
