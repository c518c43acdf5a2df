import { gridKernel } from '../kernels/texture.ts'
import { describeSizes, type SizeFeatures, sizeMatrix } from '../matrices/size-matrix.ts'
import type { LevelGrid } from '../regions/region.ts'
import { dependences } from '../voxel/size-matrices.ts'
import type { ImageClass } from './feature-class.ts'

/**
 * Of the runs, zones or dependences of a region: P(i, j) counts those of grey level i and size j, N is their number.
 *
 * emphases          Σ P w / N, w = 1/j² (small), j² (large), 1/i² (low grey level), i² (high), or the product of two
 * variances         Σ P (i − μ)² / N of the level, Σ P (j − μ)² / N of the size
 * non-uniformities  Σᵢ (Σⱼ P)² / N of the level, Σⱼ (Σᵢ P)² / N of the size; normalised: divided by N once more
 * entropy           −Σ P/N log₂(P/N)
 * percentage        N / number of voxels
 *
 * Source: Sun & Wee 1983; as PyRadiomics 3.0.1 has them.
 */
const dependenceFeatures = {
  DependenceEntropy: 'entropy',
  DependenceNonUniformity: 'sizeNonUniformity',
  DependenceNonUniformityNormalized: 'sizeNonUniformityNormalised',
  DependenceVariance: 'sizeVariance',
  GrayLevelNonUniformity: 'greyNonUniformity',
  GrayLevelVariance: 'greyVariance',
  HighGrayLevelEmphasis: 'highGrey',
  LargeDependenceEmphasis: 'large',
  LargeDependenceHighGrayLevelEmphasis: 'largeHighGrey',
  LargeDependenceLowGrayLevelEmphasis: 'largeLowGrey',
  LowGrayLevelEmphasis: 'lowGrey',
  SmallDependenceEmphasis: 'small',
  SmallDependenceHighGrayLevelEmphasis: 'smallHighGrey',
  SmallDependenceLowGrayLevelEmphasis: 'smallLowGrey',
} as const satisfies SizeFeatures

export const gldmClass: ImageClass = {
  describes: 'image',
  names: Object.keys(dependenceFeatures),
  removed: ['DependencePercentage', 'GrayLevelNonUniformityNormalized'],
  needsNeighbours: true,
  compute: ({ grid, setting }) => gldm(grid, setting.gldm_a),
  voxel: dependences(dependenceFeatures),
}

/**
 * The GLDM features of PyRadiomics: for each voxel the number of neighbours whose level differs by at most `alpha`
 * (the voxel itself counts, so dependences start at 1).
 */
export function gldm(grid: LevelGrid, alpha: number): Record<string, number> {
  const { steps } = grid.around
  const counts = alpha === 0 ? gridKernel(grid)?.neighbours(steps).dependence : undefined
  return describeSizes(
    sizeMatrix(counts ?? countDependence(grid, alpha), grid.grey, steps.length + 1),
    dependenceFeatures,
  )
}

/** Voxels by level and number of dependent neighbours, a row a level; row 0 stays empty. */
function countDependence(grid: LevelGrid, alpha: number): Uint32Array {
  const { levels, places, grey } = grid
  const { steps } = grid.around
  const most = steps.length + 1
  const counts = new Uint32Array(grey.length * most)
  for (let v = 0; v < places.length; v++) {
    const place = places[v]
    const level = levels[place]
    let dependent = 0
    for (let d = 0; d < steps.length; d++) {
      const other = levels[place + steps[d]]
      if (other === level || (other !== 0 && alpha > 0 && Math.abs(grey[other] - grey[level]) <= alpha)) dependent++
    }
    counts[level * most + dependent]++
  }
  return counts
}
