import { pow } from '../../portable-math.ts'
import { countPairs } from '../descriptive/ranks.ts'
import type { LogisticFit } from './logistic.ts'
import { type ChiSquareTest, modelTest } from './logistic-inference.ts'

/** What rms::lrm prints of a fit. */
export interface LogisticStatistics {
  model: ChiSquareTest
  /** Area under the ROC curve, exact (lrm of rms 6.5 bins the risks at 0.0002 first). */
  c: number
  dxy: number
  gamma: number
  tauA: number
  /** Nagelkerke's. */
  r2: number
  /** 1 − exp(−LR/n), and with the degrees of freedom taken off; the same with the effective sample size of the outcome. */
  r2CoxSnell: number
  r2Adjusted: number
  effectiveObservations: number
  r2Effective: number
  r2EffectiveAdjusted: number
  brier: number
  /** Gini's mean difference of the linear predictor, its exponential, and that of the risks. */
  g: number
  gr: number
  gp: number
}

/**
 * What rms::lrm prints of an unweighted fit.
 *
 * @param fit a fit of `logistic`
 * @param y the n outcomes that it was fitted to, 0 or 1
 * @returns model test, C, R² and the other indexes
 * @throws nothing
 * @example
 * ```ts
 * import { logistic, logisticStatistics, matrixFromColumns } from 'nomoscope/statistics'
 *
 * const x = matrixFromColumns([[0, 0, 0, 0, 1, 1, 1, 1]])
 * const y = [0, 0, 0, 1, 0, 1, 1, 1]
 * const { c, brier } = logisticStatistics(logistic(x, y), y)
 * c // → 0.75
 * brier.toFixed(4) // → '0.1875'
 * ```
 */
export function logisticStatistics(fit: LogisticFit, y: ArrayLike<number>): LogisticStatistics {
  const n = y.length
  const model = modelTest(fit)
  const { chiSquare: lr, df } = model
  const { concordant, discordant, tied } = countPairs(fit.linearPredictor, y)
  const pairs = concordant + discordant + tied
  const dxy = (concordant - discordant) / pairs
  let positive = 0
  let brier = 0
  for (let i = 0; i < n; i++) {
    positive += y[i]
    brier += (y[i] - fit.fitted[i]) ** 2
  }
  const share = positive / n
  const effective = n * (1 - pow(share, 3) - pow(1 - share, 3))
  const r2CoxSnell = -Math.expm1(-lr / n)
  return {
    model,
    c: (dxy + 1) / 2,
    dxy,
    gamma: (concordant - discordant) / (concordant + discordant),
    tauA: (concordant - discordant) / ((n * (n - 1)) / 2),
    r2: r2CoxSnell / -Math.expm1(-fit.nullDeviance / n),
    r2CoxSnell,
    r2Adjusted: -Math.expm1(-Math.max(0, lr - df) / n),
    effectiveObservations: effective,
    r2Effective: -Math.expm1(-lr / effective),
    r2EffectiveAdjusted: -Math.expm1(-Math.max(0, lr - df) / effective),
    brier: brier / n,
    g: giniMeanDifference(fit.linearPredictor),
    gr: Math.exp(giniMeanDifference(fit.linearPredictor)),
    gp: giniMeanDifference(fit.fitted),
  }
}

/**
 * Mean absolute difference of all pairs. R: Hmisc::GiniMd.
 *
 * @param values n numbers, any unit
 * @returns the mean difference, in the unit of the values
 * @throws nothing
 * @example
 * ```ts
 * import { giniMeanDifference } from 'nomoscope/statistics'
 *
 * giniMeanDifference([1, 2, 4]) // → 2
 * ```
 */
export function giniMeanDifference(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort()
  const n = sorted.length
  let sum = 0
  for (let i = 0; i < n; i++) sum += (2 * (i + 1) - n - 1) * sorted[i]
  return (2 * sum) / (n * (n - 1))
}
