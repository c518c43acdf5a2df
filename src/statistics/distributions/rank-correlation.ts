import { normal } from './continuous.ts'
import { symmetric } from './ranks.ts'

/** Distribution of the number of concordant pairs of n pairs without ties. Equals R's C_pKendall. */
export function kendallScore(n: number) {
  let ways = Float64Array.of(1)
  for (let k = 2; k <= n; k++) {
    const next = new Float64Array((k * (k - 1)) / 2 + 1)
    for (let i = 0; i < ways.length; i++) for (let j = 0; j < k; j++) next[i + j] += ways[i]
    ways = next
  }
  return symmetric(ways)
}

/**
 * P(S <= sum) and P(S >= sum) of Spearman's Σd² over n pairs without ties: exact to n = 9, else Edgeworth's series.
 * Equals R's C_pRho. Source: Best & Roberts 1975, algorithm AS 89.
 */
export function spearmanSum(sum: number, n: number): { atMost: number; atLeast: number } {
  if (n <= 9) {
    const counts = squaredDistances(n)
    let below = 0
    let all = 0
    for (let s = 0; s < counts.length; s++) {
      all += counts[s]
      if (s < sum) below += counts[s]
    }
    return { atMost: (below + (counts[sum] ?? 0)) / all, atLeast: (all - below) / all }
  }
  return { atMost: edgeworth(sum + 2, n, normal.lower, -1), atLeast: edgeworth(sum, n, normal.upper, 1) }
}

/** The tail beyond `from`, S taking even values only. */
function edgeworth(from: number, n: number, tail: (z: number) => number, sign: number) {
  const most = (n * (n * n - 1)) / 3
  if (from <= 0) return sign > 0 ? 1 : 0
  if (from > most) return sign > 0 ? 0 : 1
  const b = 1 / n
  const x = ((6 * (from - 1)) / (n * (n * n - 1)) - 1) * Math.sqrt(n - 1)
  const y = x * x
  const inner = 0.0151 * b + 0.0879 - y * (0.0072 - 0.0831 * b + y * b * (0.0131 - 4.6e-4 * y))
  const u = x * b * (0.2274 + b * (0.2531 + 0.1745 * b) + y * (-0.0758 + b * (0.1033 + 0.3932 * b) - y * b * inner))
  return Math.min(1, Math.max(0, (sign * u) / Math.exp(y / 2) + tail(x)))
}

const counted = new Map<number, Float64Array>()

/** How many of the n! orders have each Σd². */
function squaredDistances(n: number): Float64Array {
  const known = counted.get(n)
  if (known) return known
  const counts = new Float64Array((n * (n * n - 1)) / 3 + 1)
  const used = new Uint8Array(n)
  const place = (i: number, sum: number) => {
    if (i === n) {
      counts[sum]++
      return
    }
    for (let j = 0; j < n; j++) {
      if (used[j]) continue
      used[j] = 1
      place(i + 1, sum + (i - j) ** 2)
      used[j] = 0
    }
  }
  place(0, 0)
  counted.set(n, counts)
  return counts
}
