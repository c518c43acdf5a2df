import { gridKernel, maximumCells } from '../kernels/texture.ts'
import { dense, merge, normalise, sparse } from '../matrices/glcm-pairs.ts'
import { directionWeights, type WeightingNorm } from '../matrices/weighting.ts'
import type { LevelGrid } from '../regions/region.ts'
import { cooccurrence } from '../voxel/glcm.ts'
import type { ImageClass } from './feature-class.ts'
import { cooccurrenceNames, glcmFeatureCalculator } from './glcm-features.ts'

export const glcmClass: ImageClass = {
  describes: 'image',
  names: cooccurrenceNames,
  removed: ['Dissimilarity', 'Homogeneity1', 'Homogeneity2', 'SumVariance'],
  needsNeighbours: true,
  compute: ({ grid, spacing, setting }, wanted) => {
    const { symmetricalGLCM: symmetrical, weightingNorm } = setting
    return glcm(grid, { symmetrical, weightingNorm: weightingNorm ?? undefined, spacing }, wanted)
  },
  voxel: cooccurrence,
}

export interface CooccurrenceOptions {
  symmetrical: boolean
  weightingNorm: WeightingNorm | undefined
  spacing: readonly number[]
}

/**
 * The GLCM features of PyRadiomics: each direction's matrix is normalised and described, then the directions are
 * averaged (without those in which the region has no pair); `weightingNorm` merges the matrices first.
 *
 * wanted  the features asked for, none for all; others may be NaN
 */
export function glcm(grid: LevelGrid, options: CooccurrenceOptions, wanted: readonly string[]): Record<string, number> {
  const { offsets, steps } = grid.pairs
  const levels = grid.grey.length - 1
  const matrices = grid.grey.length ** 2 <= maximumCells ? dense : sparse
  const found: Float64Array[] = []
  const grey = grid.grey.subarray(1)
  const describe = glcmFeatureCalculator(grey, grey[grey.length - 1], wanted)
  if (options.weightingNorm) {
    const weights = directionWeights(offsets, options.spacing, options.weightingNorm, 'glcm')
    const merged = merge(matrices(grid, steps, options.symmetrical), weights, levels)
    found.push(
      merged.length > 0
        ? describe(normalise(merged, levels))
        : new Float64Array(cooccurrenceNames.length).fill(Number.NaN),
    )
  } else {
    const withMcc = wanted.length === 0 || wanted.includes('MCC')
    const quick = gridKernel(grid)?.cooccurrences(steps, options.symmetrical, withMcc)
    if (quick) found.push(...quick)
    else
      for (const pairs of matrices(grid, steps, options.symmetrical))
        if (pairs.length > 0) found.push(describe(normalise(pairs, levels)))
  }
  const features: Record<string, number> = {}
  for (let f = 0; f < cooccurrenceNames.length; f++) features[cooccurrenceNames[f]] = meanOfDefined(found, f)
  return features
}

function meanOfDefined(found: Float64Array[], f: number): number {
  let sum = 0
  let n = 0
  for (const values of found) {
    if (Number.isNaN(values[f])) continue
    sum += values[f]
    n++
  }
  return n === 0 ? Number.NaN : sum / n
}
