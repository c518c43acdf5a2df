import type { DiagnosticAccuracy } from '../statistics/performance/thresholds.ts'
import type { ChiSquareTest } from '../statistics/regression/logistic-inference.ts'
import type { WarningCode } from '../text/locales/en/warnings.ts'
import type { Quantity } from '../text/with-numbers.ts'
import type { ModelFit } from './fit/fit-models.ts'
import type { FittedModel } from './fit/fitted-model.ts'
import type { PathReport } from './fit/score.ts'
import type { JointTest } from './inference/joint-tests.ts'
import type { Proportionality } from './inference/proportional-hazards.ts'
import type { TermResult } from './inference/term-result.ts'
import type { Measures } from './measures/measures.ts'
import type { NetBenefitRow } from './measures/net-benefit.ts'
import type { CorrectedPerformance, PartPerformance } from './measures/part-performance.ts'
import type { ModelFile } from './predict/model-schema.ts'
import type { StepReport } from './steps/pipeline.ts'

/** Everything that is reported of one model: plain data for `results.json`, numbers that do not exist are null there. */
export interface ModelResult {
  name: string
  label: string
  family: 'logistic' | 'cox'
  protocol: 'honest' | 'as-published'
  /** Training rows that the model learnt from, and how many of them have the outcome. */
  rows: number
  events: number
  /** Columns that the model could choose from. */
  candidates: number
  /**
   * Coefficients that these columns have between them, before any selection: a factor of k levels k − 1, a spline of k
   * knots k − 1, an interaction its products. What events per parameter and Riley's sample size count.
   */
  parameters: number
  /** Terms that did not enter the model, and why. */
  leftOut: ModelFit['leftOut']
  /** Terms along which the outcome is separated, so that estimates are Firth's. */
  separatedBy: string[]
  intercept: number
  terms: TermResult[]
  /** Of columns that enter as splines or interact. */
  jointTests: JointTest[]
  /** Of intercept and estimates, in their order; absent of a penalised model. */
  vcov?: number[][]
  estimator: FittedModel['estimator']
  performance: {
    apparent: PartPerformance
    optimismCorrected?: CorrectedPerformance
    nested?: PartPerformance
    heldOut?: PartPerformance
  }
  /** Outer folds of the nested cross-validation; fewer than were asked for where fewer patients have the outcome or event. */
  folds: { asked: number; made: number }
  selection: SelectionResult[]
  /** How often a column was selected over the bootstrap refits, and how its coefficient varied where it was. */
  frequencies: Frequency[]
  /** Test of the whole model against none, of a model of fixed columns. */
  likelihoodRatio?: ChiSquareTest
  /** At risks that the study names beforehand, and the net benefit there. */
  classification?: ClassificationResult
  thresholds?: { threshold: number; rule: string; outOfFold: DiagnosticAccuracy; heldOut?: DiagnosticAccuracy }
  /** Undefined where nothing was refitted, or the model gives everyone the same risk. */
  shrinkage?: Shrinkage
  /** `reached`: permutations that did as well as the model; where there is none `p` is a bound. */
  permutation?: {
    auc: number[]
    mean: number
    standardError: number
    reached: number
    p: number
    flagged: boolean
  }
  /** By models that had not seen the centre; empty unless asked for. */
  centres: CentrePerformance[]
  learningCurve: LearningPoint[]
  /** Refits that could not be made, with the reason of the first. */
  failures: { refits: number; of: number; reason?: string }
  /** Ways of measuring that are not given, because more than one refit in twenty of theirs failed. */
  withheld: Partial<Record<'nested' | 'optimismCorrected', { refits: number; of: number; reason: string }>>
  /** Refits of the nested cross-validation in which nothing was selected, so that everyone had the same risk. */
  emptyFolds: { refits: number; of: number }
  warnings: ModelWarning[]
  /** The fitted model itself: what predicts, and what a model file keeps. */
  model: FittedModel
  /** Where the interval of a new patient's risk comes from. */
  uncertainty: ModelFile['uncertainty']
  logLikelihood?: number
  /** Imputations that the estimates are pooled over. */
  imputations?: number
  /** Of a Cox model of columns. */
  proportionality?: Proportionality
}

export interface ClassificationResult {
  prespecified: ({ part: 'nested' | 'heldOut' | 'apparent' } & DiagnosticAccuracy)[]
  netBenefit: { part: 'nested' | 'heldOut' | 'apparent'; rows: NetBenefitRow[] }
}

/** What the coefficients should be multiplied by before the model is used on new patients. */
export interface Shrinkage {
  factor: number
  /** What stands in place of the model's own once its coefficients are multiplied; absent of a survival model. */
  intercept?: number
  by: 'bootstrap' | 'nested'
  /** Refits that the factor comes from, and how many of them gave everyone the same risk and so have no slope. */
  refits: number
  withoutSlope: number
}

/** What each step of a score's selection did. */
export interface SelectionResult {
  score: string
  steps: StepReport[]
  path?: PathReport
}

/** How often refits selected a term, and its coefficient among those. */
export interface Frequency {
  term: string
  /** Of `refits`, the bootstrap refits that could be made. */
  share: number
  refits: number
  mean: number
  sd: number
  /** Share of the refits that selected it in which its coefficient has the sign of the fitted model's (or of the mean). */
  sameSign: number
}

/** Performance in one group of patients, with DeLong's interval of the AUC. */
export interface SubgroupPerformance extends Measures {
  group: string
  n: number
  events: number
  lower: number
  upper: number
}

/** Performance on one centre by models that were fitted to the others. */
export type CentrePerformance = { centre: string; n: number; events: number } & (
  | (Measures & { lower: number; upper: number })
  | { failed: string }
)

/** One point of the learning curve. */
export interface LearningPoint {
  /** Rows learnt from, mean AUC on the others, its spread between random parts. */
  rows: number
  auc: number
  sd: number
  repeats: number
}

/** Something a methodologist would object to, with the figure that shows it. */
export interface ModelWarning {
  code: WarningCode
  /** In English. */
  message: string
  /** The numbers in the message, in its order: as printed and as they are. */
  numbers: Quantity[]
  /** What the message of this code is filled with, in any language (`text/locales`). */
  parameters: readonly unknown[]
  value: number
  limit: number
}
