import { FilterReachesTooFar } from '../../../errors/index.ts'
import type { Triple } from '../../../image/volume.ts'
import { type Block, type Box, extent } from '../box.ts'

/**
 * What stands beyond the image (IBSI GBYQ): the image mirrored with its edge voxel repeated, its edge voxel, the image
 * again, or 0.
 */
export const boundaries = ['mirror', 'nearest', 'periodic', 'zero'] as const
export type Boundary = (typeof boundaries)[number]

/** 2 GB. */
const mostVoxels = 2 ** 28

/** Where the voxel is taken from that stands at a position along a line of n; −1 for 0. */
function source(at: number, n: number, boundary: Boundary): number {
  if (at >= 0 && at < n) return at
  if (boundary === 'zero') return -1
  if (boundary === 'nearest') return at < 0 ? 0 : n - 1
  if (boundary === 'periodic') return ((at % n) + n) % n
  const within = ((at % (2 * n)) + 2 * n) % (2 * n)
  return within < n ? within : 2 * n - 1 - within
}

/** The block that holds all voxels of the image from which `box`, grown by `reach`, is filled. */
export function sourceBox(box: Box, reach: Triple, size: Triple, boundary: Boundary): Box {
  const lower = box.lower.map((at, axis) => Math.max(0, at - reach[axis])) as Triple
  const upper = box.upper.map((at, axis) => Math.min(size[axis], at + reach[axis])) as Triple
  for (const axis of [0, 1, 2]) {
    const leaves = box.lower[axis] < reach[axis] || box.upper[axis] + reach[axis] > size[axis]
    if (!leaves || boundary !== 'periodic') continue
    lower[axis] = 0
    upper[axis] = size[axis]
  }
  return { lower, upper }
}

/**
 * `box` grown by `reach` voxels on every side, filled from a block of the image (of `sourceBox` at least) and, beyond the
 * image, by the boundary condition.
 *
 * @param size the whole image's
 *
 * Throws FilterReachesTooFar where that is more than can be held.
 */
export function grown(from: Block, size: Triple, box: Box, reach: Triple, boundary: Boundary): Float64Array {
  const [width, height, depth] = extent(box).map((n, axis) => n + 2 * reach[axis])
  const voxels = width * height * depth
  if (voxels > mostVoxels) throw FilterReachesTooFar(voxels, mostVoxels)
  const lines = [width, height, depth].map((n, axis) =>
    Int32Array.from({ length: n }, (_, i) => {
      const at = source(box.lower[axis] - reach[axis] + i, size[axis], boundary)
      return at < 0 ? -1 : at - from.box.lower[axis]
    }),
  )
  const [nx, ny] = extent(from.box)
  const { data } = from
  const [xs, ys, zs] = lines
  const out = new Float64Array(voxels)
  for (let z = 0, to = 0; z < depth; z++)
    for (let y = 0; y < height; y++, to += width) {
      if (zs[z] < 0 || ys[y] < 0) continue
      const row = nx * (ys[y] + ny * zs[z])
      for (let x = 0; x < width; x++) if (xs[x] >= 0) out[to + x] = data[row + xs[x]]
    }
  return out
}
