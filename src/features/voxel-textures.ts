import type { FeatureClass } from './feature-names.ts'
import { describeIntensities } from './firstorder.ts'
import { type Cooccurrence, cooccurrenceNames, describer } from './glcm.ts'
import { dependenceFeatures } from './gldm.ts'
import { runFeatures } from './glrlm.ts'
import { zoneFeatures } from './glszm.ts'
import { describeDifferences } from './ngtdm.ts'
import { orderOfSorted } from './order-statistics.ts'
import { type SizeFeatures, type SizeMatrix, sizeFormula } from './size-matrix.ts'
import type { VoxelKernel } from './voxel-kernel.ts'

/**
 * The voxels of one kernel, refilled for every voxel of the region.
 *
 * level    by position: 1 … levels, ascending with the grey level; 0 where the position is outside the mask
 * grey     by level from 1: the grey level
 * counts   by level from 1: voxels
 * values   the intensities of the voxels present, in any order
 */
export interface Neighbourhood {
  level: Int32Array
  levels: number
  grey: Float64Array
  counts: Float64Array
  values: Float64Array
  voxels: number
}

export interface VoxelTextureOptions {
  /** How many grey levels occur in the whole mask. */
  occurring: number
  /** The highest grey level of the whole mask. */
  highest: number
  symmetrical: boolean
  alpha: number
  voxelVolume: number
  shift: number
  /** Weights by direction where directions are merged. */
  pairWeights: number[] | undefined
  runWeights: number[] | undefined
  /** Directions along which some two voxels of the mask are neighbours. */
  alive: boolean[]
}

/** Writes the wanted features of a neighbourhood into `into`, in the order of the names given. */
export type Describe = (neighbourhood: Neighbourhood, into: Float64Array) => void

/** The describer of one class; every array is allocated here and none for a voxel. */
export function voxelTexture(
  featureClass: FeatureClass,
  names: readonly string[],
  kernel: VoxelKernel,
  options: VoxelTextureOptions,
): Describe {
  switch (featureClass) {
    case 'firstorder':
      return intensities(names, kernel, options)
    case 'glcm':
      return cooccurrence(names, kernel, options)
    case 'glrlm':
      return runs(names, kernel, options)
    case 'glszm':
      return zones(names, kernel, options)
    case 'gldm':
      return dependences(names, kernel, options)
    case 'ngtdm':
      return differences(names, kernel)
    default:
      throw new TypeError(`${featureClass} has no voxel maps`)
  }
}

function intensities(names: readonly string[], { positions }: VoxelKernel, options: VoxelTextureOptions): Describe {
  const { voxelVolume, shift } = options
  const sorted = views(positions)
  return ({ values, voxels, counts, levels }, into) => {
    sorted[voxels].set(values.subarray(0, voxels))
    sortFirst(sorted[voxels], voxels)
    const found = describeIntensities(sorted[voxels], orderOfSorted(sorted[voxels]), counts, levels, voxelVolume, shift)
    for (let f = 0; f < names.length; f++) into[f] = found[names[f]]
  }
}

/** Views of the first 0, 1, … n numbers of one array. */
function views(n: number): Float64Array[] {
  const whole = new Float64Array(n)
  return Array.from({ length: n + 1 }, (_, length) => whole.subarray(0, length))
}

/** Sorts the first n numbers in place; few, or nearly in order. */
function sortFirst(numbers: Float64Array | Int32Array, n: number) {
  for (let i = 1; i < n; i++) {
    const value = numbers[i]
    let at = i
    for (; at > 0 && numbers[at - 1] > value; at--) numbers[at] = numbers[at - 1]
    numbers[at] = value
  }
}

function cooccurrence(names: readonly string[], kernel: VoxelKernel, options: VoxelTextureOptions): Describe {
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
  const describe = describer(grey, options.highest, names)
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

/** Collects the entries of a matrix of level × size and computes the wanted formulas of it. */
function collector(names: readonly string[], features: SizeFeatures, levels: number, largest: number) {
  const formulas = names.map((name) => sizeFormula(features, name))
  const stride = largest + 1
  const cells = (levels + 1) * stride
  const counts = new Float64Array(cells)
  const touched = new Int32Array(cells)
  const level = new Float64Array(cells)
  const size = new Float64Array(cells)
  const count = new Float64Array(cells)
  const matrix: SizeMatrix = { length: 0, level, size, count, total: 0 }
  let length = 0
  const known = new Uint8Array(cells)
  const addCell = (cell: number, weight: number) => {
    if (known[cell] === 0) {
      known[cell] = 1
      touched[length++] = cell
    }
    counts[cell] += weight
  }
  return {
    add: (at: number, extent: number, weight: number) => addCell(at * stride + extent, weight),
    addCell,
    /** Empties the collection, into another one where given. */
    pour(into?: { addCell: typeof addCell }, weight = 1) {
      for (let k = 0; k < length; k++) {
        into?.addCell(touched[k], counts[touched[k]] * weight)
        counts[touched[k]] = 0
        known[touched[k]] = 0
      }
      length = 0
    },
    /** Adds each formula's value of what was collected to `sums`, and empties the collection. */
    describe(grey: Float64Array, sums: Float64Array) {
      let total = 0
      let entries = 0
      for (let k = 0; k < length; k++) {
        const cell = touched[k]
        const n = counts[cell]
        known[cell] = 0
        counts[cell] = 0
        if (n === 0) continue
        const at = (cell / stride) | 0
        level[entries] = grey[at]
        size[entries] = cell - at * stride
        count[entries++] = n
        total += n
      }
      matrix.length = entries
      matrix.total = total || Number.NaN
      length = 0
      for (let f = 0; f < formulas.length; f++) sums[f] += formulas[f](matrix)
    },
  }
}

function runs(names: readonly string[], kernel: VoxelKernel, options: VoxelTextureOptions): Describe {
  const { positions, lines, adjacent } = kernel
  const { start, from, to } = adjacent
  const { runWeights } = options
  const levels = Math.min(positions, options.occurring)
  const collected = collector(names, runFeatures, levels, kernel.side)
  const merged = collector(names, runFeatures, levels, kernel.side)
  const length = new Int32Array(positions)
  /** Adds every run of equal level along direction d; false where no line holds two voxels. */
  const collect = (d: number, { level, levels, counts }: Neighbourhood): boolean => {
    let several = false
    // Every voxel begins as a run of 1; an equal neighbour makes one longer run of two.
    for (let i = 1; i <= levels; i++) collected.add(i, 1, counts[i])
    length.fill(1)
    for (let k = start[d]; k < start[d + 1]; k++) {
      const here = level[from[k]]
      const next = level[to[k]]
      if (here === 0 || next === 0) continue
      several = true
      if (here !== next) continue
      const extent = length[from[k]]
      length[to[k]] = extent + 1
      collected.add(here, extent, -1)
      collected.add(here, 1, -1)
      collected.add(here, extent + 1, 1)
    }
    return several || hasTwo(lines[d], level)
  }
  return (neighbourhood, into) => {
    const { grey } = neighbourhood
    into.fill(0)
    let described = 0
    for (let d = 0; d < lines.length; d++) {
      // A direction along which no line holds two voxels is left out, as PyRadiomics does.
      if (!collect(d, neighbourhood)) collected.pour()
      else if (runWeights) collected.pour(merged, runWeights[d])
      else {
        collected.describe(grey, into)
        described++
      }
    }
    if (runWeights) merged.describe(grey, into)
    else for (let f = 0; f < names.length; f++) into[f] /= described
  }
}

/** Whether one of the lines holds two voxels, next to each other or not. */
function hasTwo(lines: Int32Array, level: Int32Array): boolean {
  let onLine = 0
  for (let k = 0; k < lines.length; k++) {
    if (lines[k] < 0) onLine = 0
    else if (level[lines[k]] > 0 && ++onLine > 1) return true
  }
  return false
}

function zones(names: readonly string[], { positions, adjacent }: VoxelKernel, options: VoxelTextureOptions): Describe {
  const collected = collector(names, zoneFeatures, Math.min(positions, options.occurring), positions)
  const parent = new Int32Array(positions)
  const size = new Int32Array(positions)
  const root = (of: number) => {
    let at = of
    while (parent[at] !== at) at = parent[at]
    return at
  }
  const { from, to } = adjacent
  return ({ level, grey }, into) => {
    for (let k = 0; k < positions; k++) {
      parent[k] = k
      size[k] = 0
    }
    for (let k = 0; k < from.length; k++) {
      if (level[from[k]] === 0 || level[from[k]] !== level[to[k]]) continue
      const a = root(from[k])
      const b = root(to[k])
      if (a < b) parent[b] = a
      else parent[a] = b
    }
    for (let k = 0; k < positions; k++) if (level[k] > 0) size[root(k)]++
    for (let k = 0; k < positions; k++) if (size[k] > 0) collected.add(level[k], size[k], 1)
    into.fill(0)
    collected.describe(grey, into)
  }
}

function dependences(names: readonly string[], kernel: VoxelKernel, options: VoxelTextureOptions): Describe {
  const { positions, pairs } = kernel
  const { from, to } = pairs
  const { alpha } = options
  const most = 2 * pairs.directions.length + 1
  const collected = collector(names, dependenceFeatures, Math.min(positions, options.occurring), most)
  const dependent = new Int32Array(positions)
  return ({ level, grey }, into) => {
    dependent.fill(1)
    for (let k = 0; k < from.length; k++) {
      const i = level[from[k]]
      const j = level[to[k]]
      if (i === 0 || j === 0 || (i !== j && (alpha === 0 || Math.abs(grey[i] - grey[j]) > alpha))) continue
      dependent[from[k]]++
      dependent[to[k]]++
    }
    for (let k = 0; k < positions; k++) if (level[k] > 0) collected.add(level[k], dependent[k], 1)
    into.fill(0)
    collected.describe(grey, into)
  }
}

function differences(names: readonly string[], { positions, pairs }: VoxelKernel): Describe {
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
      if (level[k] > 0 && neighbours[k] > 0) matrix.s[level[k] - 1] += Math.abs(grey[level[k]] - sum[k] / neighbours[k])
    }
    const found = describeDifferences(matrix)
    for (let f = 0; f < names.length; f++) into[f] = found[names[f]]
  }
}
