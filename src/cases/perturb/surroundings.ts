import { type Box, cut, geometryOf } from '../../features/filters/box.ts'
import { boxAround } from '../../image/regions/distance.ts'
import type { Mask, Triple } from '../../image/volume.ts'

/** A region with what lies within some mm of it, cut out of its mask; undefined where the mask has no such label. */
export function surroundingsOf(mask: Mask, label: number, millimetres: number): { box: Box; part: Mask } | undefined {
  const found = boxAround(mask, label, millimetres)
  if (!found) return undefined
  const box: Box = { lower: found[0], upper: found[1].map((at) => at + 1) as Triple }
  return { box, part: { ...mask, ...geometryOf(mask, box), data: cut(mask.data, mask.size, box) } }
}

/** Visits the voxels of a box, with their index in it and in the whole. */
export function eachOf(whole: Triple, { lower, upper }: Box, visit: (inner: number, whole: number) => void) {
  for (let z = lower[2], inner = 0; z < upper[2]; z++)
    for (let y = lower[1]; y < upper[1]; y++)
      for (let x = lower[0]; x < upper[0]; x++, inner++) visit(inner, x + whole[0] * (y + whole[1] * z))
}

/** Visits the voxels that share a face with one: after and before it along x, y and z (scikit-image's order). */
export function eachNeighbour(i: number, [nx, ny, nz]: Triple, visit: (other: number) => void) {
  const x = i % nx
  const y = Math.floor(i / nx) % ny
  const z = Math.floor(i / (nx * ny))
  if (x < nx - 1) visit(i + 1)
  if (x > 0) visit(i - 1)
  if (y < ny - 1) visit(i + nx)
  if (y > 0) visit(i - nx)
  if (z < nz - 1) visit(i + nx * ny)
  if (z > 0) visit(i - nx * ny)
}
