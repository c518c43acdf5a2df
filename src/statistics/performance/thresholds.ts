import { InvalidArgument, UnequalLengths } from '../../errors/index.ts'
import { beta, normal } from '../distributions/index.ts'
import { requireBothClasses } from '../numerics/check-arguments.ts'
import type { RocCurve } from './roc.ts'

/** A share (or ratio) with its interval. */
export type Proportion = { value: number; lower: number; upper: number }

/** The 2 × 2 table at a threshold and what follows from it. */
export interface DiagnosticAccuracy {
  threshold: number
  truePositives: number
  falsePositives: number
  trueNegatives: number
  falseNegatives: number
  sensitivity: Proportion
  specificity: Proportion
  accuracy: Proportion
  ppv: Proportion
  npv: Proportion
  likelihoodRatioPositive: Proportion
  likelihoodRatioNegative: Proportion
}

/**
 * The thresholds of a curve that are best by a rule, all that tie, rising:
 *   youden                  sensitivity + specificity is largest
 *   closest                 nearest to the corner of perfection
 *   { sensitivity: s }      the highest specificity among those with sensitivity ≥ s
 *   { specificity: s }      the highest sensitivity among those with specificity ≥ s
 * Compared in whole counts, so ties are ties. R: pROC::coords("best").
 *
 * @param curve a ROC curve, from `rocCurve`
 * @param rule what is best, as above
 * @returns the thresholds, in the unit of the scores, rising
 * @throws InvalidArgument for a sensitivity or specificity outside 0 to 1
 * @example
 * ```ts
 * import { bestThresholds, rocCurve } from 'nomoscope/statistics'
 *
 * bestThresholds(rocCurve([1, 2, 3, 4], [0, 0, 1, 1]), 'youden') // → [ 2.5 ]
 * ```
 */
export function bestThresholds(
  curve: RocCurve,
  rule: 'youden' | 'closest' | { sensitivity: number } | { specificity: number },
): number[] {
  const { positives: m, negatives: n } = curve
  const merit = (i: number): number => {
    const tp = curve.truePositives[i]
    const fp = curve.falsePositives[i]
    if (rule === 'youden') return tp * n - fp * m
    if (rule === 'closest') return -(((m - tp) * n) ** 2 + (fp * m) ** 2)
    if ('sensitivity' in rule) return tp / m >= rule.sensitivity ? n - fp : -1
    return (n - fp) / n >= rule.specificity ? tp : -1
  }
  if (typeof rule === 'object') {
    const wanted = 'sensitivity' in rule ? rule.sensitivity : rule.specificity
    if (!(wanted >= 0 && wanted <= 1)) throw InvalidArgument('a fixed sensitivity or specificity', 'between 0 and 1')
  }
  let most = -Infinity
  for (let i = 0; i < curve.thresholds.length; i++) most = Math.max(most, merit(i))
  return Array.from(curve.thresholds).filter((_, i) => merit(i) === most)
}

/**
 * The 2 × 2 table at a threshold (positive where score ≥ threshold) and what follows from it. Proportions have Clopper and
 * Pearson's exact intervals; likelihood ratios, which have no exact one, Simel's interval on the log scale. What has no
 * denominator is NaN.
 *
 * @param scores n scores, higher meaning more likely positive; any unit, not NaN
 * @param positive n outcomes, 1 positive, 0 negative
 * @param threshold called positive at or above it, in the unit of the scores
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @returns the four counts, and sensitivity, specificity, accuracy, predictive values and likelihood ratios with
 *   intervals
 * @throws UnequalLengths where the two differ in length
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws OneClassOnly where a class has no row
 * @example
 * ```ts
 * import { accuracyAt } from 'nomoscope/statistics'
 *
 * const table = accuracyAt([1, 2, 3, 4], [0, 1, 0, 1], 2.5)
 * table.truePositives // → 1
 * table.sensitivity.value // → 0.5
 * ```
 */
export function accuracyAt(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
  threshold: number,
  level = 0.95,
): DiagnosticAccuracy {
  if (scores.length !== positive.length) throw UnequalLengths('scores', scores.length, 'positive', positive.length)
  const { positive: m, negative: n } = requireBothClasses(positive)
  let tp = 0
  let fp = 0
  for (let i = 0; i < scores.length; i++) {
    if (!(scores[i] >= threshold)) continue
    if (positive[i]) tp++
    else fp++
  }
  const fn = m - tp
  const tn = n - fp
  return {
    threshold,
    truePositives: tp,
    falsePositives: fp,
    trueNegatives: tn,
    falseNegatives: fn,
    sensitivity: exactProportion(tp, m, level),
    specificity: exactProportion(tn, n, level),
    accuracy: exactProportion(tp + tn, m + n, level),
    ppv: exactProportion(tp, tp + fp, level),
    npv: exactProportion(tn, tn + fn, level),
    likelihoodRatioPositive: ratioOfProportions(tp, m, fp, n, level),
    likelihoodRatioNegative: ratioOfProportions(fn, m, tn, n, level),
  }
}

/**
 * k of n with Clopper and Pearson's interval. R: binom.test.
 *
 * @param k successes, 0 to n
 * @param n how many were tried
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @returns k/n with its limits, NaN where n is 0
 * @throws nothing; where there is no denominator the numbers are NaN
 * @example
 * ```ts
 * import { exactProportion } from 'nomoscope/statistics'
 *
 * const { value, lower, upper } = exactProportion(8, 10)
 * value // → 0.8
 * lower.toFixed(4) // → '0.4439'
 * upper.toFixed(4) // → '0.9748'
 * ```
 */
export function exactProportion(k: number, n: number, level = 0.95): Proportion {
  if (n === 0) return { value: Number.NaN, lower: Number.NaN, upper: Number.NaN }
  const tail = (1 - level) / 2
  return {
    value: k / n,
    lower: k === 0 ? 0 : beta.quantile(tail, k, n - k + 1),
    upper: k === n ? 1 : beta.upperQuantile(tail, k + 1, n - k),
  }
}

/** (a/m) / (b/n) with the interval of its logarithm (Simel 1991). */
function ratioOfProportions(a: number, m: number, b: number, n: number, level: number): Proportion {
  const value = a / m / (b / n)
  if (a === 0 || b === 0) return { value, lower: a === 0 ? 0 : Number.NaN, upper: b === 0 ? Infinity : Number.NaN }
  const width = normal.upperQuantile((1 - level) / 2) * Math.sqrt(1 / a - 1 / m + 1 / b - 1 / n)
  return { value, lower: value * Math.exp(-width), upper: value * Math.exp(width) }
}
