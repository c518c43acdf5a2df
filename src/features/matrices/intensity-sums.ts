import type { OrderStatistics } from './order-statistics.ts'

/** Sums over n intensities x: of (x + shift)², and of |d|, d², d³, d⁴ with d = x − mean. */
export interface IntensitySums {
  n: number
  order: OrderStatistics
  mean: number
  energy: number
  deviation: number
  squares: number
  cubes: number
  fourths: number
  /** The mean absolute deviation of the intensities from the 10th to the 90th percentile. */
  robustDeviation: number
}

/** Every sum in two, one of the even and one of the odd places: so the vectors of kernels/intensity.as.ts add up too. */
export function sumsOf(values: Float64Array, order: OrderStatistics, shift: number): IntensitySums {
  const n = values.length
  const { p10, p90 } = order
  const mean = sum(values, 0, n) / n
  const even = new Float64Array(6)
  const odd = new Float64Array(6)
  let robust = 0
  const add = (into: Float64Array, value: number) => {
    const shifted = value + shift
    const d = value - mean
    const d2 = d * d
    into[0] += shifted * shifted
    into[1] += Math.abs(d)
    into[2] += d2
    into[3] += d2 * d
    into[4] += d2 * d2
    if (!(value >= p10 && value <= p90)) return
    into[5] += value
    robust++
  }
  const paired = n - (n % 2)
  for (let i = 0; i < paired; i += 2) {
    add(even, values[i])
    add(odd, values[i + 1])
  }
  for (let k = 0; k < even.length; k++) even[k] += odd[k]
  if (paired < n) add(even, values[paired])
  const [energy, deviation, squares, cubes, fourths, robustSum] = even
  const robustMean = robustSum / robust
  let [robustEven, robustOdd] = [0, 0]
  for (let i = 0; i < n; i++) {
    if (!(values[i] >= p10 && values[i] <= p90)) continue
    if (i % 2 === 1) robustOdd += Math.abs(values[i] - robustMean)
    else if (i < paired) robustEven += Math.abs(values[i] - robustMean)
  }
  let robustAll = robustEven + robustOdd
  if (paired < n && values[paired] >= p10 && values[paired] <= p90) robustAll += Math.abs(values[paired] - robustMean)
  return { n, order, mean, energy, deviation, squares, cubes, fourths, robustDeviation: robustAll / robust }
}

/** Sum by halves, so that rounding grows with the logarithm of the length; a short one in four. */
function sum(values: Float64Array, from: number, to: number): number {
  if (to - from > 128) {
    const middle = (from + to) >> 1
    return sum(values, from, middle) + sum(values, middle, to)
  }
  const parts = [0, 0, 0, 0]
  let i = from
  for (; i + 3 < to; i += 4) for (let k = 0; k < 4; k++) parts[k] += values[i + k]
  let total = parts[0] + parts[2] + (parts[1] + parts[3])
  for (; i < to; i++) total += values[i]
  return total
}
