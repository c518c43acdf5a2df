import { allocateVoxels } from '../formats/voxels.ts'
import type { Geometry, Triple, Voxels } from '../volume.ts'
import { invert } from './geometry.ts'

/** Labels on another grid, and how many labelled voxels of their own lie outside it. */
export interface ResampledLabels {
  data: Voxels
  outside: number
}

/**
 * Carries labels to another grid through physical space, each voxel taking the label of the voxel it lies in (nearest
 * neighbour, halves upwards, as ITK's). Both must share a frame of reference; nothing is registered.
 *
 * @param labels one label a voxel, 0 background
 * @param grid where they are carried to
 * @returns the labels on that grid, and the share of labelled voxels that lay outside it (0 to 1)
 * @example
 * ```ts
 * import { carryLabels, type Geometry } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [2, 1, 1], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * const finer: Geometry = { ...grid, size: [4, 1, 1], spacing: [0.5, 1, 1], origin: [-0.25, 0, 0] }
 * carryLabels({ ...grid, data: Uint8Array.of(1, 2) }, finer).data // → Uint8Array(4) [ 1, 1, 2, 2 ]
 * ```
 */
export function carryLabels(labels: Geometry & { data: Voxels }, grid: Geometry): ResampledLabels {
  const { size, data } = labels
  const like = data instanceof Uint8Array ? 'uint8' : data instanceof Uint16Array ? 'uint16' : 'int32'
  const out = allocateVoxels(like, grid.size[0] * grid.size[1] * grid.size[2])
  const box = boundsOf(data, size)
  if (!box) return { data: out, outside: 0 }
  const there = indexMap(labels, grid)
  const back = indexMap(grid, labels)
  const [from, to] = boxThrough(there, box, grid.size)
  const [a, b, c] = [back.matrix, back.offset, size] as const
  for (let z = from[2]; z <= to[2]; z++)
    for (let y = from[1]; y <= to[1]; y++)
      for (let x = from[0]; x <= to[0]; x++) {
        const i = Math.floor(a[0] * x + a[1] * y + a[2] * z + b[0] + 0.5)
        const j = Math.floor(a[3] * x + a[4] * y + a[5] * z + b[1] + 0.5)
        const k = Math.floor(a[6] * x + a[7] * y + a[8] * z + b[2] + 0.5)
        if (i < 0 || j < 0 || k < 0 || i >= c[0] || j >= c[1] || k >= c[2]) continue
        out[x + grid.size[0] * (y + grid.size[1] * z)] = data[i + c[0] * (j + c[1] * k)]
      }
  return { data: out, outside: countOutside(labels, box, there, grid.size) }
}

interface IndexMap {
  /** 3 × 3, row by row. */
  matrix: number[]
  offset: Triple
}

/** The affine map of voxel indices of one grid to (fractional) ones of another. */
function indexMap(from: Geometry, to: Geometry): IndexMap {
  const inverse = invert(to.direction)
  const rows = [0, 1, 2]
  const product = (i: number, j: number) =>
    rows.reduce((sum, k) => sum + inverse[3 * i + k] * from.direction[3 * k + j], 0)
  const matrix = rows.flatMap((i) => rows.map((j) => (product(i, j) * from.spacing[j]) / to.spacing[i]))
  const between = rows.map((k) => from.origin[k] - to.origin[k])
  const offset = rows.map((i) => rows.reduce((sum, k) => sum + inverse[3 * i + k] * between[k], 0) / to.spacing[i])
  return { matrix, offset: offset as Triple }
}

type Box = [from: Triple, to: Triple]

function boundsOf(data: Voxels, [nx, ny]: Triple): Box | undefined {
  const from: Triple = [Infinity, Infinity, Infinity]
  const to: Triple = [-1, -1, -1]
  for (let i = 0; i < data.length; i++) {
    if (data[i] === 0) continue
    const at = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)]
    for (let axis = 0; axis < 3; axis++) {
      if (at[axis] < from[axis]) from[axis] = at[axis]
      if (at[axis] > to[axis]) to[axis] = at[axis]
    }
  }
  return to[0] < 0 ? undefined : [from, to]
}

/** The voxels of another grid that a box of voxels can touch. */
function boxThrough({ matrix, offset }: IndexMap, [from, to]: Box, size: Triple): Box {
  const low: Triple = [Infinity, Infinity, Infinity]
  const high: Triple = [-Infinity, -Infinity, -Infinity]
  for (let corner = 0; corner < 8; corner++) {
    const p = [0, 1, 2].map((axis) => ((corner >> axis) & 1 ? to[axis] + 0.5 : from[axis] - 0.5))
    for (let i = 0; i < 3; i++) {
      const at = matrix[3 * i] * p[0] + matrix[3 * i + 1] * p[1] + matrix[3 * i + 2] * p[2] + offset[i]
      low[i] = Math.min(low[i], at)
      high[i] = Math.max(high[i], at)
    }
  }
  return [
    low.map((at) => Math.max(0, Math.floor(at))) as Triple,
    high.map((at, axis) => Math.min(size[axis] - 1, Math.ceil(at))) as Triple,
  ]
}

function countOutside(
  { data, size }: { data: Voxels; size: Triple },
  [from, to]: Box,
  map: IndexMap,
  into: Triple,
): number {
  const { matrix: m, offset } = map
  let outside = 0
  for (let z = from[2]; z <= to[2]; z++)
    for (let y = from[1]; y <= to[1]; y++)
      for (let x = from[0]; x <= to[0]; x++) {
        if (data[x + size[0] * (y + size[1] * z)] === 0) continue
        for (let i = 0; i < 3; i++) {
          const at = m[3 * i] * x + m[3 * i + 1] * y + m[3 * i + 2] * z + offset[i]
          // Within half a voxel beyond the last centre, rounding of origins allowed for.
          if (!(at > -0.5 - 1e-3 && at < into[i] - 0.5 + 1e-3)) {
            outside++
            break
          }
        }
      }
  return outside
}
