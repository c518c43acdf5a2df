import { fillContour } from '../../image/regions/fill-contour.ts'
import type { Geometry, Triple } from '../../image/volume.ts'
import type { Plane } from '../viewer/planes.ts'

/**
 * Voxels of one slice whose centres lie inside a closed outline of fractional voxel indices, by the rule by which RT
 * Structure Sets are drawn (even–odd where it crosses itself).
 */
export function insideOutline(
  { size }: Geometry,
  { normal, across, down }: Plane,
  slice: number,
  outline: readonly Readonly<Triple>[],
  visit: (voxel: number) => void,
) {
  if (outline.length < 3) return
  const [a, b] = across.axis < down.axis ? [across.axis, down.axis] : [down.axis, across.axis]
  const points = Float64Array.from(outline.flatMap((point) => [point[a], point[b], 0]))
  const drawn = new Uint8Array(size[a] * size[b])
  fillContour(points, drawn, size[a], size[b])
  const strides = [1, size[0], size[0] * size[1]]
  const start = slice * strides[normal.axis]
  for (let v = 0, i = 0; v < size[b]; v++)
    for (let u = 0; u < size[a]; u++, i++) if (drawn[i] === 1) visit(start + u * strides[a] + v * strides[b])
}
