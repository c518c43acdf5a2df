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
  const voxels = places.length
  const p = Float64Array.from(counts, (count) => count / voxels)
  let weighted = 0
  let differences = 0
  for (let i = 1; i < total; i++) {
    weighted += p[i] * s[i]
    differences += s[i]
  }
  let spread = 0
  let busy = 0
  let complexity = 0
  let strength = 0
  for (let i = 1; i < total; i++) {
    for (let j = i + 1; j < total; j++) {
      const apart = grey[j] - grey[i]
      const square = apart * apart
      spread += p[i] * p[j] * square
      busy += Math.abs(grey[i] * p[i] - grey[j] * p[j])
      complexity += (apart * (p[i] * s[i] + p[j] * s[j])) / (p[i] + p[j])
      strength += (p[i] + p[j]) * square
    }
  }
  const pairs = (total - 1) * (total - 2)
  return {
    Busyness: busy === 0 ? 0 : weighted / (2 * busy),
    Coarseness: weighted === 0 ? 1e6 : 1 / weighted,
    Complexity: (2 * complexity) / voxels,
    Contrast: pairs === 0 ? 0 : (((2 * spread * differences) / voxels) as number) / pairs,
    Strength: differences === 0 ? 0 : (2 * strength) / differences,
  }
}
