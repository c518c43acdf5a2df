import { InvalidArgument, UnequalLengths } from '../../errors/index.ts'
import { beta, normal } from '../distributions/index.ts'
import { requireBothClasses } from '../numerics/check-arguments.ts'
import type { RocCurve } from './roc.ts'

export type Proportion = { value: number; lower: number; upper: number }

export type DiagnosticAccuracy = {
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

/** k of n with Clopper and Pearson's interval. R: binom.test. */
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
