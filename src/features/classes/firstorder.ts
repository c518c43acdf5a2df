import { entropyTerm } from '../matrices/entropy-term.ts'
import { type OrderStatistics, orderOf } from '../matrices/order-statistics.ts'
import { intensities } from '../voxel/intensities.ts'
import { type ImageClass, list } from './feature-class.ts'

export const firstorderClass: ImageClass = {
  describes: 'image',
  names: list(`10Percentile 90Percentile Energy Entropy InterquartileRange Kurtosis Maximum MeanAbsoluteDeviation Mean
    Median Minimum Range RobustMeanAbsoluteDeviation RootMeanSquared Skewness TotalEnergy Uniformity Variance`),
  deprecated: ['StandardDeviation'],
  needsNeighbours: false,
  compute: ({ values, counts, spacing, setting }) => {
    const voxelVolume = spacing.reduce((volume, side) => volume * side, 1)
    return firstorder({ values, counts, voxelVolume, shift: setting.voxelArrayShift })
  },
  voxel: intensities(describeIntensities),
}

/** What the first-order class reads: the region's intensities and the voxel counts of its grey levels. */
export interface FirstOrderInput {
  values: Float64Array
  counts: Float64Array
  /** Volume (area, in 2D) of one voxel, mm³. */
  voxelVolume: number
  /** Added to every intensity before Energy, TotalEnergy and RootMeanSquared (voxelArrayShift). */
  shift: number
}

/**
 * The first-order features of PyRadiomics, by name.
 *
 * Percentiles interpolate linearly as numpy does; Kurtosis has no −3; a constant region has Skewness and Kurtosis 0.
 */
export function firstorder({ values, counts, voxelVolume, shift }: FirstOrderInput): Record<string, number> {
  return describeIntensities(values, orderOf(values), counts, counts.length - 1, voxelVolume, shift)
}

/** The same with the order statistics known and the voxels of level 1 … `levels` at counts[1 … levels]. */
export function describeIntensities(
  values: Float64Array,
  order: OrderStatistics,
  counts: Float64Array,
  levels: number,
  voxelVolume: number,
  shift: number,
): Record<string, number> {
  const n = values.length
  const { minimum, maximum, p10, p90 } = order
  const mean = sum(values, 0, n) / n
  let energy = 0
  let deviation = 0
  let m2 = 0
  let m3 = 0
  let m4 = 0
  let robust = 0
  let robustSum = 0
  for (let i = 0; i < n; i++) {
    const value = values[i]
    const shifted = value + shift
    energy += shifted * shifted
    const d = value - mean
    deviation += Math.abs(d)
    const d2 = d * d
    m2 += d2
    m3 += d2 * d
    m4 += d2 * d2
    if (value >= p10 && value <= p90) {
      robust++
      robustSum += value
    }
  }
  m2 /= n
  m3 /= n
  m4 /= n
  const robustMean = robustSum / robust
  let robustDeviation = 0
  for (let i = 0; i < n; i++) {
    if (values[i] >= p10 && values[i] <= p90) robustDeviation += Math.abs(values[i] - robustMean)
  }
  const constant = minimum === maximum
  let entropy = 0
  let uniformity = 0
  for (let level = 1; level <= levels; level++) {
    const p = counts[level] / n
    entropy -= entropyTerm(p)
    uniformity += p * p
  }
  return {
    '10Percentile': p10,
    '90Percentile': p90,
    Energy: energy,
    Entropy: entropy,
    InterquartileRange: order.p75 - order.p25,
    Kurtosis: constant ? 0 : m4 / (m2 * m2),
    Maximum: maximum,
    Mean: mean,
    MeanAbsoluteDeviation: deviation / n,
    Median: order.median,
    Minimum: minimum,
    Range: maximum - minimum,
    RobustMeanAbsoluteDeviation: robustDeviation / robust,
    RootMeanSquared: Math.sqrt(energy / n),
    Skewness: constant ? 0 : m3 / m2 ** 1.5,
    StandardDeviation: Math.sqrt(m2),
    TotalEnergy: energy * voxelVolume,
    Uniformity: uniformity,
    Variance: m2,
  }
}

/** Sum by halves, so that rounding grows with the logarithm of the length. */
function sum(values: Float64Array, from: number, to: number): number {
  if (to - from > 128) {
    const middle = (from + to) >> 1
    return sum(values, from, middle) + sum(values, middle, to)
  }
  let total = 0
  for (let i = from; i < to; i++) total += values[i]
  return total
}
