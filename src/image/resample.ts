import { inverseByDecomposition } from './index-matrix.ts'
import { type Interpolator, samplerOf } from './interpolators.ts'
import type { Geometry, Mask, PixelType, Triple, Volume, Voxels } from './volume.ts'

/**
 * An image on another grid, as ITK's ResampleImageFilter gives it: in the same pixel type, whole numbers clamped and
 * cut off (not rounded), 0 outside the image.
 *
 * interpolator  SimpleITK's name, e.g. sitkBSpline
 */
export function resample(image: Volume, grid: Geometry, interpolator: Interpolator): Volume {
  const { dimension, size, spacing, origin, direction } = grid
  const out = emptyVoxels(image.pixelType, size[0] * size[1] * size[2])
  const sample = samplerOf(image, interpolator)
  const store = storing(image.pixelType, out)
  const last = image.size.map((n) => n - 0.5)
  const indexOf = gridToIndex(image, grid)
  const start: Triple = [0, 0, 0]
  const end: Triple = [0, 0, 0]
  for (let z = 0, at = 0; z < size[2]; z++) {
    for (let y = 0; y < size[1]; y++) {
      // ITK finds the ends of each line and divides it evenly; rounding elsewhere would break ties differently.
      indexOf(0, y, z, start)
      indexOf(size[0], y, z, end)
      const dx = end[0] - start[0]
      const dy = end[1] - start[1]
      const dz = end[2] - start[2]
      for (let x = 0; x < size[0]; x++, at++) {
        const part = x / size[0]
        const i = start[0] + part * dx
        const j = start[1] + part * dy
        const k = start[2] + part * dz
        if (i >= -0.5 && i < last[0] && j >= -0.5 && j < last[1] && k >= -0.5 && k < last[2]) store(at, sample(i, j, k))
      }
    }
  }
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

/** From the new grid's indices to the image's, in ITK's order of operations. */
function gridToIndex(image: Geometry, grid: Geometry) {
  const toPoint = grid.direction.map((cosine, k) => cosine * grid.spacing[k % 3])
  const toIndex = pointToIndex(image)
  const { origin } = grid
  const [ox, oy, oz] = image.origin
  return (x: number, y: number, z: number, into: Triple) => {
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

const wholeRange: Partial<Record<PixelType, [number, number]>> = {
  uint8: [0, 255],
  int8: [-128, 127],
  uint16: [0, 65535],
  int16: [-32768, 32767],
  uint32: [0, 2 ** 32 - 1],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint64: [0, 2 ** 64],
  int64: [-(2 ** 63), 2 ** 63],
}

function storing(type: PixelType, out: Voxels): (at: number, value: number) => void {
  const range = wholeRange[type]
  if (!range)
    return (at, value) => {
      out[at] = value
    }
  const [least, most] = range
  return (at, value) => {
    out[at] = value < least ? least : value > most ? most : Math.trunc(value)
  }
}
