import type { Matrix } from '../statistics/matrix.ts'
import { matrixFromColumns } from '../statistics/matrix.ts'
import { coefficientsAt, linearPredictors, type PenalisedPath } from '../statistics/penalised-path.ts'
import { narrowTraining, type TrainingRows } from '../step.ts'
import { type DesignColumn, designColumns } from './design.ts'
import type { FittedScore } from './fitted.ts'
import { innerFolds } from './inner-folds.ts'
import { columnsOf, type FittedTerm, linearPredictorOf } from './linear.ts'
import { heldOutDeviance, penalisedPath } from './penalised.ts'
import { regress } from './regress.ts'
import {
  applyTransforms,
  type FittedSelection,
  type FittedTransform,
  fitSelection,
  foldStandardisation,
  lassoOf,
  type StepReport,
  withImputation,
} from './selection.ts'
import type { LassoSpecification, SelectionStep } from './specification.ts'
import { isIncomplete } from './steps/impute.ts'

/** The penalised path over the training part and its cross-validation, as the LASSO figure shows them. */
export interface PathReport {
  lambda: number[]
  nonZero: number[]
  /** Coefficients of every column that enters at all, per standard deviation of the column. */
  paths: { name: string; coefficients: number[] }[]
  /** Mean deviance of the folds and its standard error, at each λ. */
  mean: number[]
  standardError: number[]
  lambdaMin: number
  lambda1se: number
  chosen: number
}

export interface ScoreFit {
  score: FittedScore
  /**
   * The score of each training row by a fit that did not see its patient: what a second stage may be fitted to without
   * taking the score for better than it is.
   */
  crossFitted: Float64Array
  steps: StepReport[]
  path?: PathReport
}

/** Cross-fitting of a score that has no LASSO, whose folds are then its own. */
const foldsWithoutLasso = 10

/**
 * A block's score: the selection's steps, then a penalised regression whose λ is chosen by cross-validating all of it.
 * Each inner fold repeats the steps on its own rows, so that a filter that looks at the outcome cannot make λ too small.
 * Without a LASSO among the steps, what they leave enters an ordinary regression.
 * features  columns that the filters may leave out; all where absent
 */
export function fitScore(
  training: TrainingRows,
  steps: readonly SelectionStep[],
  block: string,
  features?: ReadonlySet<string>,
): ScoreFit {
  const lasso = lassoOf(steps)
  return lasso
    ? penalisedScore(training, steps, lasso, block, features)
    : ordinaryScore(training, steps, block, features)
}

function penalisedScore(
  training: TrainingRows,
  steps: readonly SelectionStep[],
  lasso: LassoSpecification,
  block: string,
  features?: ReadonlySet<string>,
): ScoreFit {
  const n = training.rows.length
  const whole = fitSelection(training, steps, features)
  const design = designColumns(whole.training)
  if (design.length === 0) return emptyScore(training, whole, block)
  const path = penalisedPath(matrixOf(design, n), training, lasso.alpha)
  const lambda = Array.from(path.lambda)
  const fold = innerFolds(training, lasso.folds)
  const folds = Math.max(...fold) + 1
  const deviance: Float64Array[] = []
  const weight: number[] = []
  const heldScores = lambda.map(() => new Float64Array(n))
  for (let f = 0; f < folds; f++) {
    const held = fold.map((own) => Number(own === f))
    const inner = narrowTraining(training, Uint8Array.from(held), training.seed)
    const eta = foldPredictors(inner, steps, lasso, lambda, features)
    const at = positionsOf(fold, f)
    lambda.forEach((_, l) => {
      for (let i = 0; i < at.length; i++) heldScores[l][at[i]] = eta[l * at.length + i]
    })
    const judged = heldOutDeviance(training, at, eta, lambda.length)
    deviance.push(judged.deviance)
    weight.push(judged.weight)
  }
  const choice = chooseLambda(lambda, deviance, weight)
  const chosen = lasso.lambda === 'min' ? choice.min : choice.oneSe
  const { intercept, coefficients } = coefficientsAt(path, lambda[chosen])
  const terms = design.flatMap((column, j) => (coefficients[j] === 0 ? [] : [termOf(column, coefficients[j])]))
  const report = [...whole.report, { step: 'LASSO', columnsIn: design.length, columnsOut: terms.length }]
  return {
    score: scoreFrom(training, whole.transforms, block, intercept, terms),
    crossFitted: heldScores[chosen],
    steps: report,
    path: {
      ...choice,
      ...pathReport(path, design, training.counts),
      lambdaMin: lambda[choice.min],
      lambda1se: lambda[choice.oneSe],
      chosen: lambda[chosen],
    },
  }
}

/** Linear predictors of an inner fold's held rows at each λ, by steps and path that saw the others only. */
function foldPredictors(
  inner: ReturnType<typeof narrowTraining>,
  steps: readonly SelectionStep[],
  lasso: LassoSpecification,
  lambda: readonly number[],
  features?: ReadonlySet<string>,
): Float64Array {
  const selection = fitSelection(inner.training, steps, features)
  const names = selection.training.columns.map((column) => column.name)
  const rows = inner.held.rows.length
  const design = designColumns(selection.training)
  if (design.length === 0) return new Float64Array(rows * lambda.length)
  const path = penalisedPath(matrixOf(design, inner.training.rows.length), inner.training, lasso.alpha)
  const missing = inner.held.columns.filter((column) => isIncomplete(column.values)).map((column) => column.name)
  const transforms = withImputation(selection.transforms, inner.training, missing)
  const held = designColumns(applyTransforms(transforms, names, inner.held))
  return linearPredictors(path, matrixOf(held, rows), lambda)
}

function ordinaryScore(
  training: TrainingRows,
  steps: readonly SelectionStep[],
  block: string,
  features?: ReadonlySet<string>,
): ScoreFit {
  const whole = fitSelection(training, steps, features)
  if (whole.training.columns.length === 0) return emptyScore(training, whole, block)
  const score = regressionScore(training, whole, block)
  const fold = innerFolds(training, foldsWithoutLasso)
  const crossFitted = new Float64Array(training.rows.length)
  for (let f = 0; f <= Math.max(...fold); f++) {
    const held = fold.map((own) => Number(own === f))
    const inner = narrowTraining(training, Uint8Array.from(held), training.seed)
    const own = regressionScore(inner.training, fitSelection(inner.training, steps, features), block)
    const scores = linearPredictorOf(
      own.terms,
      own.intercept,
      applyTransforms(own.transforms, columnsOf(own.terms), inner.held),
    )
    positionsOf(fold, f).forEach((at, i) => {
      crossFitted[at] = scores[i]
    })
  }
  return { score, crossFitted, steps: whole.report }
}

function regressionScore(training: TrainingRows, selection: FittedSelection, block: string): FittedScore {
  const fit = regress(designColumns(selection.training), training.outcome, training.counts)
  const terms = fit.columns.map((column, j) => termOf(column, fit.estimates[j]))
  return scoreFrom(training, selection.transforms, block, fit.intercept, terms)
}

function scoreFrom(
  training: TrainingRows,
  transforms: readonly FittedTransform[],
  block: string,
  intercept: number,
  terms: FittedTerm[],
): FittedScore {
  const complete = withImputation(transforms, training, columnsOf(terms))
  return { name: `${block} score`, block, ...foldStandardisation(complete, intercept, terms) }
}

function emptyScore(training: TrainingRows, { report }: FittedSelection, block: string): ScoreFit {
  return {
    score: { name: `${block} score`, block, transforms: [], intercept: 0, terms: [] },
    crossFitted: new Float64Array(training.rows.length),
    steps: report,
  }
}

/**
 * The λ with the least mean deviance over the folds, and the largest within one standard error of it; folds count by
 * their rows. Equals what cv.glmnet reports for given fold deviances.
 */
function chooseLambda(lambda: readonly number[], deviance: readonly Float64Array[], weight: readonly number[]) {
  const total = weight.reduce((sum, w) => sum + w, 0)
  const mean = lambda.map((_, l) => deviance.reduce((sum, d, f) => sum + weight[f] * d[l], 0) / total)
  const standardError = lambda.map((_, l) => {
    const spread = deviance.reduce((sum, d, f) => sum + weight[f] * (d[l] - mean[l]) ** 2, 0) / total
    return Math.sqrt(spread / (deviance.length - 1))
  })
  const least = Math.min(...mean)
  const min = mean.indexOf(least)
  const oneSe = mean.findIndex((value) => value <= least + standardError[min])
  return { mean, standardError, min, oneSe }
}

function pathReport(path: PenalisedPath, design: readonly DesignColumn[], counts: Float64Array) {
  const steps = path.lambda.length
  const entered = path.entered.length
  const paths = Array.from(path.entered, (j, k) => {
    const sd = spreadOf(design[j].values, counts)
    const coefficients = Array.from({ length: steps }, (_, l) => path.values[l * entered + k] * sd)
    return { name: design[j].name, coefficients }
  })
  return { lambda: Array.from(path.lambda), nonZero: Array.from(path.df), paths }
}

/** Standard deviation with n in the denominator, which is what the penalty is relative to. */
function spreadOf(values: Float64Array, counts: Float64Array): number {
  let n = 0
  let sum = 0
  let squares = 0
  for (let i = 0; i < values.length; i++) {
    n += counts[i]
    sum += counts[i] * values[i]
  }
  for (let i = 0; i < values.length; i++) squares += counts[i] * (values[i] - sum / n) ** 2
  return Math.sqrt(squares / n)
}

function termOf({ name, column, level }: DesignColumn, estimate: number): FittedTerm {
  return level === undefined ? { name, column, estimate } : { name, column, level, estimate }
}

function matrixOf(design: readonly DesignColumn[], rows: number): Matrix {
  return design.length > 0
    ? matrixFromColumns(design.map((c) => c.values))
    : { rows, columns: 0, values: new Float64Array(0) }
}

function positionsOf(fold: Int32Array, which: number): number[] {
  const positions: number[] = []
  for (let i = 0; i < fold.length; i++) if (fold[i] === which) positions.push(i)
  return positions
}
