import { DataTooSmallToPerturb } from '../../errors/index.ts'
import { toIndex, toPoint } from '../../image/grid/geometry.ts'
import { resample } from '../../image/grid/resample.ts'
import { boxAround } from '../../image/regions/distance.ts'
import type { Geometry, Mask, Triple } from '../../image/volume.ts'
import { surroundingsOf } from './surroundings.ts'

/** What features may sample around a region, in mm and in voxels. */
const around = { millimetres: 25, voxels: 8 }

/**
 * A region on the image's grid, shifted by parts of a voxel along the image's axes and turned around the axis `across` its
 * slices and around its centre, as MIRP has it (there around the patient's axis from feet to head); of that grid, what features need
 * around the region. A voxel belongs to it where linear interpolation of the drawn one gives a half or more. An axis of one
 * voxel is not shifted.
 */
export function turnedMask(
  image: Geometry,
  drawn: Mask,
  label: number,
  degrees: number,
  shift: Triple,
  across: 0 | 1 | 2 = 2,
): Mask {
  const mask = surroundingsOf(drawn, label, 2 * Math.max(...drawn.spacing))?.part
  const box = mask && boxAround(mask, label, 0)
  if (!box) throw DataTooSmallToPerturb(label)
  const whole = turnedGrid(image, degrees, shift, across)
  const corners = Array.from({ length: 8 }, (_, k) => {
    const corner = box[0].map((from, axis) => ((k >> axis) & 1 ? box[1][axis] + 1 : from - 1)) as Triple
    return toIndex(whole, toPoint(mask, corner))
  })
  const [lower, upper] = [0, 1].map(
    (side) =>
      [0, 1, 2].map((axis) => {
        if (image.size[axis] === 1) return 0
        const beyond = Math.max(Math.ceil(around.millimetres / image.spacing[axis]), around.voxels)
        const at = corners.map((corner) => corner[axis])
        return side === 0 ? Math.floor(Math.min(...at)) - beyond : Math.ceil(Math.max(...at)) + beyond
      }) as Triple,
  )
  const size = lower.map((from, axis) => upper[axis] - from + 1) as Triple
  const grid: Geometry = { ...whole, size, origin: toPoint(whole, lower) }
  const share = {
    ...mask,
    pixelType: 'float32' as const,
    data: Float32Array.from(mask.data, (v) => Number(v === label)),
  }
  const { data } = resample(share, grid, 'sitkLinear')
  const kept = label > 255 ? new Uint16Array(data.length) : new Uint8Array(data.length)
  for (let i = 0; i < kept.length; i++) if (data[i] >= 0.5 - 5e-7) kept[i] = label
  return { ...grid, pixelType: label > 255 ? 'uint16' : 'uint8', data: kept, ownGrid: true }
}

/** The image's grid, its middle shifted along its axes and then turned about. */
function turnedGrid(image: Geometry, degrees: number, shift: Triple, across: 0 | 1 | 2): Geometry {
  const { dimension, size, spacing, direction } = image
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
  const [first, second] = [0, 1, 2].filter((axis) => axis !== across)
  const turned = [0, 1, 2].flatMap((row) => {
    const axes = direction.slice(3 * row, 3 * row + 3)
    const [x, y] = [axes[first], axes[second]]
    axes[first] = cos * x + sin * y
    axes[second] = cos * y - sin * x
    return axes
  })
  const middle = size.map((n) => (n - 1) / 2) as Triple
  const centre = toPoint(image, middle.map((at, axis) => at + (size[axis] > 1 ? shift[axis] : 0)) as Triple)
  const origin = centre.map((at, row) => {
    let start = at
    for (let axis = 0; axis < 3; axis++) start -= turned[3 * row + axis] * spacing[axis] * middle[axis]
    return start
  }) as Triple
  return { dimension, size: [...size], spacing: [...spacing], origin, direction: turned }
}
