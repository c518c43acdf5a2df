import { gridOffsets, type LevelGrid } from './region.ts'
import { describeSizes } from './size-matrix.ts'

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
  const level: number[] = []
  const size: number[] = []
  const count: number[] = []
  for (let cell = 0; cell < counts.length; cell++) {
    if (counts[cell] === 0) continue
    level.push(grey[Math.floor(cell / most) + 1])
    size.push((cell % most) + 1)
    count.push(counts[cell])
  }
  const of = describeSizes({ level, size, count })
  return {
    DependenceEntropy: of.entropy,
    DependenceNonUniformity: of.sizeNonUniformity,
    DependenceNonUniformityNormalized: of.sizeNonUniformity / of.total,
    DependenceVariance: of.sizeVariance,
    GrayLevelNonUniformity: of.greyNonUniformity,
    GrayLevelVariance: of.greyVariance,
    HighGrayLevelEmphasis: of.highGrey,
    LargeDependenceEmphasis: of.large,
    LargeDependenceHighGrayLevelEmphasis: of.largeHighGrey,
    LargeDependenceLowGrayLevelEmphasis: of.largeLowGrey,
    LowGrayLevelEmphasis: of.lowGrey,
    SmallDependenceEmphasis: of.small,
    SmallDependenceHighGrayLevelEmphasis: of.smallHighGrey,
    SmallDependenceLowGrayLevelEmphasis: of.smallLowGrey,
  }
}
