/**
 * The least and the largest of some values, NaN passed over; ∞ and −∞ where there is none. Equals R's range(na.rm = TRUE).
 * A call takes about 125,000 arguments, so that Math.max(...values) ends the run of a large study.
 */
export function rangeOf(values: ArrayLike<number>): [number, number] {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (value < low) low = value
    if (value > high) high = value
  }
  return [low, high]
}
