/** Weights by rank with their sum below a rank in log n (Fenwick's tree). */
export interface RankSums {
  /** Adds a weight, 1 unless told, at a rank from 1 to n. */
  add: (rank: number, weight?: number) => void
  /** Sum of the weights below a rank, and at it. */
  around: (rank: number) => { below: number; equal: number }
  total: () => number
}

/** Empty sums over the ranks 1 to n. */
export function rankSums(n: number): RankSums {
  const tree = new Float64Array(n + 1)
  const own = new Float64Array(n + 1)
  let total = 0
  return {
    add: (rank, weight = 1) => {
      total += weight
      own[rank] += weight
      for (let i = rank; i <= n; i += i & -i) tree[i] += weight
    },
    around: (rank) => {
      let below = 0
      for (let i = rank - 1; i > 0; i -= i & -i) below += tree[i]
      return { below, equal: own[rank] }
    },
    total: () => total,
  }
}

/** Ranks from 1 without gaps of values in the order `order` (rising), equal values alike. */
export function denseRanks(values: ArrayLike<number>, order: ArrayLike<number>): Uint32Array {
  const ranks = new Uint32Array(values.length)
  let rank = 0
  for (let i = 0; i < order.length; i++) {
    if (i === 0 || values[order[i]] !== values[order[i - 1]]) rank++
    ranks[order[i]] = rank
  }
  return ranks
}
