import { ConstantValues, TooFewValues, UnequalLengths } from '../../errors/index.ts'
import { median } from '../descriptive/descriptive.ts'
import { midranks } from '../descriptive/midranks.ts'
import { normal } from '../distributions/index.ts'
import { signedRank } from '../distributions/ranks.ts'
import { brentRoot } from '../numerics/brent.ts'
import { requireFinite } from '../numerics/check-arguments.ts'
import type { LocationShift } from './mann-whitney.ts'

/** Wilcoxon’s signed-rank test: statistic, p and its method. */
export interface SignedRankTest {
  /** Sum of the ranks of the positive differences: R's V. */
  V: number
  /** Two-sided. */
  p: number
  /** Natural logarithm of p, for what is below 1e-308. */
  logP: number
  /** Pairs that differ; the test leaves the others out. */
  n: number
  method: 'exact' | 'normal approximation with continuity correction'
}

/**
 * Wilcoxon's signed-rank test of x - y. Equals R's wilcox.test(x, y, paired = TRUE).
 *
 * Exact with fewer than 50 pairs, no ties and no zero; else normal with continuity and tie correction.
 *
 * @param x n values, any unit
 * @param y n values of the same subjects, in the same unit
 * @returns V, the two-sided p with its logarithm, n of pairs that differ, and the method of p
 * @throws UnequalLengths where x and y differ in length
 * @throws NotFinite for a value that is NaN or infinite
 * @throws TooFewValues where no pair differs
 * @example
 * ```ts
 * import { signedRankTest } from 'nomoscope/statistics'
 *
 * const { V, p } = signedRankTest([2, 4, 6, 8], [1, 2, 3, 4])
 * V // → 10
 * p // → 0.125
 * ```
 */
export function signedRankTest(x: ArrayLike<number>, y: ArrayLike<number>): SignedRankTest {
  const differences = differencesOf(x, y)
  const n = differences.length
  const { ranks, tieSum } = midranks(differences.map(Math.abs))
  let V = 0
  for (let i = 0; i < n; i++) if (differences[i] > 0) V += ranks[i]
  const zeros = x.length - n
  if (n < 50 && tieSum === 0 && zeros === 0) {
    const distribution = signedRank(n)
    const tail = V > (n * (n + 1)) / 4 ? distribution.upper(V - 1) : distribution.lower(V)
    const p = Math.min(1, 2 * tail)
    return { V, p, logP: Math.log(p), n, method: 'exact' }
  }
  const distance = V - (n * (n + 1)) / 4
  const sigma = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24 - tieSum / 48)
  const z = (distance - Math.sign(distance) * 0.5) / sigma
  const logP = Math.min(0, normal.logUpper(Math.abs(z)) + Math.LN2)
  return { V, p: normal.twoSided(z), logP, n, method: 'normal approximation with continuity correction' }
}

/**
 * Hodges-Lehmann estimate of the paired difference x - y with its interval, as R reports them.
 * Equals R's wilcox.test(x, y, paired = TRUE, conf.int = TRUE): the (pseudo)median.
 *
 * Where the test is exact: the median of the means of all pairs of differences, and order statistics of them. Else the
 * shifts at which the normal statistic is 0 and at its quantiles, to the 1e-4 of R's root search. With so few pairs that
 * the level cannot be reached, the interval is that of the next level that can be (α doubled), as in R.
 *
 * @param x n values, any unit
 * @param y n values of the same subjects, in the same unit
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @returns the (pseudo)median of x − y with its limits, in the unit of the values
 * @throws UnequalLengths where x and y differ in length
 * @throws NotFinite for a value that is NaN or infinite
 * @throws TooFewValues where no pair differs
 * @throws ConstantValues where all differences are the same
 * @example
 * ```ts
 * import { pairedShift } from 'nomoscope/statistics'
 *
 * pairedShift([2, 4, 6, 8, 10, 12], [1, 2, 3, 4, 5, 6]).shift // → 3.5
 * ```
 */
export function pairedShift(x: ArrayLike<number>, y: ArrayLike<number>, level = 0.95): LocationShift {
  const differences = differencesOf(x, y).sort()
  const n = differences.length
  const least = differences[0]
  const most = differences[n - 1]
  if (least === most) throw ConstantValues('the differences')
  const { tieSum } = midranks(differences.map(Math.abs))
  if (n < 50 && tieSum === 0 && n === x.length) return shiftOfWalshMeans(differences, 1 - level)
  const statistic = (d: number, corrected: boolean) => {
    const moved = differences.map((value) => value - d).filter((value) => value !== 0)
    const { ranks, tieSum: ties } = midranks(moved.map(Math.abs))
    const m = moved.length
    let V = 0
    for (let i = 0; i < m; i++) if (moved[i] > 0) V += ranks[i]
    const distance = V - (m * (m + 1)) / 4
    const sigma = Math.sqrt((m * (m + 1) * (2 * m + 1)) / 24 - ties / 48)
    return (distance - (corrected ? Math.sign(distance) * 0.5 : 0)) / sigma
  }
  const atLeast = statistic(least, true)
  const atMost = statistic(most, true)
  const shift = brentRoot((d) => statistic(d, false), least, most, 1e-4)
  let alpha = 1 - level
  while (alpha < 1 && (atLeast < normal.upperQuantile(alpha / 2) || atMost > normal.quantile(alpha / 2))) alpha *= 2
  if (alpha >= 1) return { shift, lower: median(differences), upper: median(differences) }
  const end = (z: number) => brentRoot((d) => statistic(d, true) - z, least, most, 1e-4, atLeast - z, atMost - z)
  const z = normal.upperQuantile(alpha / 2)
  return { shift, lower: end(z), upper: end(-z) }
}

function shiftOfWalshMeans(differences: Float64Array, alpha: number): LocationShift {
  const n = differences.length
  const means = new Float64Array((n * (n + 1)) / 2)
  for (let i = 0, k = 0; i < n; i++) for (let j = i; j < n; j++) means[k++] = (differences[i] + differences[j]) / 2
  means.sort()
  const cut = Math.max(1, signedRank(n).quantile(alpha / 2))
  return { shift: median(means), lower: means[cut - 1], upper: means[means.length - cut] }
}

/** The differences x - y that are not zero. */
function differencesOf(x: ArrayLike<number>, y: ArrayLike<number>) {
  if (x.length !== y.length) throw UnequalLengths('x', x.length, 'y', y.length)
  requireFinite(x, 'x')
  requireFinite(y, 'y')
  const differences = Float64Array.from({ length: x.length }, (_, i) => x[i] - y[i]).filter((d) => d !== 0)
  if (differences.length === 0) throw TooFewValues('The signed-rank test of pairs that differ', 1, 0)
  return differences
}
