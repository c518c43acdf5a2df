import { gridOffsets, type LevelGrid } from './region.ts'
import { describeSizes, type SizeFeatures, sizeMatrix } from './size-matrix.ts'

export const dependenceFeatures = {
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

/**
 * The GLDM features of PyRadiomics: for each voxel the number of neighbours whose level differs by at most `alpha`
 * (the voxel itself counts, so dependences start at 1).
 */
export function gldm(
  grid: LevelGrid,
  options: { distances: readonly number[]; alpha: number; flatAxis: number | undefined },
): Record<string, number> {
  const { steps } = gridOffsets(grid, options.distances, true, options.flatAxis)
  const { levels, places, grey } = grid
  const most = steps.length + 1
  const counts = new Uint32Array((grey.length - 1) * most)
  for (let v = 0; v < places.length; v++) {
    const place = places[v]
    const level = levels[place]
    let dependent = 0
    for (let d = 0; d < steps.length; d++) {
      const other = levels[place + steps[d]]
      if (other === level || (other !== 0 && options.alpha > 0 && Math.abs(grey[other] - grey[level]) <= options.alpha))
        dependent++
    }
    counts[(level - 1) * most + dependent]++
  }
  return describeSizes(sizeMatrix(counts, grey, most), dependenceFeatures)
}
