// Descriptions, distributions, tests, survival, agreement
export * from './agreement/icc.ts'
export * from './agreement/kappa.ts'
export * from './agreement/repeatability.ts'
export * from './agreement/repeated.ts'
export * from './agreement/two-readers.ts'
export { type GaussianMixture, gaussianMixture, likeliestGaussian } from './clustering/gaussian-mixture.ts'
export { type KMeans, kMeans, kMeansFrom } from './clustering/k-means.ts'
export type { Points } from './clustering/points.ts'
export * from './combat/combat.ts'
export {
  applyLongitudinalCombat,
  fitLongitudinalCombat,
  type LongitudinalCombatFit,
} from './combat/longitudinal.ts'
export * from './descriptive/correlation.ts'
export * from './descriptive/descriptive.ts'
export * from './descriptive/standardised-difference.ts'
export * from './distributions/index.ts'
export { rankSum, signedRank } from './distributions/ranks.ts'
export * from './sample-size/continuous.ts'
export * from './sample-size/development.ts'
export * from './sample-size/validation.ts'
export { type AtHorizon, atHorizon, atHorizonCompeting } from './survival/at-horizon.ts'
export { type Concordance, harrellC } from './survival/concordance.ts'
export { type CumulativeIncidence, cumulativeIncidence, incidenceAt } from './survival/cumulative-incidence.ts'
export * from './survival/curve-summaries.ts'
export { type CutPoint, optimalCutPoint } from './survival/cut-point.ts'
export { type FineGrayFit, fineGray, fineGrayRisk } from './survival/fine-gray.ts'
export { grayTest } from './survival/gray-test.ts'
export * from './survival/kaplan-meier.ts'
export * from './survival/log-rank.ts'
export {
  type IntegratedAuc,
  integratedAuc,
  type TimeDependentRoc,
  timeDependentRoc,
} from './survival/time-dependent-roc.ts'
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

export { useKernels } from './kernels/load.ts'
// Comparators
export {
  boostedLogOdds,
  type GradientBoosting,
  gradientBoosting,
} from './machine-learning/gradient-boosting.ts'
export { forestRisk, type RandomForest, randomForest } from './machine-learning/random-forest.ts'
export { decisionValues, type SupportVectors, supportVectors } from './machine-learning/support-vectors.ts'
export * from './missing-data/imputation.ts'
export * from './missing-data/pooling.ts'
export * from './numerics/matrix.ts'
export * from './penalised/cross-validation.ts'
export * from './penalised/lasso.ts'
export * from './penalised/lasso-binomial.ts'
export * from './penalised/lasso-cox.ts'
export * from './penalised/lasso-gaussian.ts'
export {
  coefficientsAt,
  coefficientsOf,
  linearPredictors,
  type PenalisedOptions,
  type PenalisedPath,
} from './penalised/penalised-path.ts'
export * from './penalised/stability.ts'
// ROC, calibration, decisions
export * from './performance/brier.ts'
export { type CalibrationCurve, calibrateLogistic, calibrateModel } from './performance/calibration-curve.ts'
export * from './performance/calibration-statistics.ts'
export * from './performance/decision-curve.ts'
export { handTill, ordinalConcordance } from './performance/polytomous.ts'
export * from './performance/reclassification.ts'
export * from './performance/roc.ts'
export * from './performance/thresholds.ts'
export * from './regression/firth.ts'
export * from './regression/linear.ts'
export * from './regression/logistic.ts'
export * from './regression/logistic-inference.ts'
export * from './regression/logistic-statistics.ts'
export { type MultinomialFit, multinomialLogistic, multinomialRisk } from './regression/multinomial.ts'
export * from './regression/profile-likelihood.ts'
export { type ProportionalOddsFit, proportionalOdds, proportionalOddsRisk } from './regression/proportional-odds.ts'
export * from './regression/splines.ts'
export type { Refit, Resample } from './resampling/bootstrap-refit.ts'
// Splits and resamples
export * from './resampling/random.ts'
export * from './resampling/resampling.ts'
export {
  type Validation,
  type ValidationIndex,
  type ValidationRow,
  validateLogistic,
  validateModel,
  validationIndexes,
} from './resampling/validate.ts'
export * from './resampling/validate-and-calibrate.ts'
export * from './smoothing/loess.ts'
export * from './smoothing/lowess.ts'
// Penalised models
export * from './survival/cox.ts'
export * from './survival/cox-diagnostics.ts'
