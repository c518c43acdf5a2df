import { gridKernel } from '../kernels/texture.ts'
import { describeSizes, type SizeFeatures, sizeMatrix } from '../matrices/size-matrix.ts'
import { directionWeights, type WeightingNorm } from '../matrices/weighting.ts'
import type { LevelGrid } from '../regions/region.ts'
import { runs } from '../voxel/size-matrices.ts'
import type { ImageClass } from './feature-class.ts'

export interface RunLengthOptions {
  weightingNorm: WeightingNorm | undefined
  spacing: readonly number[]
}

/**
 * Of the runs, zones or dependences of a region: P(i, j) counts those of grey level i and size j, N is their number.
 *
 * emphases          Σ P w / N, w = 1/j² (small), j² (large), 1/i² (low grey level), i² (high), or the product of two
 * variances         Σ P (i − μ)² / N of the level, Σ P (j − μ)² / N of the size
 * non-uniformities  Σᵢ (Σⱼ P)² / N of the level, Σⱼ (Σᵢ P)² / N of the size; normalised: divided by N once more
 * entropy           −Σ P/N log₂(P/N)
 * percentage        N / number of voxels
 *
 * Source: Galloway 1975, Chu 1990, Dasarathy & Holder 1991; as PyRadiomics 3.0.1 has them.
 */
const runFeatures = {
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

export const glrlmClass: ImageClass = {
  describes: 'image',
  names: Object.keys(runFeatures),
  needsNeighbours: false,
  compute: ({ grid, spacing, setting }) => glrlm(grid, { weightingNorm: setting.weightingNorm ?? undefined, spacing }),
  voxel: runs(runFeatures),
}

/**
 * The GLRLM features of PyRadiomics: runs of equal level along each direction, described per direction and averaged;
 * `weightingNorm` merges the directions first. A direction along which no line holds two voxels is left out.
 */
export function glrlm(grid: LevelGrid, options: RunLengthOptions): Record<string, number> {
  const { offsets, steps } = grid.near
  const { grey } = grid
  const most = Math.max(...grid.size)
  const weights = options.weightingNorm && directionWeights(offsets, options.spacing, options.weightingNorm, 'glrlm')
  const merged = weights && new Float64Array(grey.length * most)
  const found: Record<string, number>[] = []
  for (let d = 0; d < steps.length; d++) {
    const { ends, longest } = runEnds(grid, steps[d], most + 2)
    if (longest === 1 && !hasLine(grid, steps[d])) continue
    const runs = runsOf(ends, grid, most, longest)
    if (merged) for (let cell = 0; cell < merged.length; cell++) merged[cell] += runs[cell] * weights[d]
    else found.push(describeSizes(sizeMatrix(runs, grey, most, longest), runFeatures))
  }
  if (merged) found.push(describeSizes(sizeMatrix(merged, grey, most), runFeatures))
  const features: Record<string, number> = {}
  const described = found.filter((one) => !Number.isNaN(one.RunEntropy))
  for (const name of Object.keys(runFeatures)) {
    features[name] = described.reduce((sum, one) => sum + one[name], 0) / described.length
  }
  return features
}

interface RunEnds {
  longest: number
  /** By level (a row) the voxels up to which a run has each length from 2 on. */
  ends: Uint32Array
}

const runEnds = (grid: LevelGrid, step: number, stride: number): RunEnds =>
  gridKernel(grid)?.runs(step, stride) ?? countRunEnds(grid, step, stride)

/**
 * The run that ends in a voxel is one longer than its predecessor's where the levels are equal: places ascend and the
 * step is positive, so the predecessor is always done.
 */
function countRunEnds(grid: LevelGrid, step: number, stride: number): RunEnds {
  const { levels, places } = grid
  const lengths = new Uint16Array(levels.length)
  const ends = new Uint32Array(grid.grey.length * stride)
  let longest = 1
  for (let v = 0; v < places.length; v++) {
    const place = places[v]
    const level = levels[place]
    if (levels[place - step] !== level) {
      lengths[place] = 1
      continue
    }
    const length = lengths[place - step] + 1
    lengths[place] = length
    ends[level * stride + length]++
    if (length > longest) longest = length
  }
  return { longest, ends }
}

/** Runs by level (a row of `most`) and length: as many as reach that length, less those that reach the next. */
function runsOf(ends: Uint32Array, { grey, counts }: LevelGrid, most: number, longest: number): Uint32Array {
  const stride = most + 2
  const runs = new Uint32Array(grey.length * most)
  for (let level = 1; level < grey.length; level++) {
    // A run starts in every voxel that continues none.
    let reaching = counts[level]
    for (let length = 2; length <= longest; length++) reaching -= ends[level * stride + length]
    for (let length = 1; length <= longest; length++) {
      const longer = ends[level * stride + length + 1]
      runs[level * most + length - 1] = reaching - longer
      reaching = longer
    }
  }
  return runs
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
