import { pixelCast } from '../intensity/pixel-cast.ts'
import type { Geometry, Mask, PixelType, Volume, Voxels } from '../volume.ts'
import { resampleBspline } from './bspline-resample.ts'
import { type GridMap, gridMap } from './grid-map.ts'
import { type Interpolator, samplerOf } from './interpolators.ts'

/**
 * An image on another grid, as ITK's ResampleImageFilter gives it: in the same pixel type, whole numbers clamped and
 * cut off (not rounded), 0 outside the image.
 *
 * interpolator  SimpleITK's name, e.g. sitkBSpline
 */
export function resample(image: Volume, grid: Geometry, interpolator: Interpolator): Volume {
  const { dimension, size, spacing, origin, direction } = grid
  const out = emptyVoxels(image.pixelType, size[0] * size[1] * size[2])
  const map = gridMap(image, grid)
  if (interpolator === 'sitkNearestNeighbor') takeNearest(image, map, out)
  else if (interpolator === 'sitkBSpline') resampleBspline(image, map, out)
  else sampleEach(image, map, interpolator, out)
  return {
    dimension,
    size: [...size],
    spacing: [...spacing],
    origin: [...origin],
    direction: [...direction],
    pixelType: image.pixelType,
    data: out,
  }
}

/** A mask brought onto an image's grid by its nearest voxels. */
export function resampleLike(mask: Mask, image: Volume): Mask {
  const { segments } = mask
  return { ...resample(mask, image, 'sitkNearestNeighbor'), ...(segments && { segments }) }
}

function sampleEach(image: Volume, map: GridMap, interpolator: Interpolator, out: Voxels) {
  const sample = samplerOf(image, interpolator)
  const cast = pixelCast(image.pixelType)
  const [nx, ny, nz] = map.size
  const point = new Float64Array(3)
  for (let z = 0, at = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, at++) {
        if (map.exact(x, y, z, point)) out[at] = cast(sample(point[0], point[1], point[2]))
      }
    }
  }
}

/** The voxel nearest to each point, by a table an axis where the axes are parallel and the point is not half-way. */
function takeNearest({ data, size }: Volume, map: GridMap, out: Voxels) {
  const [nx, ny, nz] = map.size
  const [sx, sy] = size
  const point = new Float64Array(3)
  const exactly = (x: number, y: number, z: number) =>
    map.exact(x, y, z, point)
      ? data[nearest(point[0], sx) + sx * (nearest(point[1], sy) + sy * nearest(point[2], size[2]))]
      : 0
  const tables = map.parallel?.map((positions, axis) =>
    Int32Array.from(positions, (at) => {
      const place = Math.floor(at + 0.5)
      if (Math.abs(at + 0.5 - Math.round(at + 0.5)) < 1e-6) return halfWay
      return place < 0 || place >= size[axis] ? outside : place
    }),
  )
  for (let z = 0, at = 0; z < nz; z++) {
    const k = tables ? tables[2][z] : halfWay
    for (let y = 0; y < ny; y++, at += nx) {
      const j = tables ? tables[1][y] : halfWay
      if (j === outside || k === outside) continue
      const row = tables && rowOf(y, z, j, k)
      if (row === undefined) for (let x = 0; x < nx; x++) out[at + x] = exactly(x, y, z)
      else takeRow(data, row, tables![0], out, at, (x) => exactly(x, y, z))
    }
  }

  /** Where the row of the image starts that is nearest to all of a new row; undefined where that cannot be told. */
  function rowOf(y: number, z: number, j: number, k: number): number | undefined {
    if (j !== halfWay && k !== halfWay) return sx * (j + sy * k)
    // Half-way, but the same way along the whole row.
    if (!map.exact(0, y, z, point)) return undefined
    const [, first, second] = point
    if (!map.exact(nx - 1, y, z, point) || point[1] !== first || point[2] !== second) return undefined
    return sx * (nearest(first, sy) + sy * nearest(second, size[2]))
  }
}

function takeRow(
  data: Voxels,
  row: number,
  columns: Int32Array,
  out: Voxels,
  at: number,
  exactly: (x: number) => number,
) {
  for (let x = 0; x < columns.length; x++) {
    const i = columns[x]
    if (i >= 0) out[at + x] = data[row + i]
    else if (i === halfWay) out[at + x] = exactly(x)
  }
}

const outside = -1
const halfWay = -2

const nearest = (at: number, n: number) => Math.min(n - 1, Math.floor(at + 0.5))

const arrays = {
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  // 64-bit integers are held as float64 where every value fits.
  uint64: Float64Array,
  int64: Float64Array,
  float32: Float32Array,
  float64: Float64Array,
}

const emptyVoxels = (type: PixelType, length: number): Voxels => new arrays[type](length)
