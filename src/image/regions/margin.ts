import type { Mask } from '../volume.ts'
import { distanceFrom } from './distance.ts'

/** A little more than a distance, for sums of spacings that were rounded. */
export const roundedUp = (distance: number) => distance * (1 + 1e-6)

/**
 * 1 in a label grown by a margin in mm, or shrunk where it is negative, else 0: the voxels whose centres lie within the
 * margin of the label's, and those of the label that lie further than it from the nearest voxel outside. What lies beyond
 * the image counts neither as label nor as outside.
 */
export function grown(mask: Mask, label: number, margin: number): Uint8Array {
  const { data } = mask
  const reach = roundedUp(Math.abs(margin))
  const out = new Uint8Array(data.length)
  if (margin <= 0) for (let i = 0; i < out.length; i++) if (data[i] === label) out[i] = 1
  if (margin === 0) return out
  const distance =
    margin > 0 ? distanceFrom(mask, label, reach) : distanceFrom({ ...mask, pixelType: 'uint8', data: out }, 0, reach)
  for (let i = 0; i < out.length; i++) if (distance[i] <= reach) out[i] = margin > 0 ? 1 : 0
  return out
}
