import { gridKernel } from '../kernels/texture.ts'
import type { LevelGrid } from '../regions/region.ts'
import { differences } from '../voxel/differences.ts'
import { type ImageClass, list } from './feature-class.ts'

/**
 * Of the Ng levels that occur: i the grey level, n(i) its voxels of N in all, p(i) = n(i) / N, and s(i) the sum of
 * |i − mean of the neighbours| over its voxels; sums over pairs are of all i and j that occur:
 *
 * Busyness    Σ p(i) s(i) / Σ Σ |i p(i) − j p(j)|; 0 where the latter is 0
 * Coarseness  1 / Σ p(i) s(i); 10⁶ where that is 0
 * Complexity  Σ Σ |i − j| (p(i) s(i) + p(j) s(j)) / (p(i) + p(j)) / N
 * Contrast    Σ Σ p(i) p(j) (i − j)² / (Ng (Ng − 1)) · Σ s(i) / N; 0 of one level
 * Strength    Σ Σ (p(i) + p(j)) (i − j)² / Σ s(i); 0 where that is 0
 *
 * Source: Amadasun & King 1989; as PyRadiomics 3.0.1 has them.
 */
export const ngtdmClass: ImageClass = {
  describes: 'image',
  names: list('Busyness Coarseness Complexity Contrast Strength'),
  needsNeighbours: true,
  compute: ({ grid }) => ngtdm(grid),
  voxel: differences(describeDifferences),
}

/**
 * The NGTDM features of PyRadiomics, from the difference of each voxel's level to the mean of its neighbours.
 * Coarseness is 10⁶ where every voxel equals its neighbourhood.
 */
export function ngtdm(grid: LevelGrid): Record<string, number> {
  const { grey, counts } = grid
  const s = gridKernel(grid)?.neighbours(grid.around.steps).differences ?? sumDifferences(grid)
  return describeDifferences({
    length: grey.length - 1,
    grey: grey.subarray(1),
    counts: counts.subarray(1),
    s: s.subarray(1),
  })
}

/** By level, the sum of the differences between a voxel's grey level and the mean of its neighbours'. */
function sumDifferences(grid: LevelGrid): Float64Array {
  const { levels, places, grey } = grid
  const { steps } = grid.around
  const sums = new Float64Array(grey.length)
  for (let v = 0; v < places.length; v++) {
    const place = places[v]
    let sum = 0
    let neighbours = 0
    for (let d = 0; d < steps.length; d++) {
      const other = levels[place + steps[d]]
      sum += grey[other]
      if (other !== 0) neighbours++
    }
    const level = levels[place]
    if (neighbours > 0) sums[level] += Math.abs(grey[level] - sum / neighbours)
  }
  return sums
}

/** Voxels of each level (ascending) and the sum of their differences to their neighbourhoods. */
export interface Differences {
  length: number
  grey: Float64Array
  counts: Float64Array
  s: Float64Array
}

export function describeDifferences({ length, grey, counts, s }: Differences): Record<string, number> {
  let voxels = 0
  for (let i = 0; i < length; i++) voxels += counts[i]
  let weighted = 0
  let differences = 0
  for (let i = 0; i < length; i++) {
    weighted += (counts[i] / voxels) * s[i]
    differences += s[i]
  }
  const { spread, busy, complexity, strength } = (length > maximumPaired ? sumGroups : sumPairs)(
    { length, grey, counts, s },
    voxels,
  )
  const pairs = length * (length - 1)
  return {
    Busyness: busy === 0 ? 0 : weighted / (2 * busy),
    Coarseness: weighted === 0 ? 1e6 : 1 / weighted,
    Complexity: (2 * complexity) / voxels,
    Contrast: pairs === 0 ? 0 : (((2 * spread * differences) / voxels) as number) / pairs,
    Strength: differences === 0 ? 0 : (2 * strength) / differences,
  }
}

/** Above this many levels the sums over all pairs are taken without looking at every pair. */
const maximumPaired = 1024

/** Sums over all pairs of levels; each pair once. */
function sumPairs({ length, grey, counts, s }: Differences, voxels: number) {
  let spread = 0
  let busy = 0
  let complexity = 0
  let strength = 0
  for (let i = 0; i < length; i++) {
    const pi = counts[i] / voxels
    for (let j = i + 1; j < length; j++) {
      const pj = counts[j] / voxels
      const apart = grey[j] - grey[i]
      const square = apart * apart
      spread += pi * pj * square
      busy += Math.abs(grey[i] * pi - grey[j] * pj)
      complexity += (apart * (pi * s[i] + pj * s[j])) / (pi + pj)
      strength += (pi + pj) * square
    }
  }
  return { spread, busy, complexity, strength }
}

/**
 * The same sums for thousands of levels: squares of differences by their moments, absolute differences in sorted
 * order, and the quotient by groups of levels that occur equally often, of which there are few.
 */
function sumGroups({ length, grey, counts, s }: Differences, voxels: number) {
  let first = 0
  let second = 0
  let weighted = 0
  let weightedSquares = 0
  for (let i = 0; i < length; i++) {
    const p = counts[i] / voxels
    first += grey[i]
    second += grey[i] * grey[i]
    weighted += p * grey[i]
    weightedSquares += p * grey[i] * grey[i]
  }
  const products = Float64Array.from({ length }, (_, i) => (grey[i] * counts[i]) / voxels).sort()
  let busy = 0
  for (let i = 0; i < length; i++) busy += products[i] * (2 * i - length + 1)
  const groups = new Map<number, number[]>()
  for (let i = 0; i < length; i++) {
    const group = groups.get(counts[i])
    if (group) group.push(i)
    else groups.set(counts[i], [i])
  }
  let complexity = 0
  for (const [count, members] of groups) {
    // The sum of |grey − member| over the group, kept up to date while grey ascends.
    let passed = 0
    let passedSum = 0
    let total = 0
    for (const member of members) total += grey[member]
    for (let i = 0; i < length; i++) {
      while (passed < members.length && members[passed] <= i) passedSum += grey[members[passed++]]
      const apart = grey[i] * passed - passedSum + (total - passedSum) - grey[i] * (members.length - passed)
      complexity += (counts[i] * s[i] * apart) / (counts[i] + count)
    }
  }
  const spread = weightedSquares - weighted * weighted
  const strength = length * weightedSquares - 2 * weighted * first + second
  return { spread, busy, complexity, strength }
}
