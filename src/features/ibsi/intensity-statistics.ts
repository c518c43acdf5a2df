import { pow } from '../../portable-math.ts'
import { quantileOfSorted } from '../../statistics/descriptive/descriptive.ts'
import type { Tagged } from './region.ts'

/** Moments and percentiles that the intensity-based statistics and the intensity histogram have in common. */
export function distribution(values: Float64Array): Tagged {
  const n = values.length
  const sorted = Float64Array.from(values).sort()
  const mean = sum(values, (x) => x) / n
  const variance = sum(values, (x) => (x - mean) ** 2) / n
  const [p10, p25, median, p75, p90] = [0.1, 0.25, 0.5, 0.75, 0.9].map((p) => quantileOfSorted(sorted, p))
  const robust = values.filter((x) => x >= p10 && x <= p90)
  const robustMean = sum(robust, (x) => x) / robust.length
  return {
    mean,
    var: variance,
    skew: variance === 0 ? 0 : sum(values, (x) => pow(x - mean, 3)) / n / pow(variance, 1.5),
    kurt: variance === 0 ? 0 : sum(values, (x) => pow(x - mean, 4)) / n / variance ** 2 - 3,
    median,
    min: sorted[0],
    p10,
    p90,
    max: sorted[n - 1],
    iqr: p75 - p25,
    range: sorted[n - 1] - sorted[0],
    mad: sum(values, (x) => Math.abs(x - mean)) / n,
    rmad: sum(robust, (x) => Math.abs(x - robustMean)) / robust.length,
    medad: sum(values, (x) => Math.abs(x - median)) / n,
    cov: Math.sqrt(variance) / mean,
    qcod: (p75 - p25) / (p75 + p25),
  }
}

/** Intensity-based statistical features (UHIW). */
export function intensityStatistics(values: Float64Array): Tagged {
  const energy = sum(values, (x) => x * x)
  return tagged('stat', { ...distribution(values), energy, rms: Math.sqrt(energy / values.length) })
}

/** Intensity histogram features (ZVCW). levels  1 … ng, one a voxel. */
export function intensityHistogram(levels: Float64Array, ng: number): Tagged {
  const counts = new Float64Array(ng)
  for (const level of levels) counts[level - 1]++
  const p = counts.map((count) => count / levels.length)
  const { mean } = distribution(levels)
  const largest = counts.reduce((most, count) => Math.max(most, count), 0)
  // Of several modes, the one nearest to the mean (IBSI AMMC).
  const modes = Array.from(counts.keys(), (i) => i + 1).filter((level) => counts[level - 1] === largest)
  const mode = modes.reduce((best, level) => (Math.abs(level - mean) < Math.abs(best - mean) ? level : best), modes[0])
  const gradient = gradientOf(counts)
  const steepest = gradient.reduce((most, g) => Math.max(most, g), -Infinity)
  const lowest = gradient.reduce((least, g) => Math.min(least, g), Infinity)
  return tagged('ih', {
    ...distribution(levels),
    mode,
    entropy: -sum(p, (q) => (q > 0 ? q * Math.log2(q) : 0)),
    uniformity: sum(p, (q) => q * q),
    max_grad: steepest,
    max_grad_g: gradient.indexOf(steepest) + 1,
    min_grad: lowest,
    min_grad_g: gradient.indexOf(lowest) + 1,
  })
}

/** Central differences, one-sided at the ends. */
function gradientOf(counts: Float64Array): Float64Array {
  const n = counts.length
  if (n === 1) return new Float64Array(1)
  return counts.map((_, i) => {
    if (i === 0) return counts[1] - counts[0]
    if (i === n - 1) return counts[n - 1] - counts[n - 2]
    return (counts[i + 1] - counts[i - 1]) / 2
  })
}

function tagged(family: string, features: Tagged): Tagged {
  return Object.fromEntries(Object.entries(features).map(([name, value]) => [`${family}_${name}`, value]))
}

function sum(values: ArrayLike<number>, term: (x: number) => number): number {
  let total = 0
  for (let i = 0; i < values.length; i++) total += term(values[i])
  return total
}
