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
  const paired = n - (n % 2)
  let energy = 0
  let deviation = 0
  let squares = 0
  let cubes = 0
  let fourths = 0
  let robustSum = 0
  let robust = 0
  let oddEnergy = 0
  let oddDeviation = 0
  let oddSquares = 0
  let oddCubes = 0
  let oddFourths = 0
  let oddRobustSum = 0
  // Of one voxel's neighbourhood after the other: nothing is allocated here.
  for (let i = 0; i < paired; i += 2) {
    const a = values[i]
    const b = values[i + 1]
    const shiftedA = a + shift
    const shiftedB = b + shift
    energy += shiftedA * shiftedA
    oddEnergy += shiftedB * shiftedB
    const d = a - mean
    const e = b - mean
    const d2 = d * d
    const e2 = e * e
    deviation += Math.abs(d)
    oddDeviation += Math.abs(e)
    squares += d2
    oddSquares += e2
    cubes += d2 * d
    oddCubes += e2 * e
    fourths += d2 * d2
    oddFourths += e2 * e2
    if (a >= p10 && a <= p90) {
      robustSum += a
      robust++
    }
    if (b >= p10 && b <= p90) {
      oddRobustSum += b
      robust++
    }
  }
  energy += oddEnergy
  deviation += oddDeviation
  squares += oddSquares
  cubes += oddCubes
  fourths += oddFourths
  robustSum += oddRobustSum
  if (paired < n) {
    const a = values[paired]
    const d = a - mean
    const d2 = d * d
    energy += (a + shift) * (a + shift)
    deviation += Math.abs(d)
    squares += d2
    cubes += d2 * d
    fourths += d2 * d2
    if (a >= p10 && a <= p90) {
      robustSum += a
      robust++
    }
  }
  const robustMean = robustSum / robust
  let robustEven = 0
  let robustOdd = 0
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
  let first = 0
  let second = 0
  let third = 0
  let fourth = 0
  let i = from
  for (; i + 3 < to; i += 4) {
    first += values[i]
    second += values[i + 1]
    third += values[i + 2]
    fourth += values[i + 3]
  }
  let total = first + third + (second + fourth)
  for (; i < to; i++) total += values[i]
  return total
}
