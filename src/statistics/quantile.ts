/** Quantile of a sorted array by linear interpolation. R: quantile(type = 7). NaN for an empty array. */
export function quantile(sorted: ArrayLike<number>, probability: number): number {
  const n = sorted.length
  if (n === 0) return Number.NaN
  const h = (n - 1) * probability
  const below = Math.floor(h + 4 * Number.EPSILON)
  const fraction = h - below
  const low = sorted[below]
  if (fraction < 1e-15 * n || below + 1 >= n) return low
  return low + fraction * (sorted[below + 1] - low)
}
