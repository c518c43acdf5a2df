import { toIndex, toPoint } from '../grid/geometry.ts'
import { samplerOf } from '../grid/interpolators.ts'
import { type SlicePicture, sliceOfLevels } from '../quality/picture.ts'
import type { Mask, Volume } from '../volume.ts'

/** Fields along the longer side. */
const fields = 8

/**
 * One slice in fields that show an image and another in turn, each in its own greys, with a region outlined: where the two
 * lie alike, edges go on from field to field. `other` is sampled in space (see `inSpaceOf`), black where it has nothing.
 */
export function checkerboard(image: Volume, other: Volume, slice: number, mask: Mask, label: number): SlicePicture {
  const [nx, ny] = image.size
  const area = nx * ny
  const sample = samplerOf(other, 'sitkLinear')
  const seen = new Float32Array(area).fill(Number.NaN)
  for (let y = 0, at = 0; y < ny; y++)
    for (let x = 0; x < nx; x++, at++) {
      const index = toIndex(other, toPoint(image, [x, y, slice]))
      if (index.every((where, axis) => where >= -0.5 && where < other.size[axis] - 0.5)) seen[at] = sample(...index)
    }
  const own = image.data.subarray(slice * area, (slice + 1) * area)
  const width = Math.max(nx * image.spacing[0], ny * image.spacing[1]) / fields
  const isOther = (x: number, y: number) =>
    (Math.floor((x * image.spacing[0]) / width) + Math.floor((y * image.spacing[1]) / width)) % 2 === 1
  return sliceOfLevels(image, slice, [own, seen], (x, y) => (isOther(x, y) ? 1 : 0), mask, label)
}
