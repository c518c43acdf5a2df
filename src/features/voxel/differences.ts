import type { VoxelTexture } from './neighbourhood.ts'

type Formulas = (matrix: {
  length: number
  grey: Float64Array
  counts: Float64Array
  s: Float64Array
}) => Record<string, number>

/** NGTDM features of a neighbourhood, by the formulas of the whole region. */
export const differences =
  (formulas: Formulas): VoxelTexture =>
  (names, { positions, pairs }) => {
    const { from, to } = pairs
    const sum = new Float64Array(positions)
    const neighbours = new Int32Array(positions)
    const length = positions
    const matrix = {
      length,
      grey: new Float64Array(length),
      counts: new Float64Array(length),
      s: new Float64Array(length),
    }
    return ({ level, levels, grey, counts }, into) => {
      sum.fill(0)
      neighbours.fill(0)
      for (let k = 0; k < from.length; k++) {
        const i = level[from[k]]
        const j = level[to[k]]
        if (i === 0 || j === 0) continue
        sum[from[k]] += grey[j]
        sum[to[k]] += grey[i]
        neighbours[from[k]]++
        neighbours[to[k]]++
      }
      for (let i = 0; i < levels; i++) {
        matrix.grey[i] = grey[i + 1]
        matrix.counts[i] = counts[i + 1]
        matrix.s[i] = 0
      }
      matrix.length = levels
      for (let k = 0; k < positions; k++) {
        if (level[k] > 0 && neighbours[k] > 0)
          matrix.s[level[k] - 1] += Math.abs(grey[level[k]] - sum[k] / neighbours[k])
      }
      const found = formulas(matrix)
      for (let f = 0; f < names.length; f++) into[f] = found[names[f]]
    }
  }
