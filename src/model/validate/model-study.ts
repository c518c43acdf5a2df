import type { Outcome } from '../../step.ts'
import type { PredictorTable } from '../data/predictor-table.ts'
import type { TrainingSample } from '../data/training-sample.ts'
import type { ModelPlan } from '../plan/specification.ts'
import type { Refit } from '../resample/refit.ts'
import type { Fold } from '../resample/samples.ts'
import type { centreFolds, learningFolds } from './learning-curve.ts'

/** A study's models and the rows they may learn from. `outcome` has one value for each row of the table. */
export interface ModelStudy {
  plan: ModelPlan
  table: PredictorTable
  outcome: Outcome
  /** The study's one split, as row numbers; rows of neither part (outcome unknown) are predicted and no more. */
  training: Int32Array
  validation: Int32Array
  seed: number
  protocol?: 'honest' | 'as-published'
  /** Risks at which the study asks beforehand what the models do. */
  thresholds?: number[]
}

/** Which validations are made and how many refits they take. */
export interface ValidationSettings {
  nested?: { folds: number; repeats: number }
  /** Whole-pipeline bootstrap refits; 0 for none. */
  bootstrap: number
  /** Permutations of the outcome, each with one cross-validation of `nested.folds`; 0 for none. */
  permutations: number
  /** Leave-one-centre-out over the table's batches. */
  centres?: boolean
  /** Learning curve: fits to random shares of the training rows. */
  learning?: { shares: number[]; repeats: number }
}

/** All refits of one study, in the order in which they were asked for. */
export interface Refits {
  /** Outer folds that were asked for; `folds` may be fewer. */
  askedFolds: number
  folds: Fold[][]
  nested: Record<string, Refit>[][]
  bootstraps: { part: TrainingSample; refits: Record<string, Refit> }[]
  /** Of each permutation, its outcome, folds and refits. */
  permutations: { outcome: Outcome; folds: Fold[]; refits: Record<string, Refit>[] }[]
  centres: { folds: ReturnType<typeof centreFolds>; refits: Record<string, Refit>[] }
  learning: { folds: ReturnType<typeof learningFolds>; refits: Record<string, Refit>[] }
}
