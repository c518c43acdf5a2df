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
