import { gridOffsets, type LevelGrid } from './region.ts'
import { describeSizes, type SizeFeatures, sizeMatrix } from './size-matrix.ts'
import { directionWeights, type WeightingNorm } from './weighting.ts'

export interface RunLengthOptions {
  weightingNorm: WeightingNorm | undefined
  flatAxis: number | undefined
  spacing: readonly number[]
}

export const runFeatures = {
  GrayLevelNonUniformity: 'greyNonUniformity',
  GrayLevelNonUniformityNormalized: 'greyNonUniformityNormalised',
  GrayLevelVariance: 'greyVariance',
  HighGrayLevelRunEmphasis: 'highGrey',
  LongRunEmphasis: 'large',
  LongRunHighGrayLevelEmphasis: 'largeHighGrey',
  LongRunLowGrayLevelEmphasis: 'largeLowGrey',
  LowGrayLevelRunEmphasis: 'lowGrey',
  RunEntropy: 'entropy',
  RunLengthNonUniformity: 'sizeNonUniformity',
  RunLengthNonUniformityNormalized: 'sizeNonUniformityNormalised',
  RunPercentage: 'percentage',
  RunVariance: 'sizeVariance',
  ShortRunEmphasis: 'small',
  ShortRunHighGrayLevelEmphasis: 'smallHighGrey',
  ShortRunLowGrayLevelEmphasis: 'smallLowGrey',
} as const satisfies SizeFeatures

/**
 * The GLRLM features of PyRadiomics: runs of equal level along each direction, described per direction and averaged;
 * `weightingNorm` merges the directions first. A direction along which no line holds two voxels is left out.
 */
export function glrlm(grid: LevelGrid, options: RunLengthOptions): Record<string, number> {
  const { offsets, steps } = gridOffsets(grid, [1], false, options.flatAxis)
  const longest = Math.max(...grid.size)
  const levels = grid.grey.length - 1
  const lengths = new Uint16Array(grid.levels.length)
  const weights = options.weightingNorm && directionWeights(offsets, options.spacing, options.weightingNorm, 'glrlm')
  const merged = weights && new Float64Array(levels * longest)
  const found: Record<string, number>[] = []
  for (let d = 0; d < steps.length; d++) {
    const counts = new Uint32Array(levels * longest)
    const any = countRuns(grid, steps[d], lengths, counts, longest)
    if (!any && !hasLine(grid, steps[d])) counts.fill(0)
    if (merged) for (let cell = 0; cell < merged.length; cell++) merged[cell] += counts[cell] * weights[d]
    else found.push(describeSizes(sizeMatrix(counts, grid.grey, longest), runFeatures))
  }
  if (merged) found.push(describeSizes(sizeMatrix(merged, grid.grey, longest), runFeatures))
  const features: Record<string, number> = {}
  const described = found.filter((one) => !Number.isNaN(one.RunEntropy))
  for (const name of Object.keys(runFeatures)) {
    features[name] = described.reduce((sum, one) => sum + one[name], 0) / described.length
  }
  return features
}

/**
 * Counts the runs along one direction into `counts[(level − 1) · longest + length − 1]`; true where one is longer than 1.
 *
 * The run that ends at a voxel is one longer than its predecessor's where the levels are equal: places ascend and the
 * step is positive, so the predecessor is always done.
 */
function countRuns(grid: LevelGrid, step: number, lengths: Uint16Array, counts: Uint32Array, longest: number): boolean {
  const { levels, places } = grid
  let any = false
  for (let v = 0; v < places.length; v++) {
    const place = places[v]
    const level = levels[place]
    const length = levels[place - step] === level ? lengths[place - step] + 1 : 1
    lengths[place] = length
    if (length > 1) any = true
    if (levels[place + step] !== level) counts[(level - 1) * longest + length - 1]++
  }
  return any
}

/** Whether some line along the direction holds two voxels of the region, next to each other or not. */
function hasLine(grid: LevelGrid, step: number): boolean {
  const { levels, places } = grid
  for (let v = 0; v < places.length; v++) if (levels[places[v] + step] !== 0) return true
  // A step into the margin leaves the box; what it meets before that is inside.
  const [sx, sy] = [grid.stride[1], grid.stride[2] / grid.stride[1]]
  const lead = (grid.levels.length - grid.stride[2] * grid.size[2]) / 2
  for (let v = 0; v < places.length; v++) {
    for (let at = places[v] + step; at < levels.length; at += step) {
      const row = Math.floor((at - lead) / sx)
      const z = Math.floor(row / sy)
      if (at - lead - row * sx >= grid.size[0] || row - z * sy >= grid.size[1] || z >= grid.size[2]) break
      if (levels[at] !== 0) return true
    }
  }
  return false
}
