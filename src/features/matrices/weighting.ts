export type WeightingNorm = 'infinity' | 'euclidean' | 'manhattan' | 'no_weighting'

/**
 * The weight of each direction where `weightingNorm` merges their matrices: its length W in millimetres for run
 * lengths, exp(−W²) for co-occurrence.
 *
 * offsets in array-axis order; spacing in the same order, mm
 */
export function directionWeights(
  offsets: number[][],
  spacing: readonly number[],
  norm: WeightingNorm,
  matrix: 'glcm' | 'glrlm',
): number[] {
  return offsets.map((offset) => {
    if (norm === 'no_weighting') return 1
    const parts = offset.map((step, axis) => Math.abs(step) * spacing[axis])
    const squared = norm === 'euclidean' ? parts.reduce((sum, part) => sum + part * part, 0) : undefined
    if (matrix === 'glcm' && squared !== undefined) return Math.exp(-squared)
    const length =
      squared !== undefined
        ? Math.sqrt(squared)
        : norm === 'infinity'
          ? Math.max(...parts)
          : parts.reduce((sum, part) => sum + part, 0)
    return matrix === 'glcm' ? Math.exp(-(length ** 2)) : length
  })
}
