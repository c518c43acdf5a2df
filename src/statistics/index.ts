// Regression and its tests

// ROC, calibration, decisions
export * from './calibration.ts'
export * from './decision-curve.ts'
export * from './logistic.ts'
export * from './logistic-inference.ts'
export * from './logistic-statistics.ts'
export * from './lowess.ts'
export * from './matrix.ts'
export * from './profile-likelihood.ts'
// Splits and resamples
export * from './random.ts'
export * from './resampling.ts'
export * from './roc.ts'
export * from './thresholds.ts'
