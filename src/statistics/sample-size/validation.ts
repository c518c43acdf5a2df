import { InvalidArgument } from '../../errors/index.ts'
import { normal } from '../distributions/index.ts'

/** What the size of an external validation depends on. */
export interface BinaryValidation {
  /** Share of patients with the outcome. */
  prevalence: number
  /** The C statistic expected in the validation. */
  cStatistic: number
  /** Mean and SD of the linear predictor; unless told, that of a calibrated normal score with this C statistic. */
  linearPredictor?: { mean: number; sd: number }
  /** Widths of the 95% intervals wanted: observed over expected, calibration slope, C. */
  observedExpectedWidth?: number
  slopeWidth?: number
  cWidth?: number
  /** Standardised net benefit at a threshold, where sensitivity and specificity there are known. */
  netBenefit?: { threshold: number; sensitivity: number; specificity: number; width?: number }
}

/** Patients needed to validate a model. */
export interface ValidationSize {
  criteria: { name: string; n: number; standardError: number }[]
  n: number
  events: number
}

/**
 * Patients needed to validate a model of a binary outcome externally. Equals pmvalsampsize(type = "b").
 *
 * Steps of the search for standard errors are pmvalsampsize's (0.0001), so that n is. Its 10⁶ simulated linear predictors
 * are replaced by the integral that they estimate, so the slope's n differs by their noise, under 1%.
 * Source: Riley et al. 2021, Stat Med 40:4230.
 *
 * @param given prevalence, expected C statistic and the widths of interval wanted
 * @returns the n of each criterion and the largest
 * @throws InvalidArgument outside the ranges
 * @example
 * ```ts
 * import { validationSizeBinary } from 'nomoscope/statistics'
 *
 * // pmvalsampsize(type = "b", prevalence = 0.018, cstatistic = 0.8, lpnormal = c(-5, 2.5), oeciwidth = 1)
 * const size = validationSizeBinary({
 *   prevalence: 0.018,
 *   cStatistic: 0.8,
 *   linearPredictor: { mean: -5, sd: 2.5 },
 *   observedExpectedWidth: 1,
 * })
 * size.criteria[0].n // → 905
 * ```
 */
export function validationSizeBinary(given: BinaryValidation): ValidationSize {
  const { prevalence, cStatistic, observedExpectedWidth = 0.2, slopeWidth = 0.2, cWidth = 0.1 } = given
  for (const [name, value] of Object.entries({ prevalence, cStatistic }))
    if (!(value > 0 && value < 1)) throw InvalidArgument(name, 'between 0 and 1')
  for (const [name, value] of Object.entries({ observedExpectedWidth, slopeWidth, cWidth }))
    if (!(value >= 0.001 && value < 10)) throw InvalidArgument(name, 'from 0.001 to 10')
  const criteria = [
    observedExpected(prevalence, observedExpectedWidth),
    slope(given.linearPredictor, prevalence, cStatistic, slopeWidth),
    discrimination(prevalence, cStatistic, cWidth),
  ]
  if (given.netBenefit) criteria.push(netBenefit(prevalence, given.netBenefit))
  const n = Math.max(...criteria.map((criterion) => criterion.n))
  return { criteria, n, events: n * prevalence }
}

function observedExpected(prevalence: number, width: number) {
  const standardError = firstStep((se) => Math.exp(1.96 * se) - Math.exp(-1.96 * se) >= width)
  return {
    name: 'observed over expected',
    n: Math.ceil((1 - prevalence) / (prevalence * standardError ** 2)),
    standardError,
  }
}

/** Expected information of the calibration model per patient, over the linear predictor's distribution. */
function slope(given: BinaryValidation['linearPredictor'], prevalence: number, cStatistic: number, width: number) {
  const variance = 2 * normal.quantile(cStatistic) ** 2
  const mean = Math.log(prevalence / (1 - prevalence)) - variance / 2
  const parts = given
    ? [{ weight: 1, mean: given.mean, sd: given.sd }]
    : [
        { weight: 1 - prevalence, mean, sd: Math.sqrt(variance) },
        { weight: prevalence, mean: mean + variance, sd: Math.sqrt(variance) },
      ]
  let [i00, i01, i11] = [0, 0, 0]
  for (const { weight, mean, sd } of parts) {
    if (!(sd > 0)) throw InvalidArgument('The SD of the linear predictor', 'positive')
    // The trapezium rule on a smooth function that vanishes at both ends: exact to rounding.
    const steps = 4000
    for (let i = 0; i <= steps; i++) {
      const z = -10 + (20 * i) / steps
      const lp = mean + sd * z
      const p = 1 / (1 + Math.exp(-lp))
      const information = (weight * normal.density(z) * p * (1 - p) * 20) / steps
      i00 += information
      i01 += information * lp
      i11 += information * lp * lp
    }
  }
  const standardError = width / (2 * 1.96)
  return {
    name: 'calibration slope',
    n: Math.ceil(i00 / (standardError ** 2 * (i00 * i11 - i01 * i01))),
    standardError,
  }
}

/** By Newcombe's variance of C, the smallest n whose interval is narrow enough. */
function discrimination(prevalence: number, c: number, width: number) {
  const error = (n: number) =>
    Math.sqrt(
      (c * (1 - c) * (1 + (n / 2 - 1) * ((1 - c) / (2 - c)) + ((n / 2 - 1) * c) / (1 + c))) /
        (n * n * prevalence * (1 - prevalence)),
    )
  let low = 1
  let high = 2
  while (2 * 1.96 * error(high) > width) high *= 2
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (2 * 1.96 * error(middle) > width) low = middle
    else high = middle
  }
  return { name: 'C statistic', n: high, standardError: error(high) }
}

function netBenefit(prevalence: number, given: NonNullable<BinaryValidation['netBenefit']>) {
  const { threshold, sensitivity, specificity, width = 0.2 } = given
  for (const [name, value] of Object.entries({ threshold, sensitivity, specificity }))
    if (!(value > 0 && value < 1)) throw InvalidArgument(name, 'between 0 and 1')
  const standardError = Math.round(firstStep((se) => 2 * 1.96 * se >= width) * 1000) / 1000
  const w = ((1 - prevalence) / prevalence) * (threshold / (1 - threshold))
  const variance =
    (sensitivity * (1 - sensitivity)) / prevalence +
    (w * w * specificity * (1 - specificity)) / (1 - prevalence) +
    (w * w * (1 - specificity) ** 2) / (prevalence * (1 - prevalence))
  return { name: 'standardised net benefit', n: Math.ceil(variance / standardError ** 2), standardError }
}

/** The first multiple of 0.0001, added up as pmvalsampsize does, at which the interval is wide enough. */
function firstStep(wide: (standardError: number) => boolean) {
  let standardError = 0
  while (!wide(standardError)) standardError += 0.0001
  return standardError
}

/**
 * Standard error of an AUC from its size and the numbers of patients alone. Source: Hanley & McNeil 1982.
 *
 * @param auc between 0 and 1
 * @param positives number with the outcome, at least 1
 * @param negatives number without it, at least 1
 * @returns the standard error of the AUC
 * @throws InvalidArgument outside the ranges
 * @example
 * ```ts
 * import { hanleyMcNeilError } from 'nomoscope/statistics'
 *
 * // one pair: √(0.75 × 0.25)
 * hanleyMcNeilError(0.75, 1, 1).toFixed(4) // → '0.4330'
 * ```
 */
export function hanleyMcNeilError(auc: number, positives: number, negatives: number) {
  if (!(auc > 0 && auc < 1)) throw InvalidArgument('The AUC', 'between 0 and 1')
  if (!(positives >= 1 && negatives >= 1)) throw InvalidArgument('The number of patients in each class', 'at least 1')
  const q1 = auc / (2 - auc)
  const q2 = (2 * auc * auc) / (1 + auc)
  const variance = auc * (1 - auc) + (positives - 1) * (q1 - auc * auc) + (negatives - 1) * (q2 - auc * auc)
  return Math.sqrt(variance / (positives * negatives))
}

/**
 * Patients needed for an AUC's interval of a given width, at a prevalence. The smallest n by Hanley & McNeil's error.
 *
 * @param auc expected AUC, between 0 and 1
 * @param prevalence share with the outcome, between 0 and 1
 * @param width of the whole interval, between 0 and 1
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @returns the number of patients
 * @throws InvalidArgument outside the ranges
 * @example
 * ```ts
 * import { aucPrecisionSize } from 'nomoscope/statistics'
 *
 * aucPrecisionSize(0.8, 0.5, 0.1) // → 302
 * ```
 */
export function aucPrecisionSize(auc: number, prevalence: number, width: number, level = 0.95) {
  if (!(prevalence > 0 && prevalence < 1)) throw InvalidArgument('The prevalence', 'between 0 and 1')
  if (!(width > 0 && width < 1)) throw InvalidArgument('The width', 'between 0 and 1')
  const z = normal.upperQuantile((1 - level) / 2)
  const tooWide = (n: number) => {
    const positives = Math.max(1, Math.round(n * prevalence))
    return 2 * z * hanleyMcNeilError(auc, positives, Math.max(1, n - positives)) > width
  }
  let high = 2
  while (tooWide(high)) high *= 2
  let low = Math.floor(high / 2)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (tooWide(middle)) low = middle
    else high = middle
  }
  return high
}
