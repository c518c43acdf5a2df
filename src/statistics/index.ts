// Descriptions, distributions, tests, survival, agreement
export * from './agreement/icc.ts'
export * from './agreement/kappa.ts'
export * from './agreement/two-readers.ts'
export * from './combat/combat.ts'
export * from './correlation.ts'
export * from './descriptive.ts'
export { rankSum, signedRank } from './distributions/ranks.ts'
export * from './distributions.ts'
export * from './sample-size/development.ts'
export * from './sample-size/validation.ts'
export * from './standardised-difference.ts'
export { type AtHorizon, atHorizon } from './survival/at-horizon.ts'
export { type Concordance, harrellC } from './survival/concordance.ts'
export * from './survival/curve-summaries.ts'
export { type CutPoint, optimalCutPoint } from './survival/cut-point.ts'
export * from './survival/kaplan-meier.ts'
export * from './survival/log-rank.ts'
export * from './tests/adjust.ts'
export * from './tests/chi-square.ts'
export * from './tests/choose.ts'
export * from './tests/fisher-exact.ts'
export * from './tests/mann-whitney.ts'
export {
  anova,
  type ChiSquareStatistic,
  type FTest,
  kruskalWallis,
  leveneTest,
  welchAnova,
} from './tests/several-groups.ts'
export * from './tests/shapiro-wilk.ts'
export * from './tests/signed-rank.ts'
export * from './tests/t-test.ts'
export { type Counts, crossTable } from './tests/table.ts'

// Regression and its tests

// ROC, calibration, decisions
export * from './brier.ts'
export { type CalibrationCurve, calibrateLogistic, calibrateModel } from './calibrate.ts'
export * from './calibration.ts'
// Penalised models
export * from './cox.ts'
export * from './cox-diagnostics.ts'
export * from './cross-validation.ts'
export * from './decision-curve.ts'
export * from './firth.ts'
export * from './imputation.ts'
export { useStatisticsKernels } from './kernels/load.ts'
export * from './lasso.ts'
export * from './lasso-binomial.ts'
export * from './lasso-cox.ts'
export * from './lasso-gaussian.ts'
export * from './linear.ts'
export * from './loess.ts'
export * from './logistic.ts'
export * from './logistic-inference.ts'
export * from './logistic-statistics.ts'
export * from './lowess.ts'
export * from './matrix.ts'
export {
  coefficientsAt,
  coefficientsOf,
  linearPredictors,
  type PenalisedOptions,
  type PenalisedPath,
} from './penalised-path.ts'
export * from './pooling.ts'
export * from './profile-likelihood.ts'
// Splits and resamples
export * from './random.ts'
export * from './reclassification.ts'
export type { Refit, Resample } from './refit.ts'
export * from './resampling.ts'
export * from './roc.ts'
export * from './splines.ts'
export * from './stability.ts'
export * from './thresholds.ts'
export {
  VALIDATION_INDEXES,
  type Validation,
  type ValidationIndex,
  type ValidationRow,
  validateLogistic,
  validateModel,
} from './validate.ts'
export * from './validate-and-calibrate.ts'
