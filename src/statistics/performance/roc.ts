import { InvalidArgument, NestedOnTraining, NotFinite, TooFewOfAClass, UnequalLengths } from '../../errors/index.ts'
import { quantileOfSorted } from '../descriptive/descriptive.ts'
import { countPairs, sortedOrder } from '../descriptive/ranks.ts'
import { normal, studentT } from '../distributions/index.ts'
import { requireBothClasses } from '../numerics/check-arguments.ts'
import { placements } from './placements.ts'

/*
 * A score is a number of which higher always means more likely positive: nothing here turns a curve over, so an AUC below
 * 0.5 is reported as such (pROC with direction = "<").
 */

/** A ROC curve: one entry a threshold. */
export interface RocCurve {
  /** Rising, from −∞ (everyone is called positive) to ∞ (nobody); a row is positive where score ≥ threshold. */
  thresholds: Float64Array
  sensitivities: Float64Array
  specificities: Float64Array
  /** Rows at or above each threshold, by class. */
  truePositives: Uint32Array
  falsePositives: Uint32Array
  positives: number
  negatives: number
}

/** An AUC with its variance, standard error and interval. */
export type AucInterval = { auc: number; variance: number; standardError: number; lower: number; upper: number }

/**
 * The ROC curve at every threshold midway between neighbouring scores.
 * R: pROC::roc(direction = "<").
 *
 * @param scores n scores, higher meaning more likely positive; any unit, not NaN
 * @param positive n outcomes, 1 positive, 0 negative
 * @returns thresholds with the sensitivity, specificity and counts at each; k + 1 entries for k distinct scores
 * @throws UnequalLengths where the two differ in length
 * @throws NotFinite for a score that is NaN
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws OneClassOnly where a class has no row
 * @example
 * ```ts
 * import { rocCurve } from 'nomoscope/statistics'
 *
 * const curve = rocCurve([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])
 * Array.from(curve.sensitivities) // → [ 1, 1, 0.5, 0.5, 0 ]
 * Array.from(curve.specificities) // → [ 0, 0.5, 0.5, 1, 1 ]
 * ```
 */
export function rocCurve(scores: ArrayLike<number>, positive: ArrayLike<number>): RocCurve {
  const { positive: positives, negative: negatives } = checkScores(scores, positive)
  const order = sortedOrder(scores)
  const n = order.length
  const thresholds: number[] = [-Infinity]
  const tp: number[] = [positives]
  const fp: number[] = [negatives]
  let above = positives
  let aboveNegative = negatives
  for (let i = 0; i < n; ) {
    let j = i
    const here = scores[order[i]]
    while (j < n && scores[order[j]] === here) {
      if (positive[order[j]]) above--
      else aboveNegative--
      j++
    }
    thresholds.push(j < n ? between(here, scores[order[j]]) : Infinity)
    tp.push(above)
    fp.push(aboveNegative)
    i = j
  }
  const truePositives = Uint32Array.from(tp)
  const falsePositives = Uint32Array.from(fp)
  return {
    thresholds: Float64Array.from(thresholds),
    sensitivities: Float64Array.from(truePositives, (count) => count / positives),
    specificities: Float64Array.from(falsePositives, (count) => (negatives - count) / negatives),
    truePositives,
    falsePositives,
    positives,
    negatives,
  }
}

/**
 * Area under the ROC curve: the share of pairs ranked rightly, ties half.
 *
 * @param scores n scores, higher meaning more likely positive; any unit, not NaN
 * @param positive n outcomes, 1 positive, 0 negative
 * @returns the AUC, 0 to 1; 0.5 is chance
 * @throws UnequalLengths where the two differ in length
 * @throws NotFinite for a score that is NaN
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws OneClassOnly where a class has no row
 * @example
 * ```ts
 * import { auc } from 'nomoscope/statistics'
 *
 * auc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]) // → 0.75
 * ```
 */
export function auc(scores: ArrayLike<number>, positive: ArrayLike<number>): number {
  checkScores(scores, positive)
  const { concordant, discordant, tied } = countPairs(scores, positive)
  return (concordant + tied / 2) / (concordant + discordant + tied)
}

/**
 * Area under the ROC curve with DeLong's variance and its Wald interval, cut to [0, 1].
 *
 * Source: DeLong 1988; midranks after Sun & Xu 2014. Equals pROC::ci.auc(direction = "<").
 *
 * @param scores n scores, higher meaning more likely positive; any unit, not NaN
 * @param positive n outcomes, 1 positive, 0 negative
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @returns the AUC with its variance, standard error and interval
 * @throws TooFewOfAClass when a class has fewer than two members
 * @throws UnequalLengths where the two differ in length
 * @throws NotFinite for a score that is NaN
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws OneClassOnly where a class has no row
 * @example
 * ```ts
 * import { aucDelong } from 'nomoscope/statistics'
 *
 * const { auc, standardError, lower } = aucDelong([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])
 * auc // → 0.75
 * standardError.toFixed(4) // → '0.3536'
 * lower.toFixed(3) // → '0.057'
 * ```
 */
export function aucDelong(scores: ArrayLike<number>, positive: ArrayLike<number>, level = 0.95): AucInterval {
  const placements = delongPlacements(scores, positive)
  const variance = covarianceOf(placements, placements)
  return interval(placements.auc, variance, level)
}

/**
 * Difference of two correlated AUCs: two scores of the same rows.
 * DeLong's test is not valid for nested models on the rows they were fitted to (its distribution degenerates, Demler 2012):
 * with `nestedOnTraining: true` it is refused (NestedOnTraining); compare such models by their likelihood ratio.
 * Equals pROC::roc.test(paired = TRUE).
 *
 * @param first n scores, higher meaning more likely positive; any unit, not NaN
 * @param second n scores of the other model, of the same rows
 * @param positive n outcomes, 1 positive, 0 negative
 * @param about whether the models are nested and judged on their training rows, and the confidence level
 * @returns the two AUCs, their difference with its interval, z and p
 * @throws NestedOnTraining for nested models on the rows they were fitted to
 * @throws TooFewOfAClass when a class has fewer than two members
 * @throws UnequalLengths where the two differ in length
 * @throws NotFinite for a score that is NaN
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws OneClassOnly where a class has no row
 * @example
 * ```ts
 * import { compareAucPaired } from 'nomoscope/statistics'
 *
 * const y = [0, 0, 0, 1, 1, 1]
 * const test = compareAucPaired([1, 2, 4, 3, 5, 6], [4, 1, 3, 2, 5, 6], y, { nestedOnTraining: false })
 * test.difference.toFixed(4) // → '0.1111'
 * test.p.toFixed(4) // → '0.4795'
 * ```
 */
export function compareAucPaired(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  positive: ArrayLike<number>,
  about: { nestedOnTraining: boolean; level?: number },
) {
  if (about.nestedOnTraining) throw NestedOnTraining()
  const a = delongPlacements(first, positive)
  const b = delongPlacements(second, positive)
  const variance = covarianceOf(a, a) + covarianceOf(b, b) - 2 * covarianceOf(a, b)
  const difference = a.auc - b.auc
  const standardError = Math.sqrt(Math.max(0, variance))
  // Two scores that rank alike differ by nothing: no evidence rather than 0/0.
  const z = difference === 0 ? 0 : difference / standardError
  const width = normal.upperQuantile((1 - (about.level ?? 0.95)) / 2) * standardError
  return {
    first: a.auc,
    second: b.auc,
    difference,
    standardError,
    lower: difference - width,
    upper: difference + width,
    z,
    p: normal.twoSided(z),
  }
}

/**
 * Difference of the AUCs of two separate groups of rows, by Welch's t. Equals pROC::roc.test(paired = FALSE).
 *
 * @param first scores and outcomes (1 or 0) of the first group of rows
 * @param second those of the second group
 * @returns the two AUCs, their difference, t, its degrees of freedom and p
 * @throws TooFewOfAClass when a class has fewer than two members
 * @throws UnequalLengths where the two differ in length
 * @throws NotFinite for a score that is NaN
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws OneClassOnly where a class has no row
 * @example
 * ```ts
 * import { compareAucUnpaired } from 'nomoscope/statistics'
 *
 * const positive = [0, 0, 0, 1, 1, 1]
 * const test = compareAucUnpaired(
 *   { scores: [1, 2, 4, 3, 5, 6], positive },
 *   { scores: [4, 1, 3, 2, 5, 6], positive },
 * )
 * test.p.toFixed(4) // → '0.7148'
 * ```
 */
export function compareAucUnpaired(
  first: { scores: ArrayLike<number>; positive: ArrayLike<number> },
  second: { scores: ArrayLike<number>; positive: ArrayLike<number> },
) {
  const a = delongPlacements(first.scores, first.positive)
  const b = delongPlacements(second.scores, second.positive)
  const va = covarianceOf(a, a)
  const vb = covarianceOf(b, b)
  const difference = a.auc - b.auc
  const t = difference === 0 ? 0 : difference / Math.sqrt(va + vb)
  const df = (va + vb) ** 2 / (va ** 2 / (first.scores.length - 1) + vb ** 2 / (second.scores.length - 1))
  return { first: a.auc, second: b.auc, difference, t, df, p: difference === 0 ? 1 : studentT.twoSided(t, df) }
}

/**
 * Percentile interval of the AUC over resamples given as row indices; those that lack a class are left out and counted.
 * Equals pROC::ci.auc(method = "bootstrap") for the same resamples (the stratified ones it makes, if these are).
 *
 * @param scores n scores, higher meaning more likely positive; any unit, not NaN
 * @param positive n outcomes, 1 positive, 0 negative
 * @param resamples arrays of row indices, from 0, with their repeats
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @returns the AUC of all rows, the percentile limits and median, and the numbers of resamples used and dropped
 * @throws UnequalLengths where the two differ in length
 * @throws NotFinite for a score that is NaN
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws OneClassOnly where a class has no row
 * @example
 * ```ts
 * import { aucBootstrap } from 'nomoscope/statistics'
 *
 * const { auc, used, dropped } = aucBootstrap([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1], [[0, 1, 2, 3], [0, 0, 2, 3], [0, 1, 1, 0]])
 * auc // → 0.75
 * used // → 2
 * dropped // → 1
 * ```
 */
export function aucBootstrap(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
  resamples: readonly ArrayLike<number>[],
  level = 0.95,
): { auc: number; lower: number; median: number; upper: number; used: number; dropped: number } {
  checkScores(scores, positive)
  const areas: number[] = []
  for (const rows of resamples) {
    const s = Float64Array.from(rows, (row) => scores[row])
    const y = Uint8Array.from(rows, (row) => positive[row])
    const { concordant, discordant, tied } = countPairs(s, y)
    const pairs = concordant + discordant + tied
    if (pairs > 0) areas.push((concordant + tied / 2) / pairs)
  }
  const sorted = Float64Array.from(areas).sort()
  return {
    auc: auc(scores, positive),
    lower: quantileOfSorted(sorted, (1 - level) / 2),
    median: quantileOfSorted(sorted, 0.5),
    upper: quantileOfSorted(sorted, (1 + level) / 2),
    used: areas.length,
    dropped: resamples.length - areas.length,
  }
}

/**
 * Area under the part of the curve where the specificity (or sensitivity) lies between `from` and `to`, raw and as McClish
 * corrects it (0.5 chance, 1 perfect; NaN for a curve below the diagonal). Equals pROC::auc(partial.auc = c(to, from)).
 *
 * @param curve a ROC curve, from `rocCurve`
 * @param from lower end of the range, 0 to 1
 * @param to upper end, above `from`, at most 1
 * @param focus whether the range is one of specificity or of sensitivity
 * @returns the area, and McClish’s corrected one
 * @throws InvalidArgument unless 0 ≤ from < to ≤ 1
 * @example
 * ```ts
 * import { partialAuc, rocCurve } from 'nomoscope/statistics'
 *
 * const curve = rocCurve([1, 2, 3, 4], [0, 0, 1, 1])
 * partialAuc(curve, 0.5, 1) // → { area: 0.5, corrected: 1 }
 * ```
 */
export function partialAuc(
  curve: RocCurve,
  from: number,
  to: number,
  focus: 'specificity' | 'sensitivity' = 'specificity',
): { area: number; corrected: number } {
  if (!(from >= 0 && from < to && to <= 1)) throw InvalidArgument('from and to', '0 ≤ from < to ≤ 1')
  const x = focus === 'specificity' ? curve.specificities : curve.sensitivities
  const y = focus === 'specificity' ? curve.sensitivities : curve.specificities
  let area = 0
  for (let i = 1; i < x.length; i++) {
    const [a, b] = focus === 'specificity' ? [i - 1, i] : [i, i - 1]
    const low = Math.max(from, x[a])
    const high = Math.min(to, x[b])
    if (!(high > low)) continue
    const slope = (y[b] - y[a]) / (x[b] - x[a])
    area += (high - low) * (y[a] + slope * ((low + high) / 2 - x[a]))
  }
  const least = to - from - (to * to - from * from) / 2
  const most = to - from
  return { area, corrected: area < least ? Number.NaN : (1 + (area - least) / (most - least)) / 2 }
}

type Placements = { auc: number; cases: Float64Array; controls: Float64Array }

function delongPlacements(scores: ArrayLike<number>, positive: ArrayLike<number>): Placements {
  const { positive: m, negative: n } = checkScores(scores, positive)
  if (m < 2 || n < 2) throw TooFewOfAClass(m, n)
  const share = placements(scores, positive, m, n)
  const placed: Placements = { auc: 0, cases: new Float64Array(m), controls: new Float64Array(n) }
  let a = 0
  let b = 0
  let sum = 0
  for (let i = 0; i < share.length; i++) {
    if (positive[i]) {
      placed.cases[a++] = share[i]
      sum += share[i]
    } else placed.controls[b++] = share[i]
  }
  placed.auc = sum / m
  return placed
}

function covarianceOf(a: Placements, b: Placements): number {
  const part = (u: Float64Array, v: Float64Array) => {
    let sum = 0
    for (let i = 0; i < u.length; i++) sum += (u[i] - a.auc) * (v[i] - b.auc)
    return sum / (u.length - 1) / u.length
  }
  return part(a.cases, b.cases) + part(a.controls, b.controls)
}

function interval(area: number, variance: number, level: number): AucInterval {
  const standardError = Math.sqrt(variance)
  const width = normal.upperQuantile((1 - level) / 2) * standardError
  return {
    auc: area,
    variance,
    standardError,
    lower: Math.max(0, area - width),
    upper: Math.min(1, area + width),
  }
}

/** Midway, but never rounded onto the lower score, which would then be called positive. */
function between(low: number, high: number): number {
  if (low === -Infinity || high === Infinity) return high
  const middle = low + (high - low) / 2
  return middle > low ? middle : high
}

function checkScores(scores: ArrayLike<number>, positive: ArrayLike<number>) {
  if (scores.length !== positive.length) throw UnequalLengths('scores', scores.length, 'positive', positive.length)
  for (let i = 0; i < scores.length; i++) if (Number.isNaN(scores[i])) throw NotFinite('scores', i, scores[i])
  return requireBothClasses(positive)
}
