export { inThread, type ParallelMap } from '../parallel.ts'
export { predictorsOf } from './data/cohort-predictors.ts'
export { type Predictor, type PredictorTable, predictorTable } from './data/predictor-table.ts'
export { isHarmonised, modelFileOf, researchUseOnly } from './deploy/make-model-file.ts'
export { interceptForPrevalence, predictiveValues } from './deploy/prevalence.ts'
export {
  type ExternalValidation,
  type ModelUpdate,
  validateExternally,
} from './deploy/validate-binary.ts'
export type { FittedModel, FittedScore } from './fit/fitted-model.ts'
export type { TermResult } from './inference/term-result.ts'
export { type Measures, riskOf } from './measures/measures.ts'
export type { CorrectedPerformance, PartPerformance } from './measures/part-performance.ts'
export { nomogramOf } from './nomogram/from-model.ts'
export {
  type Nomogram,
  type NomogramAxis,
  type NomogramModel,
  type NomogramOutcome,
  type NomogramVariable,
  nomogram,
  nomogramPoints,
  outcomeProbability,
} from './nomogram/nomogram.ts'
export type { Comparator } from './plan/comparator.ts'
export { selectionPresets } from './plan/presets.ts'
export type {
  Block,
  ModelPlan,
  ModelSpecification,
  ModelTerm,
} from './plan/specification.ts'
export type { Contribution } from './predict/contributions.ts'
export { readModelFile, writeModelFile } from './predict/model-file.ts'
export { type ModelFile, modelFileSchema } from './predict/model-schema.ts'
export { type Cell, type Prediction, predict } from './predict/predict.ts'
export { modelJobs } from './resample/jobs.ts'
export type {
  CentrePerformance,
  Frequency,
  LearningPoint,
  ModelResult,
  ModelWarning,
  SelectionResult,
  Shrinkage,
  SubgroupPerformance,
} from './result.ts'
export type { SelectionStep } from './steps/index.ts'
export type { LassoSpecification } from './steps/lasso.ts'
export { evaluateTerm, type Term, type Value } from './terms/term.ts'
export { compareModels, type ModelComparison } from './validate/compare-models.ts'
export { subgroupPerformance } from './validate/learning-curve.ts'
export type { ModelStudy, ValidationSettings } from './validate/model-study.ts'
export { type ComparatorResult, validateComparators } from './validate/validate-comparators.ts'
export { validateModels } from './validate/validate-models.ts'
