/** Extremes and the percentiles that first-order features take, interpolated linearly as numpy does. */
export interface OrderStatistics {
  minimum: number
  maximum: number
  p10: number
  p25: number
  median: number
  p75: number
  p90: number
}

/** From intensities in ascending order. */
export const orderOfSorted = (sorted: Float64Array): OrderStatistics =>
  orderOfRanks(sorted.length, (rank) => sorted[rank])

export const percentiles = [0.1, 0.25, 0.5, 0.75, 0.9] as const

const buckets = 4096
/** Below this many values sorting is quicker than counting. */
const sortingLimit = 2048

/** The bucket of each value; one image after the other uses it. */
let scratch = new Uint16Array(0)

/**
 * From intensities in any order, without sorting them all: they are counted into even buckets, and only the buckets
 * that hold a wanted rank are sorted.
 */
export function orderOf(values: Float64Array): OrderStatistics {
  const n = values.length
  if (n < sortingLimit) return orderOfSorted(values.slice().sort())
  let minimum = Infinity
  let maximum = -Infinity
  for (let i = 0; i < n; i++) {
    const value = values[i]
    if (value < minimum) minimum = value
    if (value > maximum) maximum = value
  }
  const scale = (buckets - 1) / (maximum - minimum)
  if (!(scale > 0 && scale < Infinity)) return orderOfSorted(values.slice().sort())
  const counts = new Uint32Array(buckets)
  if (scratch.length < n) scratch = new Uint16Array(n)
  const bucketOf = scratch
  for (let i = 0; i < n; i++) {
    const bucket = ((values[i] - minimum) * scale) | 0
    bucketOf[i] = bucket
    counts[bucket]++
  }
  const starts = new Uint32Array(buckets + 1)
  for (let b = 0; b < buckets; b++) starts[b + 1] = starts[b] + counts[b]
  const bucketOfRank = (rank: number) => {
    let low = 0
    let high = buckets
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (starts[middle] <= rank) low = middle
      else high = middle
    }
    return low
  }
  const wanted = new Map<number, Float64Array>()
  const rows: (Float64Array | undefined)[] = new Array(buckets)
  for (const fraction of percentiles) {
    const below = Math.floor(fraction * (n - 1))
    for (const rank of [below, Math.min(below + 1, n - 1)]) {
      const bucket = bucketOfRank(rank)
      if (!wanted.has(bucket)) wanted.set(bucket, (rows[bucket] = new Float64Array(counts[bucket])))
    }
  }
  const filled = new Uint32Array(buckets)
  for (let i = 0; i < n; i++) {
    const bucket = bucketOf[i]
    const row = rows[bucket]
    if (row !== undefined) row[filled[bucket]++] = values[i]
  }
  for (const row of wanted.values()) row.sort()
  return orderOfRanks(n, (rank) => {
    const bucket = bucketOfRank(rank)
    return rank === 0 ? minimum : rank === n - 1 ? maximum : wanted.get(bucket)![rank - starts[bucket]]
  })
}

/** From the value at each rank that the percentiles of n intensities take. */
export function orderOfRanks(n: number, at: (rank: number) => number): OrderStatistics {
  const percentile = (fraction: number) => {
    const position = fraction * (n - 1)
    const below = Math.floor(position)
    const part = position - below
    const low = at(below)
    const high = at(Math.min(below + 1, n - 1))
    return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part)
  }
  return {
    minimum: at(0),
    maximum: at(n - 1),
    p10: percentile(0.1),
    p25: percentile(0.25),
    median: percentile(0.5),
    p75: percentile(0.75),
    p90: percentile(0.9),
  }
}
