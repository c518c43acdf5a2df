/*
 * Exact distributions of the rank statistics without ties. The ways are counted in doubles: every count is a sum of
 * positive terms, so its relative error is below 1e-13 although the counts pass 2^53.
 */

/** How many subsets of size m of the ranks 1..m+n have each rank sum, counted from the smallest. */
function rankSumWays(m: number, n: number) {
  const most = m * n
  // ways[j][u] = subsets of j ranks with U = u; built rank by rank, as coins are changed.
  const ways = Array.from({ length: m + 1 }, () => new Float64Array(most + 1))
  ways[0][0] = 1
  for (let rank = 1; rank <= m + n; rank++)
    for (let j = Math.min(m, rank); j >= 1; j--) {
      const shift = rank - j
      const from = ways[j - 1]
      const to = ways[j]
      for (let u = shift; u <= most; u++) to[u] += from[u - shift]
    }
  return ways[m]
}

/** How many subsets of the ranks 1..n have each sum. */
function signedRankWays(n: number) {
  const most = (n * (n + 1)) / 2
  const ways = new Float64Array(most + 1)
  ways[0] = 1
  for (let rank = 1; rank <= n; rank++) for (let v = most; v >= rank; v--) ways[v] += ways[v - rank]
  return ways
}

/** A distribution on 0..most from its ways, symmetric about most / 2. */
export function symmetric(ways: Float64Array) {
  const lowerSums = new Float64Array(ways.length)
  let total = 0
  for (let i = 0; i < ways.length; i++) {
    total += ways[i]
    lowerSums[i] = total
  }
  const most = ways.length - 1
  const lower = (value: number) => (value < 0 ? 0 : lowerSums[Math.min(most, Math.floor(value))] / total)
  return {
    /** P(statistic <= value). */
    lower,
    /** P(statistic > value). */
    upper: (value: number) => lower(most - Math.floor(value) - 1),
    /** The smallest value with P(statistic <= value) >= p. */
    quantile: (p: number) => {
      let value = 0
      // R's fuzz, so that p = 1 - α/2 with its rounding finds the same value.
      while (value < most && lowerSums[value] / total < p * (1 - 64 * Number.EPSILON)) value++
      return value
    },
  }
}

let lastRankSum: { m: number; n: number; distribution: ReturnType<typeof symmetric> } | undefined
let lastSignedRank: { n: number; distribution: ReturnType<typeof symmetric> } | undefined

/**
 * Distribution of Mann-Whitney's U of groups of m and n without ties. Equals R's pwilcox, qwilcox.
 *
 * @param m size of the first group
 * @param n size of the second
 * @returns both tails and quantiles of U
 * @throws nothing
 * @example
 * ```ts
 * import { rankSum } from 'nomoscope/statistics'
 *
 * // one of 20 orders
 * rankSum(3, 3).lower(0) // → 0.05
 * ```
 */
export function rankSum(m: number, n: number) {
  const small = Math.min(m, n)
  const large = Math.max(m, n)
  if (lastRankSum?.m !== small || lastRankSum.n !== large)
    lastRankSum = { m: small, n: large, distribution: symmetric(rankSumWays(small, large)) }
  return lastRankSum.distribution
}

/**
 * Distribution of Wilcoxon's V of n differences without ties or zeros. Equals R's psignrank, qsignrank.
 *
 * @param n number of differences
 * @returns both tails and quantiles of V
 * @throws nothing
 * @example
 * ```ts
 * import { signedRank } from 'nomoscope/statistics'
 *
 * // one of 16 assignments of signs
 * signedRank(4).lower(0) // → 0.0625
 * ```
 */
export function signedRank(n: number) {
  if (lastSignedRank?.n !== n) lastSignedRank = { n, distribution: symmetric(signedRankWays(n)) }
  return lastSignedRank.distribution
}
