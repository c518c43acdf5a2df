import type { SelectionStep } from '../steps/index.ts'
import type { Comparator } from './comparator.ts'

/** What the study file says of models, in its own words. */

/** A named group of predictors. The selection applies to `features`; other blocks enter as they are. */
export interface Block {
  columns: string[]
  features: boolean
}

/** A term of a model: a column or block by its name, a score, a spline, an interaction. */
export type ModelTerm =
  | string
  | { score: string }
  /** A restricted cubic spline with this many knots at Harrell's quantiles of the training rows. */
  | { spline: string; knots: number }
  /** Both columns, if they are not terms already, and all products of their functions. */
  | { interaction: [string, string] }

/** One model of the plan: its terms, or the model that it is made of. */
export type ModelSpecification = { name: string; label?: string } & (
  | {
      /** Columns, blocks (all their columns), scores of blocks, splines of columns, and products of two. */
      terms: ModelTerm[]
      /** Backward elimination by AIC, in every refit. */
      select?: 'backward'
    }
  /** One penalised model over all columns of these blocks. */
  | { lasso: string[] }
)

/** The models of a study and how their columns are selected. */
export interface ModelPlan {
  family: 'logistic' | 'cox'
  blocks: Record<string, Block>
  selection: SelectionStep[]
  models: ModelSpecification[]
  /** Learners that stand beside the models in the same folds. */
  comparators?: Comparator[]
  /** Models of fixed columns are fitted to multiple imputations where this is said, else to the median or mode. */
  missing?: 'multiple'
  /** Times at which a Cox model's survival is reported, in the unit of the outcome's time. */
  horizons?: number[]
}
