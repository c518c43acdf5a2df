import { DataTooSmallToPerturb } from '../../errors/index.ts'
import { toPoint } from '../../image/grid/geometry.ts'
import { resample } from '../../image/grid/resample.ts'
import { boxAround } from '../../image/regions/distance.ts'
import type { Geometry, Mask, Triple } from '../../image/volume.ts'
import { surroundingsOf } from './surroundings.ts'

/** What features may sample around a region, in mm and in voxels. */
const around = { millimetres: 25, voxels: 8 }

/**
 * A region on a grid of the same voxels that is turned in the plane of its first two axes around the region's centre and
 * shifted by parts of a voxel: a voxel belongs to it where linear interpolation of the drawn one gives a half or more.
 */
export function turnedMask(drawn: Mask, label: number, degrees: number, shift: Triple): Mask {
  const mask = surroundingsOf(drawn, label, 2 * Math.max(...drawn.spacing))?.part
  const box = mask && boxAround(mask, label, 0)
  if (!box) throw DataTooSmallToPerturb(label)
  const angle = (degrees * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const { direction, spacing } = mask
  const turned = [0, 1, 2].flatMap((row) => {
    const [x, y, z] = direction.slice(3 * row, 3 * row + 3)
    return [cos * x + sin * y, cos * y - sin * x, z]
  })
  const half = box[0].map((from, axis) => ((box[1][axis] - from) / 2 + 1) * spacing[axis])
  const reach = [
    Math.abs(cos) * half[0] + Math.abs(sin) * half[1],
    Math.abs(sin) * half[0] + Math.abs(cos) * half[1],
    half[2],
  ]
  const sides = reach.map((mm, axis) =>
    Math.ceil(Math.max((mm + around.millimetres) / spacing[axis], mm / spacing[axis] + around.voxels)),
  )
  if (mask.dimension === 2) sides[2] = 0
  const size = sides.map((n) => 2 * n + 1) as Triple
  // The middle voxel of the new grid lies on a voxel of the old one, but for the shift.
  const centre = toPoint(mask, box[0].map((from, axis) => Math.round((from + box[1][axis]) / 2)) as Triple)
  const origin = centre.map((at, row) => {
    let moved = at
    for (let axis = 0; axis < 3; axis++) moved += turned[3 * row + axis] * spacing[axis] * (shift[axis] - sides[axis])
    return moved
  }) as Triple
  const grid: Geometry = { dimension: mask.dimension, size, spacing: [...spacing], origin, direction: turned }
  const share = {
    ...mask,
    pixelType: 'float32' as const,
    data: Float32Array.from(mask.data, (v) => Number(v === label)),
  }
  const { data } = resample(share, grid, 'sitkLinear')
  const kept = label > 255 ? new Uint16Array(data.length) : new Uint8Array(data.length)
  for (let i = 0; i < kept.length; i++) if (data[i] >= 0.5 - 1e-6) kept[i] = label
  return { ...grid, pixelType: label > 255 ? 'uint16' : 'uint8', data: kept, ownGrid: true }
}
