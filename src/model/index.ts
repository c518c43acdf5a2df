export { compareModels, type ModelComparison } from './compare.ts'
export type { Contribution } from './contributions.ts'
export {
  type ExternalValidation,
  type ModelUpdate,
  validateExternally,
} from './external-validation.ts'
export type { FittedModel, FittedScore } from './fitted.ts'
export { subgroupPerformance } from './further.ts'
export { type Measures, riskOf } from './measures.ts'
export { type ModelFile, modelFileSchema, readModelFile, writeModelFile } from './model-file.ts'
export { isHarmonised, modelFileOf, researchUseOnly } from './model-file-of.ts'
export type { ModelStudy, ValidationSettings } from './model-study.ts'
export {
  type Nomogram,
  type NomogramAxis,
  type NomogramModel,
  type NomogramOutcome,
  type NomogramVariable,
  nomogram,
  nomogramPoints,
  outcomeProbability,
} from './nomogram.ts'
export { nomogramOf } from './nomogram-of.ts'
export { type Cell, type Prediction, predict } from './predict.ts'
export { predictorsOf } from './predictors.ts'
export { selectionPresets } from './presets.ts'
export { interceptForPrevalence, predictiveValues } from './prevalence.ts'
export type {
  CentrePerformance,
  CorrectedPerformance,
  Frequency,
  LearningPoint,
  ModelResult,
  ModelWarning,
  PartPerformance,
  SelectionResult,
  Shrinkage,
  SubgroupPerformance,
  TermResult,
} from './result.ts'
export type {
  Block,
  LassoSpecification,
  ModelPlan,
  ModelSpecification,
  ModelTerm,
  SelectionStep,
} from './specification.ts'
export { type Predictor, type PredictorTable, predictorTable } from './table.ts'
export { tasks } from './tasks.ts'
export { evaluateTerm, type Term, type Value } from './term.ts'
export { validateModels } from './validate.ts'
