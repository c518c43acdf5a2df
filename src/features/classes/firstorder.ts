import { pow } from '../../portable-math.ts'
import { entropyTerm } from '../matrices/entropy-term.ts'
import { type IntensitySums, sumsOf } from '../matrices/intensity-sums.ts'
import type { OrderStatistics } from '../matrices/order-statistics.ts'
import { intensities } from '../voxel/intensities.ts'
import { type ImageClass, list } from './feature-class.ts'

/**
 * Of the N intensities x of a region with mean μ, variance m₂ = Σ (x − μ)² / N, c added to them (voxelArrayShift), V the
 * volume of a voxel (mm³) and p(i) the share of voxels of grey level i:
 *
 * 10Percentile, 90Percentile  percentiles, as numpy interpolates them
 * Energy                      Σ (x + c)²
 * Entropy                     −Σ p(i) log₂ p(i)
 * InterquartileRange          P75 − P25
 * Kurtosis                    Σ (x − μ)⁴ / N / m₂² (3 of a normal distribution)
 * MeanAbsoluteDeviation       Σ |x − μ| / N
 * Range                       maximum − minimum
 * RobustMeanAbsoluteDeviation the mean absolute deviation of the intensities from P10 to P90 from their own mean
 * RootMeanSquared             √(Σ (x + c)² / N)
 * Skewness                    Σ (x − μ)³ / N / m₂^1.5
 * StandardDeviation           √m₂
 * TotalEnergy                 V Σ (x + c)²
 * Uniformity                  Σ p(i)²
 * Variance                    m₂
 *
 * Source: PyRadiomics 3.0.1 (firstorder).
 */
export const firstorderClass: ImageClass = {
  describes: 'image',
  names: list(`10Percentile 90Percentile Energy Entropy InterquartileRange Kurtosis Maximum MeanAbsoluteDeviation Mean
    Median Minimum Range RobustMeanAbsoluteDeviation RootMeanSquared Skewness TotalEnergy Uniformity Variance`),
  deprecated: ['StandardDeviation'],
  needsNeighbours: false,
  compute: ({ sums, counts, spacing, setting }) => {
    const voxelVolume = spacing.reduce((volume, side) => volume * side, 1)
    return describeSums(sums(setting.voxelArrayShift), counts, counts.length - 1, voxelVolume)
  },
  voxel: intensities(describeIntensities),
}

/**
 * The first-order features of PyRadiomics, by name.
 *
 * Percentiles interpolate linearly as numpy does; Kurtosis has no −3; a constant region has Skewness and Kurtosis 0.
 *
 * counts       voxels of level 1 … `levels` at counts[1 … levels]
 * voxelVolume  volume (area, in 2D) of one voxel, mm³
 * shift        added to every intensity before Energy, TotalEnergy and RootMeanSquared (voxelArrayShift)
 */
export function describeIntensities(
  values: Float64Array,
  order: OrderStatistics,
  counts: Float64Array,
  levels: number,
  voxelVolume: number,
  shift: number,
): Record<string, number> {
  return describeSums(sumsOf(values, order, shift), counts, levels, voxelVolume)
}

/** The features from the sums and the voxels of each level. */
export function describeSums(
  { n, order, mean, energy, deviation, squares, cubes, fourths, robustDeviation }: IntensitySums,
  counts: Float64Array,
  levels: number,
  voxelVolume: number,
): Record<string, number> {
  const { minimum, maximum, p10, p90 } = order
  const variance = squares / n
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
    Kurtosis: constant ? 0 : fourths / n / (variance * variance),
    Maximum: maximum,
    Mean: mean,
    MeanAbsoluteDeviation: deviation / n,
    Median: order.median,
    Minimum: minimum,
    Range: maximum - minimum,
    RobustMeanAbsoluteDeviation: robustDeviation,
    RootMeanSquared: Math.sqrt(energy / n),
    Skewness: constant ? 0 : cubes / n / pow(variance, 1.5),
    StandardDeviation: Math.sqrt(variance),
    TotalEnergy: energy * voxelVolume,
    Uniformity: uniformity,
    Variance: variance,
  }
}
