/** Sums over rows that count `counts` times each, as in a bootstrap sample whose copies are kept as one row. */

export function totalCount(counts: Float64Array): number {
  let total = 0
  for (let i = 0; i < counts.length; i++) total += counts[i]
  return total
}

export function weightedMean(values: Float64Array, counts: Float64Array): number {
  let sum = 0
  let total = 0
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue
    sum += counts[i] * values[i]
    total += counts[i]
  }
  return sum / total
}

/** Sample variance (n − 1) of the values that are known. */
export function weightedVariance(values: Float64Array, counts: Float64Array): number {
  const mean = weightedMean(values, counts)
  let sum = 0
  let total = 0
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue
    const d = values[i] - mean
    sum += counts[i] * d * d
    total += counts[i]
  }
  return sum / (total - 1)
}

/**
 * `weightedVariance` to 1e-9 of itself, quickly; undefined where a value is not known, and where rounding would show.
 * total  of the counts
 */
export function nearWeightedVariance(values: Float64Array, counts: Float64Array, total: number): number | undefined {
  const n = values.length
  const origin = values[0]
  let even = 0
  let odd = 0
  let evenSquares = 0
  let oddSquares = 0
  let i = 0
  for (; i + 1 < n; i += 2) {
    const a = values[i] - origin
    const b = values[i + 1] - origin
    const ca = counts[i] * a
    const cb = counts[i + 1] * b
    even += ca
    odd += cb
    evenSquares += ca * a
    oddSquares += cb * b
  }
  if (i < n) {
    const a = values[i] - origin
    even += counts[i] * a
    evenSquares += counts[i] * a * a
  }
  const sum = even + odd
  const squares = evenSquares + oddSquares
  const left = squares - (sum * sum) / total
  // what is lost in the difference, and in taking the origin off
  return left > 1e-3 * squares && left > 1e-9 * origin * origin * total ? left / (total - 1) : undefined
}

/** Median of the values that are known; the mean of the middle two where their number is even. NaN of none. */
export function weightedMedian(values: Float64Array, counts: Float64Array): number {
  const order: number[] = []
  let total = 0
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]) || counts[i] === 0) continue
    order.push(i)
    total += counts[i]
  }
  order.sort((a, b) => values[a] - values[b])
  let below = 0
  for (let k = 0; k < order.length; k++) {
    below += counts[order[k]]
    if (2 * below > total) return values[order[k]]
    if (2 * below === total) return (values[order[k]] + values[order[k + 1]]) / 2
  }
  return Number.NaN
}
