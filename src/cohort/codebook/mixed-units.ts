import { TwoUnits } from '../../errors/index.ts'

/** How many times one unit is another that people use for the same: cm and m, g/l and g/dl, mg/dl and µmol/l of creatinine. */
const factors = [10, 100, 1000, 88.4]
const fewest = 3
const widest = 3

/**
 * What is told of numbers that lie in two groups with a gap between them, one of which is the other in another unit: heights
 * of 1.7 among heights of 168. The gap is wider than either group is, and as wide as no measurement of people leaves it.
 *
 * @param values of a column, NaN where missing
 * @returns the problem to tell, undefined where there is one group
 */
export function unitsMixed(values: Float64Array): ReturnType<typeof TwoUnits> | undefined {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort()
  const n = sorted.length
  if (n < 4 * fewest || sorted[0] <= 0) return undefined
  let at = fewest
  for (let i = fewest; i <= n - fewest; i++) if (sorted[i] / sorted[i - 1] > sorted[at] / sorted[at - 1]) at = i
  const [low, high] = [sorted.subarray(0, at), sorted.subarray(at)]
  const width = (group: Float64Array) => group[group.length - 1] / group[0]
  const gap = high[0] / low[low.length - 1]
  if (gap < widest || gap < width(low) || gap < width(high)) return undefined
  const ratio = high[high.length >> 1] / low[low.length >> 1]
  const factor = factors.find((one) => ratio > 0.75 * one && ratio < 1.33 * one)
  return factor === undefined ? undefined : TwoUnits(low.length, low[low.length - 1], high.length, high[0], factor)
}
