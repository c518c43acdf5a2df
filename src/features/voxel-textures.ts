import type { FeatureClass } from './feature-names.ts'
import { describeSortedIntensities } from './firstorder.ts'
import { type Cooccurrence, cooccurrenceNames, describer } from './glcm.ts'
import { dependenceFeatures } from './gldm.ts'
import { runFeatures } from './glrlm.ts'
import { zoneFeatures } from './glszm.ts'
import { describeDifferences } from './ngtdm.ts'
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
      return zones(names, kernel)
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
    const found = describeSortedIntensities(sorted[voxels], counts, levels, voxelVolume, shift)
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
  const side = positions
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
  const defined = new Float64Array(names.length)
  let length = 0
  const add = (cell: number, weight: number) => {
    if (counts[cell] === 0) touched[length++] = cell
    counts[cell] += weight
  }
  // Imc2 is 0 where two sums are equal to the bit, so they are summed row by row as PyRadiomics does.
  const rowByRow = names.includes('Imc2')
  const normalise = (total: number, levels: number) => {
    // Levels of the region that this kernel lacks show in MCC alone: it is 0, not 1, where there is but one of them.
    const rows = Math.min(side, Math.max(levels, options.highest > 1 ? 2 : 1))
    matrix.px = px[rows].fill(0)
    matrix.py = py[rows].fill(0)
    if (rowByRow) sortFirst(touched, length)
    for (let k = 0; k < length; k++) {
      const cell = touched[k]
      const row = (cell / side) | 0
      const p = counts[cell] / total
      counts[cell] = 0
      matrix.row[k] = row
      matrix.column[k] = cell - row * side
      matrix.p[k] = p
      matrix.px[row] += p
      matrix.py[matrix.column[k]] += p
    }
    matrix.length = length
    length = 0
  }
  return ({ level, levels, grey: local }, into) => {
    for (let i = 0; i < levels; i++) grey[i] = local[i + 1]
    into.fill(0)
    defined.fill(0)
    let total = 0
    let missing = false
    for (let d = 0; d < directions; d++) {
      const weight = pairWeights ? pairWeights[d] : 1
      if (!pairWeights) total = 0
      for (let k = start[d]; k < start[d + 1]; k++) {
        const i = level[from[k]] - 1
        const j = level[to[k]] - 1
        if (i < 0 || j < 0) continue
        add(i * side + j, weight)
        if (symmetrical) add(j * side + i, weight)
        total += symmetrical ? 2 * weight : weight
      }
      if (pairWeights && d < directions - 1) continue
      if (total === 0) {
        missing ||= alive[d] || pairWeights !== undefined
        continue
      }
      normalise(total, levels)
      const found = describe(matrix)
      for (let f = 0; f < wanted.length; f++) {
        const value = found[wanted[f]]
        if (Number.isNaN(value)) continue
        into[f] += value
        defined[f]++
      }
    }
    for (let f = 0; f < wanted.length; f++) into[f] /= defined[f]
    // PyRadiomics averages this one with the directions in which the kernel holds no pair.
    if (average >= 0 && missing) into[average] = Number.NaN
  }
}

/** Collects the entries of a matrix of level × size and computes the wanted formulas of it. */
function collector(names: readonly string[], features: SizeFeatures, positions: number) {
  const formulas = names.map((name) => sizeFormula(features, name))
  const stride = positions + 1
  const counts = new Float64Array(stride * stride)
  const touched = new Int32Array(stride * stride)
  const level = new Float64Array(stride * stride)
  const size = new Float64Array(stride * stride)
  const count = new Float64Array(stride * stride)
  const matrix: SizeMatrix = { length: 0, level, size, count, total: 0 }
  let length = 0
  const addCell = (cell: number, weight: number) => {
    if (counts[cell] === 0) touched[length++] = cell
    counts[cell] += weight
  }
  return {
    add: (at: number, extent: number) => addCell(at * stride + extent, 1),
    addCell,
    /** Empties the collection, into another one where given. */
    pour(into?: { addCell: typeof addCell }, weight = 1) {
      for (let k = 0; k < length; k++) {
        into?.addCell(touched[k], counts[touched[k]] * weight)
        counts[touched[k]] = 0
      }
      length = 0
    },
    /** Adds each formula's value of what was collected to `sums`, and empties the collection. */
    describe(grey: Float64Array, sums: Float64Array) {
      let total = 0
      for (let k = 0; k < length; k++) {
        const cell = touched[k]
        const at = (cell / stride) | 0
        level[k] = grey[at]
        size[k] = cell - at * stride
        count[k] = counts[cell]
        total += counts[cell]
        counts[cell] = 0
      }
      matrix.length = length
      matrix.total = total || Number.NaN
      length = 0
      for (let f = 0; f < formulas.length; f++) sums[f] += formulas[f](matrix)
    },
  }
}

function runs(names: readonly string[], kernel: VoxelKernel, { runWeights }: VoxelTextureOptions): Describe {
  const { positions, lines } = kernel
  const collected = collector(names, runFeatures, positions)
  const merged = collector(names, runFeatures, positions)
  return ({ level, grey }, into) => {
    into.fill(0)
    let described = 0
    for (let d = 0; d < lines.length; d++) {
      // A direction along which no line holds two voxels is left out, as PyRadiomics does.
      if (!collectRuns(lines[d], level, collected.add)) collected.pour()
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

/** Adds every run of equal level on the lines of one direction; true where a line holds more than one voxel. */
function collectRuns(lines: Int32Array, level: Int32Array, add: (level: number, length: number) => void): boolean {
  let several = false
  let running = 0
  let length = 0
  let onLine = 0
  for (let k = 0; k < lines.length; k++) {
    const end = lines[k] < 0
    const here = end ? 0 : level[lines[k]]
    if (here === running) length++
    else {
      if (running > 0) add(running, length)
      running = here
      length = 1
    }
    if (end) onLine = 0
    else if (here > 0 && ++onLine > 1) several = true
  }
  return several
}

function zones(names: readonly string[], { positions, adjacent }: VoxelKernel): Describe {
  const collected = collector(names, zoneFeatures, positions)
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
    for (let k = 0; k < positions; k++) if (size[k] > 0) collected.add(level[k], size[k])
    into.fill(0)
    collected.describe(grey, into)
  }
}

function dependences(names: readonly string[], kernel: VoxelKernel, { alpha }: VoxelTextureOptions): Describe {
  const { positions, pairs } = kernel
  const { from, to } = pairs
  const collected = collector(names, dependenceFeatures, Math.max(positions, 2 * pairs.directions.length + 1))
  const dependent = new Int32Array(positions)
  return ({ level, grey }, into) => {
    dependent.fill(1)
    for (let k = 0; k < from.length; k++) {
      const i = level[from[k]]
      const j = level[to[k]]
      if (i === 0 || j === 0 || Math.abs(grey[i] - grey[j]) > alpha) continue
      dependent[from[k]]++
      dependent[to[k]]++
    }
    for (let k = 0; k < positions; k++) if (level[k] > 0) collected.add(level[k], dependent[k])
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
