import { partsOfLabel } from '../../image/regions/parts.ts'
import type { Triple } from '../../image/volume.ts'

/**
 * Voxels that touch a seed by faces through voxels that may be taken: ITK's ConnectedThreshold where `may` asks for a
 * range of values.
 *
 * within  the largest distance from the seed in voxels along each axis
 */
export function growFrom(
  size: Readonly<Triple>,
  seed: Readonly<Triple>,
  may: (voxel: number) => boolean,
  visit: (voxel: number) => void,
  within: Readonly<Triple> = [Infinity, Infinity, Infinity],
) {
  const [nx, ny, nz] = size
  const area = nx * ny
  const low = seed.map((at, axis) => Math.max(0, at - within[axis]))
  const high = seed.map((at, axis) => Math.min(size[axis] - 1, at + within[axis]))
  const seen = new Uint8Array(area * nz)
  const first = seed[0] + nx * (seed[1] + ny * seed[2])
  if (!may(first)) return
  const queue = [first]
  seen[first] = 1
  const reach = (voxel: number) => {
    if (seen[voxel] !== 0) return
    seen[voxel] = 1
    if (may(voxel)) queue.push(voxel)
  }
  while (queue.length > 0) {
    const voxel = queue.pop()!
    visit(voxel)
    const x = voxel % nx
    const y = Math.floor(voxel / nx) % ny
    const z = Math.floor(voxel / area)
    if (x > low[0]) reach(voxel - 1)
    if (x < high[0]) reach(voxel + 1)
    if (y > low[1]) reach(voxel - nx)
    if (y < high[1]) reach(voxel + nx)
    if (z > low[2]) reach(voxel - area)
    if (z < high[2]) reach(voxel + area)
  }
}

/** The mask with only the largest part of a label. */
export function keepLargest(mask: Uint16Array, size: Readonly<Triple>, label: number): Uint16Array {
  return without(mask, partsOfLabel({ size: [...size], data: mask }, label).slice(1))
}

/** The mask without the parts of a label that have fewer than `least` voxels. */
export function removeIslands(mask: Uint16Array, size: Readonly<Triple>, label: number, least: number): Uint16Array {
  return without(
    mask,
    partsOfLabel({ size: [...size], data: mask }, label).filter((part) => part.length < least),
  )
}

function without(mask: Uint16Array, parts: readonly Uint32Array[]): Uint16Array {
  const out = mask.slice()
  for (const part of parts) for (const voxel of part) out[voxel] = 0
  return out
}
