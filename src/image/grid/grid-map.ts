import type { Geometry, Triple } from '../volume.ts'
import { inverseByDecomposition } from './itk-matrix-inverse.ts'

/** Where the voxels of one grid lie on another's. */
export interface GridMap {
  size: Triple
  /** The fractional index of a voxel, to the last bit as ITK computes it; false where it lies outside the image. */
  exact: (x: number, y: number, z: number, into: Float64Array) => boolean
  /** Where the axes of both grids are parallel, each axis's positions but for rounding. */
  parallel?: [Float64Array, Float64Array, Float64Array]
}

/** The map from a new grid's voxels to an image's. */
export function gridMap(image: Geometry, grid: Geometry): GridMap {
  const indexOf = gridToIndex(image, grid)
  const { size } = grid
  const last = image.size.map((n) => n - 0.5)
  const start: Triple = [0, 0, 0]
  const end: Triple = [0, 0, 0]
  let line = -1
  const exact = (x: number, y: number, z: number, into: Float64Array) => {
    // ITK finds the ends of each line and divides it evenly; rounding elsewhere would break ties differently.
    if (line !== y + size[1] * z) {
      indexOf(0, y, z, start)
      indexOf(size[0], y, z, end)
      line = y + size[1] * z
    }
    const part = x / size[0]
    for (let axis = 0; axis < 3; axis++) {
      into[axis] = start[axis] + part * (end[axis] - start[axis])
      if (!(into[axis] >= -0.5 && into[axis] < last[axis])) return false
    }
    return true
  }
  return { size, exact, ...parallelPositions(indexOf, size) }
}

/** How far rounding may move a position along an axis that another axis should not change. */
const slack = 1e-9

function parallelPositions(indexOf: IndexOf, size: Triple): Pick<GridMap, 'parallel'> {
  const from: Triple = [0, 0, 0]
  indexOf(0, 0, 0, from)
  const to: Triple = [0, 0, 0]
  const positions: Float64Array[] = []
  for (let axis = 0; axis < 3; axis++) {
    const ends = [0, 1, 2].map((other) => (other === axis ? size[axis] : 0)) as Triple
    indexOf(ends[0], ends[1], ends[2], to)
    if ([0, 1, 2].some((other) => other !== axis && Math.abs(to[other] - from[other]) > slack)) return {}
    const step = (to[axis] - from[axis]) / size[axis]
    positions.push(Float64Array.from({ length: size[axis] }, (_, i) => from[axis] + i * step))
  }
  return { parallel: positions as [Float64Array, Float64Array, Float64Array] }
}

type IndexOf = (x: number, y: number, z: number, into: Triple) => void

/** From the new grid's indices to the image's, in ITK's order of operations. */
function gridToIndex(image: Geometry, grid: Geometry): IndexOf {
  const toPoint = grid.direction.map((cosine, k) => cosine * grid.spacing[k % 3])
  const toIndex = pointToIndex(image)
  const { origin } = grid
  const [ox, oy, oz] = image.origin
  return (x, y, z, into) => {
    const px = origin[0] + toPoint[0] * x + toPoint[1] * y + toPoint[2] * z - ox
    const py = origin[1] + toPoint[3] * x + toPoint[4] * y + toPoint[5] * z - oy
    const pz = origin[2] + toPoint[6] * x + toPoint[7] * y + toPoint[8] * z - oz
    into[0] = toIndex[0] * px + toIndex[1] * py + toIndex[2] * pz
    into[1] = toIndex[3] * px + toIndex[4] * py + toIndex[5] * pz
    into[2] = toIndex[6] * px + toIndex[7] * py + toIndex[8] * pz
  }
}

/** The 3 × 3 matrix from millimetres to voxels; a 2D image's is that of its plane. */
function pointToIndex({ dimension, direction, spacing }: Geometry): number[] {
  const scaled = direction.map((cosine, k) => cosine * spacing[k % 3])
  if (dimension === 3) return inverseByDecomposition(scaled, 3)
  const [a, b, c, d] = inverseByDecomposition([scaled[0], scaled[1], scaled[3], scaled[4]], 2)
  return [a, b, 0, c, d, 0, 0, 0, 1 / spacing[2]]
}
