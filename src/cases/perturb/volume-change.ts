import { distanceFrom } from '../../image/regions/distance.ts'
import type { Mask } from '../../image/volume.ts'
import type { RandomStream } from '../../statistics/resampling/random.ts'
import { eachOf, surroundingsOf } from './surroundings.ts'

/**
 * A region whose volume is changed by a part of it: the voxels nearest to its edge (in mm, to the nearest voxel of the other
 * side) join or leave it, of those that are equally near as many as are needed, drawn at random. MIRP grows voxel by voxel
 * instead, which on voxels that are no cubes is not a distance.
 */
export function resized(mask: Mask, label: number, part: number, stream: RandomStream): Mask {
  const { size, spacing } = mask
  let voxels = 0
  for (let i = 0; i < mask.data.length; i++) if (mask.data[i] === label) voxels++
  const change = Math.floor(voxels * (1 + part)) - voxels
  const count = Math.min(Math.abs(change), change < 0 ? voxels - 1 : Infinity)
  const reach = Math.max(2, Math.cbrt(voxels) * Math.abs(part)) * Math.max(...spacing)
  const around = surroundingsOf(mask, label, reach)
  if (count === 0 || !around) return mask
  const { part: near, box } = around
  const other: Mask = { ...near, pixelType: 'uint8', data: Uint8Array.from(near.data, (v) => Number(v !== label)) }
  // Of a growing region how far the others lie from it, of a shrinking one how far its own lie from the others.
  const distance = change > 0 ? distanceFrom(near, label, reach) : distanceFrom(other, 1, Infinity)
  const candidates: number[] = []
  for (let i = 0; i < distance.length; i++) if (distance[i] > 0 && distance[i] < Infinity) candidates.push(i)
  candidates.sort((a, b) => distance[a] - distance[b] || a - b)
  const joins = change > 0 ? label : 0
  const changed = new Uint8Array(near.data.length)
  for (let from = 0; from < Math.min(count, candidates.length); ) {
    let to = from + 1
    while (to < candidates.length && distance[candidates[to]] === distance[candidates[from]]) to++
    for (; from < to && from < count; from++) {
      const chosen = to <= count ? from : from + stream.below(to - from)
      changed[candidates[chosen]] = 1
      candidates[chosen] = candidates[from]
    }
  }
  const data = mask.data.slice()
  eachOf(size, box, (inner, whole) => {
    if (changed[inner]) data[whole] = joins
  })
  return { ...mask, data }
}
