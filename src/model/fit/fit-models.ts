import { Problem } from '../../errors/index.ts'
import type { ChiSquareTest } from '../../statistics/regression/logistic-inference.ts'
import { splineKnots } from '../../statistics/regression/splines.ts'
import { keepTraining, type TrainingRows, trainingRows } from '../../step.ts'
import { completeRows } from '../data/complete-blocks.ts'
import { type PredictorTable, rowsOf } from '../data/predictor-table.ts'
import type { TrainingSample } from '../data/training-sample.ts'
import { type ResolvedModel, resolveModel, withLasso } from '../plan/resolve.ts'
import type { ModelPlan } from '../plan/specification.ts'
import { fitSelection, type StepReport, withImputation } from '../steps/pipeline.ts'
import { type DesignColumn, designColumns, fittedTerm, type LeftOut } from '../terms/design-matrix.ts'
import { columnsOf } from '../terms/linear-predictor.ts'
import { baselineOf } from './baseline-survival.ts'
import { type FittedModel, predictRows } from './fitted-model.ts'
import { eventFlags } from './inner-folds.ts'
import { imputedRegression } from './multiple-imputation.ts'
import { backward, type Regression, regress } from './regression.ts'
import { fitScore, type PathReport, type ScoreFit } from './score.ts'

/** One model fitted to one training part. */
export interface ModelFit {
  model: FittedModel
  /** Rows and events it learnt from, as drawn. */
  rows: number
  events: number
  /** What the selection of each score (or of the joint model) did. */
  selection: { score: string; steps: StepReport[]; path?: PathReport }[]
  logLikelihood?: number
  /** Imputations that the estimates are pooled over; absent where nothing was missing, or the median stood in. */
  imputations?: number
  /** Test of all terms against none. */
  likelihoodRatio?: ChiSquareTest
  /** Terms that did not enter: columns without any value, constant ones, copies and combinations of others. */
  leftOut: (LeftOut | { name: string; column: string; reason: 'no value' })[]
  /** Terms along which the outcome is separated. */
  separatedBy: string[]
}

/**
 * Fits models of a plan to one training part, from imputation to the last coefficient; scores that several models share
 * are fitted once. A model that cannot be fitted (too few events for inner folds, one class only) is the error instead.
 */
export function fitModels(
  plan: ModelPlan,
  table: PredictorTable,
  part: TrainingSample,
  names: readonly string[],
): Map<string, ModelFit | Problem> {
  const known = new Set(table.columns.map((column) => column.name))
  const models = plan.models
    .filter((model) => names.includes(model.name))
    .map((model) => resolveModel(plan, model, known))
  const training = (columns: readonly string[]) =>
    trainingRows(rowsOf(table, part.rows, columns), part.outcome, part.counts, part.seed)
  const scores = new Map<string, BlockScore>()
  const scoreOfBlock = (block: string): BlockScore => {
    let found = scores.get(block)
    if (!found) {
      found = fitBlock(plan, table, training(plan.blocks[block].columns), block)
      scores.set(block, found)
    }
    return found
  }
  const fits = new Map<string, ModelFit | Problem>()
  for (const model of models) {
    try {
      const fit =
        model.kind === 'joint'
          ? fitJoint(plan, table, model, training)
          : fitTerms(plan, table, model, training, scoreOfBlock)
      fits.set(model.name, fit)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      fits.set(model.name, error)
    }
  }
  return fits
}

/** A block's score with the rows it could be fitted to: those in which some column of the block is known. */
interface BlockScore extends ScoreFit {
  /** Cross-fitted score of each row number. */
  byRow: Map<number, number>
}

function fitBlock(plan: ModelPlan, table: PredictorTable, training: TrainingRows, block: string): BlockScore {
  const usable = usableRows(table, [plan.blocks[block].columns], training)
  const fit = fitScore(usable, plan.selection, block)
  return { ...fit, byRow: new Map(Array.from(usable.rows, (row, i) => [row, fit.crossFitted[i]])) }
}

type TrainingOf = (columns: readonly string[]) => TrainingRows

function fitJoint(
  plan: ModelPlan,
  table: PredictorTable,
  model: ResolvedModel & { kind: 'joint' },
  training: TrainingOf,
): ModelFit {
  const usable = usableRows(table, model.groups, training(model.columns))
  const fit = fitScore(usable, withLasso(plan.selection), model.name, new Set(model.features))
  const { score } = fit
  return {
    model: withBaseline(plan, () => usable, {
      name: model.name,
      family: plan.family,
      transforms: [],
      scores: [score],
      intercept: 0,
      terms: [{ name: score.name, column: score.name, estimate: 1 }],
      estimator: 'lasso',
    }),
    ...sizeOf(usable),
    selection: [{ score: score.name, steps: fit.steps, path: fit.path }],
    leftOut: [],
    separatedBy: [],
  }
}

function fitTerms(
  plan: ModelPlan,
  table: PredictorTable,
  model: ResolvedModel & { kind: 'terms' },
  training: TrainingOf,
  scoreOfBlock: (block: string) => BlockScore,
): ModelFit {
  const usable = usableRows(table, model.groups, training(model.columns))
  const unknown = new Set(usable.columns.flatMap(({ name, values }) => (values.every(Number.isNaN) ? [name] : [])))
  const selection = fitSelection(usable, [])
  const blocks = model.scores.map(scoreOfBlock)
  const scores = blocks.filter(({ score }) => score.terms.length > 0)
  const shape = { knots: knotsOf(model.splines, usable), interactions: model.interactions }
  const columns: DesignColumn[] = [
    ...designColumns(selection.training, shape),
    ...scores.map(({ score, byRow }) => ({
      name: score.name,
      column: score.name,
      values: Float64Array.from(usable.rows, (row) => byRow.get(row)!),
    })),
  ]
  const names = new Set(scores.map(({ score }) => score.name))
  const multiple = plan.missing === 'multiple' && model.scores.length === 0 && model.select !== 'backward'
  const imputed = multiple ? imputedRegression(usable, shape) : undefined
  const fit = imputed ?? withPositiveScores(columns, names, usable, model.select === 'backward' ? backward : regress)
  const terms = fit.columns.map((column, j) => fittedTerm(column, fit.estimates[j]))
  const used = new Set(columnsOf(terms))
  const only = <T>(byName: Record<string, T>) =>
    Object.fromEntries(Object.entries(byName).filter(([name]) => used.has(name)))
  const needed = () =>
    training([...new Set([...model.columns, ...blocks.flatMap(({ score }) => columnsOf(score.terms))])])
  return {
    model: withBaseline(plan, () => usableRows(table, model.groups, needed()), {
      name: model.name,
      family: plan.family,
      transforms: withImputation(selection.transforms, usable, model.columns).flatMap((t) =>
        t.step === 'impute'
          ? [{ step: t.step, fitted: { values: only(t.fitted.values), missing: only(t.fitted.missing) } }]
          : [],
      ),
      scores: scores.map(({ score }) => score).filter((score) => used.has(score.name)),
      intercept: fit.intercept,
      terms,
      covariance: fit.covariance,
      estimator: fit.method,
    }),
    ...sizeOf(usable),
    selection: blocks.map(({ score, steps, path }) => ({ score: score.name, steps, path })),
    ...(imputed ? { imputations: imputed.imputations } : { logLikelihood: fit.logLikelihood }),
    likelihoodRatio: fit.likelihoodRatio,
    leftOut: [
      ...fit.leftOut.filter(({ column }) => !unknown.has(column)),
      ...[...unknown].map((column) => ({ name: column, column, reason: 'no value' as const })),
    ],
    separatedBy: fit.separatedBy,
  }
}

/** Knots at Harrell's quantiles of the values that the training rows have, each as often as it was drawn. */
function knotsOf(splines: Record<string, number>, { columns, counts }: TrainingRows): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(splines).map(([name, count]) => {
      const { values } = columns.find((column) => column.name === name)!
      const drawn = Array.from(values).flatMap((value, i) =>
        Number.isNaN(value) ? [] : new Array<number>(counts[i]).fill(value),
      )
      return [name, withoutPatients(splineKnots(drawn, count))]
    }),
  )
}

/** Knots travel with the model, and a quantile may be one patient's value: a thousandth of the nearest two's distance is enough. */
function withoutPatients(knots: ArrayLike<number>): number[] {
  const gaps = Array.from(knots)
    .slice(1)
    .map((knot, i) => knot - knots[i])
  const digits = 3 - Math.floor(Math.log10(Math.min(...gaps)))
  return Array.from(knots, (knot) => Number(`${Math.round(Number(`${knot}e${digits}`))}e${-digits}`))
}

/** A Cox model with its baseline; a logistic model as it is. rows  with all columns that the model needs */
function withBaseline(plan: ModelPlan, rows: () => TrainingRows, model: FittedModel): FittedModel {
  if (plan.family === 'logistic') return model
  const training = rows()
  return { ...model, baseline: baselineOf(predictRows(model, training), training, plan.horizons ?? []) }
}

/** The training rows in which every block that the model uses is known at least in part. */
export function usableRows(
  table: PredictorTable,
  blocks: readonly (readonly string[])[],
  training: TrainingRows,
): TrainingRows {
  const known = completeRows(table, blocks)
  return keepTraining(
    training,
    Uint8Array.from(training.rows, (row) => known[row]),
  )
}

/**
 * The regression without the scores whose cross-fitted values run against the outcome: such a score foretells nothing,
 * and turned round it would do so with conviction.
 */
function withPositiveScores(
  columns: DesignColumn[],
  scores: ReadonlySet<string>,
  training: TrainingRows,
  regression: typeof regress,
): Regression {
  const result = regression(columns, training.outcome, training.counts)
  const against = result.columns.find((column, j) => scores.has(column.name) && !(result.estimates[j] > 0))
  if (!against) return result
  const rest = columns.filter((column) => column.name !== against.name)
  return withPositiveScores(rest, scores, training, regression)
}

function sizeOf({ outcome, counts }: TrainingRows): { rows: number; events: number } {
  const flags = eventFlags(outcome)
  return {
    rows: counts.reduce((sum, count) => sum + count, 0),
    events: counts.reduce((sum, count, i) => sum + count * flags[i], 0),
  }
}
