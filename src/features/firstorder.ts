import { entropyTerm } from './entropy-term.ts'

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
  return describeSortedIntensities(values.slice().sort(), counts, counts.length - 1, voxelVolume, shift)
}

/** The same of intensities in ascending order, with the voxels of level 1 … `levels` at counts[1 … levels]. */
export function describeSortedIntensities(
  sorted: Float64Array,
  counts: Float64Array,
  levels: number,
  voxelVolume: number,
  shift: number,
): Record<string, number> {
  const n = sorted.length
  const minimum = sorted[0]
  const maximum = sorted[n - 1]
  const p10 = percentile(sorted, 0.1)
  const p90 = percentile(sorted, 0.9)
  const mean = sum(sorted, 0, n) / n
  let energy = 0
  let deviation = 0
  let m2 = 0
  let m3 = 0
  let m4 = 0
  for (let i = 0; i < n; i++) {
    const value = sorted[i]
    const shifted = value + shift
    energy += shifted * shifted
    const d = value - mean
    deviation += Math.abs(d)
    const d2 = d * d
    m2 += d2
    m3 += d2 * d
    m4 += d2 * d2
  }
  m2 /= n
  m3 /= n
  m4 /= n
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
    InterquartileRange: percentile(sorted, 0.75) - percentile(sorted, 0.25),
    Kurtosis: constant ? 0 : m4 / (m2 * m2),
    Maximum: maximum,
    Mean: mean,
    MeanAbsoluteDeviation: deviation / n,
    Median: percentile(sorted, 0.5),
    Minimum: minimum,
    Range: maximum - minimum,
    RobustMeanAbsoluteDeviation: meanDeviationBetween(sorted, p10, p90),
    RootMeanSquared: Math.sqrt(energy / n),
    Skewness: constant ? 0 : m3 / m2 ** 1.5,
    StandardDeviation: Math.sqrt(m2),
    TotalEnergy: energy * voxelVolume,
    Uniformity: uniformity,
    Variance: m2,
  }
}

/** numpy's linear percentile of ascending values. */
function percentile(sorted: Float64Array, fraction: number): number {
  const position = fraction * (sorted.length - 1)
  const below = Math.floor(position)
  const above = Math.min(below + 1, sorted.length - 1)
  const part = position - below
  const gap = sorted[above] - sorted[below]
  return part < 0.5 ? sorted[below] + gap * part : sorted[above] - gap * (1 - part)
}

/** Mean absolute deviation of the ascending values within [low, high], about their own mean. */
function meanDeviationBetween(sorted: Float64Array, low: number, high: number): number {
  let from = 0
  while (sorted[from] < low) from++
  let to = sorted.length
  while (sorted[to - 1] > high) to--
  const mean = sum(sorted, from, to) / (to - from)
  let total = 0
  for (let i = from; i < to; i++) total += Math.abs(sorted[i] - mean)
  return total / (to - from)
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
