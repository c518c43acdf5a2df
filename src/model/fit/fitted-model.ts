import type { Rows } from '../../step.ts'
import type { FittedTransform } from '../steps/index.ts'
import { applyTransforms } from '../steps/pipeline.ts'
import { columnsOf, type FittedTerm, linearPredictorOf } from '../terms/linear-predictor.ts'
import type { Baseline } from './baseline-survival.ts'

/** A block of columns as one number: what the selection and its penalised regression made of them. */
export interface FittedScore {
  /** Name of the term that it is: `radiomics score`. */
  name: string
  block: string
  transforms: FittedTransform[]
  intercept: number
  terms: FittedTerm[]
}

/** A fitted model: plain data, with no patient's row in it. */
export interface FittedModel {
  name: string
  family: 'logistic' | 'cox'
  /** Imputation of the columns that are terms themselves. */
  transforms: FittedTransform[]
  scores: FittedScore[]
  /** Of a Cox model: minus the mean of the linear predictor over the training rows. */
  intercept: number
  /** On columns and scores. Without a term the model foretells the same for everyone. */
  terms: FittedTerm[]
  /** Of the estimates, the intercept first (a Cox model lacks it); absent of a penalised model, for which it is not valid. */
  covariance?: number[][]
  estimator: 'maximum likelihood' | 'firth' | 'lasso'
  /** Of a Cox model. */
  baseline?: Baseline
}

/** The score of each row; NaN where no column of its block is known. */
export function scoreOf(score: FittedScore, rows: Rows): Float64Array {
  const applied = applyTransforms(score.transforms, columnsOf(score.terms), rows)
  return linearPredictorOf(score.terms, score.intercept, applied)
}

/** Linear predictor of each row. */
export function predictRows(model: FittedModel, rows: Rows): Float64Array {
  const own = applyTransforms(model.transforms, columnsOf(model.terms), rows)
  const scores = model.scores.map((score) => ({ name: score.name, values: scoreOf(score, rows) }))
  return linearPredictorOf(model.terms, model.intercept, { ...own, columns: [...own.columns, ...scores] })
}
