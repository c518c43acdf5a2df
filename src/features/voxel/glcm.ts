import { cooccurrenceNames, glcmFeatureCalculator } from '../classes/glcm-features.ts'
import type { Cooccurrence } from '../matrices/glcm-pairs.ts'
import type { VoxelKernel } from './kernel.ts'
import { type Describe, type VoxelTextureOptions, views } from './neighbourhood.ts'

/** GLCM features of a neighbourhood. */
export function cooccurrence(names: readonly string[], kernel: VoxelKernel, options: VoxelTextureOptions): Describe {
  const { positions, pairs } = kernel
  const { symmetrical, pairWeights, alive } = options
  const { start, from, to } = pairs
  const directions = pairs.directions.length
  const side = Math.min(positions, options.occurring)
  const counts = new Float64Array(side * side)
  const touched = new Int32Array(side * side)
  const px = views(side)
  const py = views(side)
  const matrix: Cooccurrence = {
    length: 0,
    row: new Uint32Array(side * side),
    column: new Uint32Array(side * side),
    p: new Float64Array(side * side),
    px: px[side],
    py: py[side],
  }
  const grey = new Float64Array(side)
  const describe = glcmFeatureCalculator(grey, options.highest, names)
  const wanted = names.map((name) => cooccurrenceNames.indexOf(name as (typeof cooccurrenceNames)[number]))
  const average = names.indexOf('JointAverage')
  const inverse = names.indexOf('InverseVariance')
  const defined = new Float64Array(names.length)
  const features = new Float64Array(cooccurrenceNames.length)
  let length = 0
  const withMarginals = ['Imc1', 'Imc2', 'MCC'].some((name) => names.includes(name))
  // Imc2 is 0 where two sums are equal to the bit, so they are summed row by row as PyRadiomics does.
  const rowByRow = names.includes('Imc2')
  const count = (d: number, level: Int32Array, weight: number) => {
    for (let k = start[d]; k < start[d + 1]; k++) {
      const i = level[from[k]] - 1
      const j = level[to[k]] - 1
      if (i < 0 || j < 0) continue
      // A symmetrical matrix is counted above its diagonal and mirrored when it is normalised.
      const cell = symmetrical && j < i ? j * side + i : i * side + j
      if (counts[cell] === 0) touched[length++] = cell
      counts[cell] += weight
    }
  }
  const normalise = (levels: number) => {
    let n = 0
    // A sum of the very counts, so that a single entry is exactly 1.
    let total = 0
    for (let k = 0; k < length; k++) total += symmetrical ? 2 * counts[touched[k]] : counts[touched[k]]
    const { row, column, p } = matrix
    for (let k = 0; k < length; k++) {
      const cell = touched[k]
      const i = (cell / side) | 0
      const j = cell - i * side
      const part = counts[cell] / total
      counts[cell] = 0
      row[n] = i
      column[n] = j
      p[n++] = symmetrical && i === j ? 2 * part : part
      if (!symmetrical || i === j) continue
      row[n] = j
      column[n] = i
      p[n++] = part
    }
    matrix.length = n
    length = 0
    if (rowByRow) sortByRow(matrix)
    if (!withMarginals) return
    // Levels of the region that this kernel lacks show in MCC alone: it is 0, not 1, where there is but one of them.
    const rows = Math.min(side, Math.max(levels, options.occurring > 1 ? 2 : 1))
    matrix.px = px[rows].fill(0)
    matrix.py = py[rows].fill(0)
    for (let k = 0; k < n; k++) {
      matrix.px[row[k]] += p[k]
      matrix.py[column[k]] += p[k]
    }
  }
  return ({ level, levels, grey: local }, into) => {
    for (let i = 0; i < levels; i++) grey[i] = local[i + 1]
    into.fill(0)
    defined.fill(0)
    let missing = false
    for (let d = 0; d < directions; d++) {
      count(d, level, pairWeights ? pairWeights[d] : 1)
      if (pairWeights && d < directions - 1) continue
      if (length === 0) {
        missing ||= alive[d] || pairWeights !== undefined
        continue
      }
      normalise(levels)
      describe(matrix, features)
      for (let f = 0; f < wanted.length; f++) {
        const value = features[wanted[f]]
        if (Number.isNaN(value)) continue
        into[f] += value
        defined[f]++
      }
    }
    for (let f = 0; f < wanted.length; f++) into[f] /= defined[f]
    // A sum over no difference at all, where the mask has one level.
    if (inverse >= 0 && options.occurring === 1) into[inverse] = 0
    // PyRadiomics averages this one with the directions in which the kernel holds no pair.
    if (average >= 0 && missing) into[average] = Number.NaN
  }
}

/** Sorts the entries of a small matrix by row, then column. */
function sortByRow({ length, row, column, p }: Cooccurrence) {
  for (let k = 1; k < length; k++) {
    const i = row[k]
    const j = column[k]
    const value = p[k]
    let at = k
    for (; at > 0 && (row[at - 1] > i || (row[at - 1] === i && column[at - 1] > j)); at--) {
      row[at] = row[at - 1]
      column[at] = column[at - 1]
      p[at] = p[at - 1]
    }
    row[at] = i
    column[at] = j
    p[at] = value
  }
}
