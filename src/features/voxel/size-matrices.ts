import { type SizeFeatures, type SizeMatrix, sizeFormula } from '../matrices/size-matrix.ts'
import type { Neighbourhood, VoxelTexture } from './neighbourhood.ts'

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

/** GLRLM features of a neighbourhood. features  which formula each of them is */
export const runs =
  (features: SizeFeatures): VoxelTexture =>
  (names, kernel, options) => {
    const { positions, lines, adjacent } = kernel
    const { start, from, to } = adjacent
    const { runWeights } = options
    const levels = Math.min(positions, options.occurring)
    const collected = collector(names, features, levels, kernel.side)
    const merged = collector(names, features, levels, kernel.side)
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

/** GLSZM features of a neighbourhood. */
export const zones =
  (features: SizeFeatures): VoxelTexture =>
  (names, { positions, adjacent }, options) => {
    const collected = collector(names, features, Math.min(positions, options.occurring), positions)
    const parent = new Int32Array(positions)
    const size = new Int32Array(positions)
    const root = (value: number) => {
      let at = value
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

/** GLDM features of a neighbourhood. */
export const dependences =
  (features: SizeFeatures): VoxelTexture =>
  (names, kernel, options) => {
    const { positions, pairs } = kernel
    const { from, to } = pairs
    const { alpha } = options
    const most = 2 * pairs.directions.length + 1
    const collected = collector(names, features, Math.min(positions, options.occurring), most)
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
