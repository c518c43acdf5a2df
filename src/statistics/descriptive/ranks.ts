const RUN = 12

/** The positions of `values` in rising order; equal values keep their order. A merge sort without a comparator to call. */
export function sortedOrder(values: ArrayLike<number>): Uint32Array {
  const n = values.length
  let order = new Uint32Array(n)
  for (let i = 0; i < n; i++) order[i] = i
  for (let start = 0; start < n; start += RUN) {
    const end = Math.min(start + RUN, n)
    for (let i = start + 1; i < end; i++) {
      const row = order[i]
      const value = values[row]
      let k = i - 1
      while (k >= start && values[order[k]] > value) {
        order[k + 1] = order[k]
        k--
      }
      order[k + 1] = row
    }
  }
  let other = new Uint32Array(n)
  for (let width = RUN; width < n; width *= 2) {
    for (let start = 0; start < n; start += 2 * width) {
      const middle = Math.min(start + width, n)
      const end = Math.min(start + 2 * width, n)
      let a = start
      let b = middle
      for (let k = start; k < end; k++) {
        if (a < middle && (b >= end || !(values[order[b]] < values[order[a]]))) other[k] = order[a++]
        else other[k] = order[b++]
      }
    }
    const merged = other
    other = order
    order = merged
  }
  return order
}

/**
 * Pairs of one positive and one negative row: how many are ranked rightly, wrongly, or tied. n log n.
 * scores  n numbers without NaN; positive  n flags.
 */
export function countPairs(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
): { concordant: number; discordant: number; tied: number } {
  const n = scores.length
  let m = 0
  for (let i = 0; i < n; i++) if (positive[i]) m++
  const cases = new Float64Array(m)
  const controls = new Float64Array(n - m)
  for (let i = 0, a = 0, b = 0; i < n; i++) {
    if (positive[i]) cases[a++] = scores[i]
    else controls[b++] = scores[i]
  }
  return countSortedPairs(cases.sort(), controls.sort())
}

/** `countPairs` of the scores of the cases and of the controls, each rising. */
function countSortedPairs(cases: Float64Array, controls: Float64Array) {
  let concordant = 0
  let tied = 0
  let below = 0
  let notAbove = 0
  for (let a = 0; a < cases.length; a++) {
    const score = cases[a]
    while (below < controls.length && controls[below] < score) below++
    if (notAbove < below) notAbove = below
    while (notAbove < controls.length && controls[notAbove] <= score) notAbove++
    concordant += below
    tied += notAbove - below
  }
  return { concordant, tied, discordant: cases.length * controls.length - concordant - tied }
}
