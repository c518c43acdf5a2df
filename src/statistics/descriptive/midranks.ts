/** Ranks from 1, ties sharing their mean rank, and Σ(t³ - t) over the groups of tied values. */
export interface Midranks {
  ranks: Float64Array
  tieSum: number
}

/** Midranks of finite values. Equals R's rank(). n log n; a native sort and a binary search a value. */
export function midranks(values: ArrayLike<number>): Midranks {
  const n = values.length
  const sorted = Float64Array.from(values).sort()
  const distinct = new Float64Array(n)
  const rank = new Float64Array(n)
  let groups = 0
  let tieSum = 0
  for (let i = 0; i < n; ) {
    let j = i + 1
    while (j < n && sorted[j] === sorted[i]) j++
    const t = j - i
    tieSum += t * (t * t - 1)
    distinct[groups] = sorted[i]
    rank[groups++] = (i + 1 + j) / 2
    i = j
  }
  const ranks = new Float64Array(n)
  for (let i = 0; i < n; i++) ranks[i] = rank[positionIn(distinct, groups, values[i])]
  return { ranks, tieSum }
}

function positionIn(sorted: Float64Array, length: number, value: number) {
  let low = 0
  let high = length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}
