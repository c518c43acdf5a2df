import { InvalidArgument } from '../../errors/index.ts'

/** How p-values are adjusted for their number: family-wise (Holm, Bonferroni) or for the false discovery rate (BH). */
export type Adjustment = 'holm' | 'BH' | 'bonferroni'

/**
 * Adjusted p-values, at most 1, in the order given. Equals R's p.adjust; NaN stays NaN and does not count.
 *
 * @param p m p-values, 0 to 1, or NaN
 * @param method the adjustment
 * @returns m adjusted p-values
 * @throws InvalidArgument for a p-value outside 0 to 1
 * @example
 * ```ts
 * import { adjustP } from 'nomoscope/statistics'
 *
 * Array.from(adjustP([0.01, 0.04], 'bonferroni')) // → [ 0.02, 0.08 ]
 * Array.from(adjustP([0.01, 0.04], 'holm')) // → [ 0.02, 0.04 ]
 * ```
 */
export function adjustP(p: ArrayLike<number>, method: Adjustment): Float64Array {
  const adjusted = Float64Array.from(p)
  const order = Array.from(adjusted.keys()).filter((i) => !Number.isNaN(p[i]))
  for (const i of order) if (!(p[i] >= 0 && p[i] <= 1)) throw InvalidArgument('A p-value', 'from 0 to 1')
  order.sort((a, b) => p[a] - p[b] || a - b)
  const n = order.length
  if (method === 'bonferroni') for (const i of order) adjusted[i] = Math.min(1, n * p[i])
  else if (method === 'holm') {
    let worst = 0
    order.forEach((i, rank) => {
      worst = Math.max(worst, (n - rank) * p[i])
      adjusted[i] = Math.min(1, worst)
    })
  } else {
    let least = 1
    for (let rank = n; rank >= 1; rank--) {
      const i = order[rank - 1]
      least = Math.min(least, (n / rank) * p[i])
      adjusted[i] = least
    }
  }
  return adjusted
}
