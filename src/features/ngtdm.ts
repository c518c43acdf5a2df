import { gridOffsets, type LevelGrid } from './region.ts'

/**
 * The NGTDM features of PyRadiomics, from the difference of each voxel's level to the mean of its neighbours.
 * Coarseness is 10⁶ where every voxel equals its neighbourhood.
 */
export function ngtdm(
  grid: LevelGrid,
  options: { distances: readonly number[]; flatAxis: number | undefined },
): Record<string, number> {
  const { steps } = gridOffsets(grid, options.distances, true, options.flatAxis)
  const { levels, places, grey, counts } = grid
  const total = grey.length
  const s = new Float64Array(total)
  for (let v = 0; v < places.length; v++) {
    const place = places[v]
    let sum = 0
    let neighbours = 0
    for (let d = 0; d < steps.length; d++) {
      const other = levels[place + steps[d]]
      sum += grey[other]
      if (other !== 0) neighbours++
    }
    if (neighbours === 0) continue
    const level = levels[place]
    const difference = grey[level] - sum / neighbours
    s[level] += difference < 0 ? -difference : difference
  }
  return describeDifferences({
    length: total - 1,
    grey: grey.subarray(1),
    counts: counts.subarray(1),
    s: s.subarray(1),
  })
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
  const pairs = length * (length - 1)
  return {
    Busyness: busy === 0 ? 0 : weighted / (2 * busy),
    Coarseness: weighted === 0 ? 1e6 : 1 / weighted,
    Complexity: (2 * complexity) / voxels,
    Contrast: pairs === 0 ? 0 : (((2 * spread * differences) / voxels) as number) / pairs,
    Strength: differences === 0 ? 0 : (2 * strength) / differences,
  }
}
