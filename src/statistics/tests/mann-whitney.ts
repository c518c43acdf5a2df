import { ConstantValues, TooFewValues } from '../../errors/index.ts'
import { midranks } from '../descriptive/midranks.ts'
import { normal } from '../distributions/index.ts'
import { rankSum } from '../distributions/ranks.ts'
import { brentRoot } from '../numerics/brent.ts'
import { requireFinite } from '../numerics/check-arguments.ts'

/** The Mann-Whitney test: statistic, p and its method. */
export interface MannWhitney {
  /** Pairs in which x is above y, ties counting a half: R's W. */
  W: number
  /** Two-sided. */
  p: number
  /** Natural logarithm of p, for what is below 1e-308. */
  logP: number
  method: 'exact' | 'normal approximation with continuity correction'
}

/** A Hodges-Lehmann shift with its interval. */
export interface LocationShift {
  /** Hodges-Lehmann estimate of x - y with its interval, as R reports them. */
  shift: number
  lower: number
  upper: number
}

/**
 * Mann-Whitney test (Wilcoxon rank sum). Equals R's wilcox.test(x, y).
 *
 * Exact where both groups have fewer than 50 values and no two are tied, else normal with continuity and tie
 * correction.
 *
 * @param x n values of the first group, any unit
 * @param y m values of the second group, in the same unit
 * @returns W, the two-sided p with its logarithm, and the method of p
 * @throws TooFewValues for an empty group
 * @throws ConstantValues where all values are tied
 * @throws NotFinite for a value that is NaN or infinite
 * @example
 * ```ts
 * import { mannWhitney } from 'nomoscope/statistics'
 *
 * const { W, p } = mannWhitney([1, 2, 3], [4, 5, 6])
 * W // → 0
 * p.toFixed(2) // → '0.10'
 * ```
 */
export function mannWhitney(x: ArrayLike<number>, y: ArrayLike<number>): MannWhitney {
  requireGroups(x, y)
  const m = x.length
  const n = y.length
  const all = new Float64Array(m + n)
  all.set(x)
  all.set(y, m)
  const { ranks, tieSum } = midranks(all)
  let sum = 0
  for (let i = 0; i < m; i++) sum += ranks[i]
  const W = sum - (m * (m + 1)) / 2
  if (m < 50 && n < 50 && tieSum === 0) {
    const distribution = rankSum(m, n)
    const tail = W > (m * n) / 2 ? distribution.upper(W - 1) : distribution.lower(W)
    const p = Math.min(1, 2 * tail)
    return { W, p, logP: Math.log(p), method: 'exact' }
  }
  const sigma = spread(m, n, tieSum)
  if (!(sigma > 0)) throw ConstantValues('both groups')
  const distance = W - (m * n) / 2
  const z = (distance - Math.sign(distance) * 0.5) / sigma
  return {
    W,
    p: normal.twoSided(z),
    logP: Math.min(0, normal.logUpper(Math.abs(z)) + Math.LN2),
    method: 'normal approximation with continuity correction',
  }
}

/**
 * Hodges-Lehmann shift between two groups with its interval. Equals R's wilcox.test(x, y, conf.int = TRUE).
 *
 * Where the test is exact: the median of all differences, and order statistics of them. Else the shifts at which the
 * normal statistic is 0 and at its quantiles, to the 1e-4 of R's root search; `medianDifference` has no such tolerance.
 *
 * @param x n values of the first group, any unit
 * @param y m values of the second group, in the same unit
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @returns the shift x − y with its limits, in the unit of the values
 * @throws TooFewValues for an empty group
 * @throws ConstantValues where all values are tied
 * @throws NotFinite for a value that is NaN or infinite
 * @example
 * ```ts
 * import { locationShift } from 'nomoscope/statistics'
 *
 * locationShift([5, 6, 7], [1, 2, 3]).shift // → 4
 * ```
 */
export function locationShift(x: ArrayLike<number>, y: ArrayLike<number>, level = 0.95): LocationShift {
  requireGroups(x, y)
  const xs = Float64Array.from(x).sort()
  const ys = Float64Array.from(y).sort()
  const m = xs.length
  const n = ys.length
  const alpha = 1 - level
  if (m < 50 && n < 50 && tiesOfMerged(xs, ys, 0).tieSum === 0) {
    const differences = new Float64Array(m * n)
    for (let i = 0, k = 0; i < m; i++) for (let j = 0; j < n; j++) differences[k++] = xs[i] - ys[j]
    differences.sort()
    const cut = Math.max(1, rankSum(m, n).quantile(alpha / 2))
    const middle = differences.length >> 1
    const shift = differences.length % 2 ? differences[middle] : (differences[middle - 1] + differences[middle]) / 2
    return { shift, lower: differences[cut - 1], upper: differences[m * n - cut] }
  }
  const least = xs[0] - ys[n - 1]
  const most = xs[m - 1] - ys[0]
  const statistic = (d: number, corrected: boolean) => {
    const { above, tieSum } = tiesOfMerged(xs, ys, d)
    const distance = above - (m * n) / 2
    return (distance - (corrected ? Math.sign(distance) * 0.5 : 0)) / spread(m, n, tieSum)
  }
  if (least === most) throw ConstantValues('both groups')
  const atLeast = statistic(least, true)
  const atMost = statistic(most, true)
  const end = (z: number) => {
    if (atLeast - z <= 0) return least
    if (atMost - z >= 0) return most
    return brentRoot((d) => statistic(d, true) - z, least, most, 1e-4, atLeast - z, atMost - z)
  }
  const z = normal.upperQuantile(alpha / 2)
  return { shift: brentRoot((d) => statistic(d, false), least, most, 1e-4), lower: end(z), upper: end(-z) }
}

/**
 * The median of all differences x - y, exactly and in n log n, however many pairs there are.
 * The Hodges-Lehmann estimate itself, of which `locationShift` gives R's approximation where there are ties.
 *
 * @param x n values of the first group, any unit
 * @param y m values of the second group, in the same unit
 * @returns the median difference, in the unit of the values
 * @throws TooFewValues for an empty group
 * @throws NotFinite for a value that is NaN or infinite
 * @example
 * ```ts
 * import { medianDifference } from 'nomoscope/statistics'
 *
 * medianDifference([5, 6, 7], [1, 2, 3]) // → 4
 * ```
 */
export function medianDifference(x: ArrayLike<number>, y: ArrayLike<number>) {
  requireGroups(x, y)
  const xs = Float64Array.from(x).sort()
  const ys = Float64Array.from(y).sort()
  const pairs = xs.length * ys.length
  const middle = Math.floor((pairs + 1) / 2)
  const first = smallestDifference(xs, ys, middle)
  return pairs % 2 ? first : (first + smallestDifference(xs, ys, middle + 1)) / 2
}

/** The k-th smallest difference, by bisection on its value between differences that exist. */
function smallestDifference(xs: Float64Array, ys: Float64Array, k: number) {
  let low = xs[0] - ys[ys.length - 1]
  let high = xs[xs.length - 1] - ys[0]
  const lowest = differencesUpTo(xs, ys, low)
  if (lowest.count >= k) return low
  let above = lowest.next
  while (above < high) {
    const middle = low + (high - low) / 2
    const { count, largest, next } = differencesUpTo(xs, ys, middle)
    if (count >= k) high = largest
    else {
      low = middle
      above = next
    }
  }
  return high
}

/** How many differences are at most d, the largest of these, and the next above. */
function differencesUpTo(xs: Float64Array, ys: Float64Array, d: number) {
  let count = 0
  let largest = -Infinity
  let next = Infinity
  let j = 0
  for (let i = 0; i < xs.length; i++) {
    while (j < ys.length && xs[i] - ys[j] > d) j++
    count += ys.length - j
    if (j > 0) next = Math.min(next, xs[i] - ys[j - 1])
    if (j < ys.length) largest = Math.max(largest, xs[i] - ys[j])
  }
  return { count, largest, next }
}

/** Pairs with x - d above y (ties a half) and Σ(t³ - t) over ties of x - d with y, from sorted groups in one pass. */
function tiesOfMerged(xs: Float64Array, ys: Float64Array, d: number) {
  let above = 0
  let tieSum = 0
  let i = 0
  let j = 0
  while (i < xs.length || j < ys.length) {
    const value = j >= ys.length || (i < xs.length && xs[i] - d <= ys[j]) ? xs[i] - d : ys[j]
    const i0 = i
    const j0 = j
    while (i < xs.length && xs[i] - d === value) i++
    while (j < ys.length && ys[j] === value) j++
    above += (i - i0) * (j0 + (j - j0) / 2)
    const t = i - i0 + j - j0
    tieSum += t * (t * t - 1)
  }
  return { above, tieSum }
}

function spread(m: number, n: number, tieSum: number) {
  const total = m + n
  return Math.sqrt(((m * n) / 12) * (total + 1 - tieSum / (total * (total - 1))))
}

function requireGroups(x: ArrayLike<number>, y: ArrayLike<number>) {
  requireFinite(x, 'the first group')
  requireFinite(y, 'the second group')
  if (x.length === 0 || y.length === 0) throw TooFewValues('The Mann-Whitney test', 1, 0)
}
