/** The positions of `values` in rising order; equal values keep their order. */
export function sortedOrder(values: ArrayLike<number>): Uint32Array {
  const order = new Uint32Array(values.length)
  for (let i = 0; i < order.length; i++) order[i] = i
  return order.sort((a, b) => values[a] - values[b] || a - b)
}

/**
 * Pairs of one positive and one negative row: how many are ranked rightly, wrongly, or tied.
 * From midranks, so n log n. scores  n numbers without NaN; positive  n flags.
 */
export function countPairs(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
): { concordant: number; discordant: number; tied: number } {
  const order = sortedOrder(scores)
  let concordant = 0
  let tied = 0
  let negativesBelow = 0
  let positives = 0
  for (let i = 0; i < order.length; ) {
    let j = i
    let here = 0
    while (j < order.length && scores[order[j]] === scores[order[i]]) here += positive[order[j++]] ? 1 : 0
    const negatives = j - i - here
    concordant += here * negativesBelow
    tied += here * negatives
    negativesBelow += negatives
    positives += here
    i = j
  }
  return { concordant, tied, discordant: positives * negativesBelow - concordant - tied }
}
