import type { Matrix, MatrixColumns } from '../../statistics/numerics/matrix.ts'
import { matrixFromColumns } from '../../statistics/numerics/matrix.ts'
import { choosePenalty, type PenaltyChoice } from '../../statistics/penalised/choose-penalty.ts'
import { coefficientsAt, linearPredictors, type PenalisedPath } from '../../statistics/penalised/penalised-path.ts'
import { mostHeld, narrowTraining, type TrainingRows } from '../../step.ts'
import { isIncomplete } from '../steps/impute.ts'
import type { FittedTransform, SelectionStep } from '../steps/index.ts'
import type { LassoSpecification } from '../steps/lasso.ts'
import {
  applyTransforms,
  type FittedSelection,
  fitSelection,
  foldStandardisation,
  lassoOf,
  type SelectionMemory,
  type StepReport,
  withImputation,
} from '../steps/pipeline.ts'
import { type DesignColumn, designColumns, fittedTerm } from '../terms/design-matrix.ts'
import { columnsOf, type FittedTerm, linearPredictorOf } from '../terms/linear-predictor.ts'
import type { FittedScore } from './fitted-model.ts'
import { foldCount, innerFolds } from './inner-folds.ts'
import { type FittedRows, heldOutDeviance, penalisedAt, penalisedPath, penaltyCounts } from './penalised-path.ts'
import { regress } from './regression.ts'

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
  inner: InnerFits
}

/** How a score was cross-fitted: nothing of it where the filters kept no column. */
interface InnerFits {
  /** Inner fold of each training row. */
  fold: Int32Array
  /** Columns that the filters kept on all training rows, and on the rows outside each fold. */
  kept: string[]
  keptOutside: string[][]
  /** Whether some ordinary regression of it is Firth's. */
  separated: boolean
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
  const memory: SelectionMemory = new Map()
  const whole = fitSelection(training, steps, features, memory)
  const design = designColumns(whole.training)
  if (design.length === 0) return emptyScore(training, whole, block)
  const x = matrixOf(design, training.rows.length)
  const fold = innerFolds(training, lasso.folds)
  const folds = foldDesigns(training, fold, steps, memory, x.rows * x.columns, features)
  let fitted: CrossValidated | undefined
  for (const count of penaltyCounts) {
    const path = penalisedPath(x, training, lasso.alpha, count)
    fitted = crossValidated(training, path, folds, lasso.alpha)
    if (path.lambda.length < count || hasTurned(fitted)) break
  }
  const { path, mean, standardError, best, oneError, heldScores, keptOutside } = fitted!
  const chosen = lasso.lambda === 'min' ? best : oneError
  const lambda = Array.from(path.lambda)
  const { intercept, coefficients } = coefficientsAt(path, lambda[chosen])
  const terms = design.flatMap((column, j) => (coefficients[j] === 0 ? [] : [fittedTerm(column, coefficients[j])]))
  return {
    score: scoreFrom(training, whole.transforms, block, intercept, terms),
    crossFitted: heldScores[chosen],
    steps: [...whole.report, { step: 'LASSO', columnsIn: design.length, columnsOut: terms.length }],
    path: {
      ...pathReport(path, design, training.counts),
      mean: Array.from(mean),
      standardError: Array.from(standardError),
      lambdaMin: lambda[best],
      lambda1se: lambda[oneError],
      chosen: lambda[chosen],
    },
    inner: { fold, kept: namesOf(whole), keptOutside, separated: false },
  }
}

/** An inner fold, ready for any penalties: what its own steps made of its rows and of the held ones. */
interface FoldDesign {
  training: FittedRows
  /** Columns that the steps left. */
  kept: string[]
  x: Matrix | MatrixColumns
  held: Matrix | MatrixColumns
  /** Positions of the held rows in the training part. */
  at: number[]
}

/** Numbers (512 MB) that the designs of all folds may have together; beyond them each is made again whenever it is asked for. */
const mostKept = 2 ** 26

/** The inner folds; `size` is how many numbers the design of the whole part has. */
function foldDesigns(
  training: TrainingRows,
  fold: Int32Array,
  steps: readonly SelectionStep[],
  memory: SelectionMemory,
  size: number,
  features?: ReadonlySet<string>,
): (() => FoldDesign)[] {
  const count = foldCount(fold)
  const designOf = (f: number): FoldDesign => {
    const inner = narrowTraining(
      training,
      Uint8Array.from(fold, (own) => Number(own === f)),
      training.seed,
    )
    const selection = fitSelection(inner.training, steps, features, memory)
    const names = namesOf(selection)
    const held = inner.held(names)
    const missing = held.columns.filter((column) => isIncomplete(column.values)).map((column) => column.name)
    const transforms = withImputation(selection.transforms, inner.training, missing)
    const { outcome, counts, rows } = inner.training
    return {
      training: { outcome, counts },
      kept: names,
      x: matrixOf(designColumns(selection.training), rows.length),
      held: matrixOf(designColumns(applyTransforms(transforms, names, held)), held.rows.length),
      at: positionsOf(fold, f),
    }
  }
  return Array.from({ length: count }, (_, f) => {
    if (size * count > mostKept) return () => designOf(f)
    const made = designOf(f)
    return () => made
  })
}

interface CrossValidated extends PenaltyChoice {
  path: PenalisedPath
  /** At each λ the score of every training row, by the fold that held it. */
  heldScores: Float64Array[]
  keptOutside: string[][]
}

/** Judges each λ of a path by folds that fit the same penalties to their own rows. */
function crossValidated(
  training: TrainingRows,
  path: PenalisedPath,
  folds: readonly (() => FoldDesign)[],
  alpha: number,
): CrossValidated {
  const lambda = Array.from(path.lambda)
  const heldScores = lambda.map(() => new Float64Array(training.rows.length))
  const keptOutside: string[][] = []
  const judged = folds.map((designOf) => {
    const { training: own, kept, x, held, at } = designOf()
    keptOutside.push(kept)
    const eta =
      x.columns === 0
        ? new Float64Array(at.length * lambda.length)
        : linearPredictors(penalisedAt(x, own, alpha, lambda), held, lambda)
    lambda.forEach((_, l) => {
      for (let i = 0; i < at.length; i++) heldScores[l][at[i]] = eta[l * at.length + i]
    })
    return heldOutDeviance(training, at, eta, lambda.length)
  })
  return { path, heldScores, keptOutside, ...choosePenalty(judged, lambda.length) }
}

/** Whether the mean has risen by more than a standard error beyond its minimum: smaller λ need not be tried. */
function hasTurned({ mean, standardError, best }: PenaltyChoice): boolean {
  return mean[mean.length - 1] > mean[best] + standardError[best]
}

function ordinaryScore(
  training: TrainingRows,
  steps: readonly SelectionStep[],
  block: string,
  features?: ReadonlySet<string>,
): ScoreFit {
  const whole = fitSelection(training, steps, features)
  if (whole.training.columns.length === 0) return emptyScore(training, whole, block)
  const { score, separated: apart } = regressionScore(training, whole, block)
  let separated = apart
  const keptOutside: string[][] = []
  const fold = innerFolds(training, foldsWithoutLasso)
  const crossFitted = new Float64Array(training.rows.length)
  for (let f = 0; f < foldCount(fold); f++) {
    const held = fold.map((own) => Number(own === f))
    const inner = narrowTraining(training, Uint8Array.from(held), training.seed)
    const selection = fitSelection(inner.training, steps, features)
    const { score: own, separated: innerApart } = regressionScore(inner.training, selection, block)
    separated ||= innerApart
    keptOutside.push(namesOf(selection))
    const names = columnsOf(own.terms)
    const scores = linearPredictorOf(
      own.terms,
      own.intercept,
      applyTransforms(own.transforms, names, inner.held(names)),
    )
    positionsOf(fold, f).forEach((at, i) => {
      crossFitted[at] = scores[i]
    })
  }
  const inner = { fold, kept: namesOf(whole), keptOutside, separated }
  return { score, crossFitted, steps: whole.report, inner }
}

function regressionScore(training: TrainingRows, selection: FittedSelection, block: string) {
  const fit = regress(designColumns(selection.training), training.outcome, training.counts)
  const terms = fit.columns.map((column, j) => fittedTerm(column, fit.estimates[j]))
  return {
    score: scoreFrom(training, selection.transforms, block, fit.intercept, terms),
    separated: fit.method === 'firth',
  }
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
    inner: { fold: new Int32Array(0), kept: [], keptOutside: [], separated: false },
  }
}

function namesOf({ training }: FittedSelection): string[] {
  return training.columns.map(({ name }) => name)
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

/**
 * The columns as one matrix; without a copy where they lie one after the other, as those of a whole block do, and where they
 * are too many to be held.
 */
function matrixOf(design: readonly DesignColumn[], rows: number): Matrix | MatrixColumns {
  if (design.length === 0) return { rows, columns: 0, values: new Float64Array(0) }
  if (rows * design.length > mostHeld) return { rows, columns: design.length, column: (j) => design[j].values }
  const [{ values: first }] = design
  const isWhole = design.every(
    ({ values }, j) => values.buffer === first.buffer && values.byteOffset === first.byteOffset + j * first.byteLength,
  )
  if (!isWhole) return matrixFromColumns(design.map(({ values }) => values))
  const values = new Float64Array(first.buffer, first.byteOffset, rows * design.length)
  return { rows, columns: design.length, values }
}

function positionsOf(fold: Int32Array, which: number): number[] {
  const positions: number[] = []
  for (let i = 0; i < fold.length; i++) if (fold[i] === which) positions.push(i)
  return positions
}
