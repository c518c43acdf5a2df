import { sortedOrder } from '../descriptive/ranks.ts'

/** For each of m cases the share of controls below it, for each of n controls the share of cases above it; ties half. */
export function placements(scores: ArrayLike<number>, positive: ArrayLike<number>, m: number, n: number): Float64Array {
  const order = sortedOrder(scores)
  const share = new Float64Array(order.length)
  let casesBelow = 0
  let controlsBelow = 0
  for (let i = 0; i < order.length; ) {
    let j = i
    let cases = 0
    while (j < order.length && scores[order[j]] === scores[order[i]]) cases += positive[order[j++]]
    const controls = j - i - cases
    for (let k = i; k < j; k++)
      share[order[k]] = positive[order[k]]
        ? (controlsBelow + controls / 2) / n
        : (m - casesBelow - cases + cases / 2) / m
    casesBelow += cases
    controlsBelow += controls
    i = j
  }
  return share
}
