import { grown } from '../../image/regions/margin.ts'
import type { Geometry } from '../../image/volume.ts'

/**
 * The mask with a label grown by a margin in mm into what has no label, or shrunk where the margin is negative: the voxels
 * whose centres lie within the margin of the region's, and those that lie further than it from the nearest outside.
 */
export function withMargin(geometry: Geometry, mask: Uint16Array, label: number, margin: number): Uint16Array {
  const out = mask.slice()
  const region = grown({ ...geometry, pixelType: 'uint16', data: mask }, label, margin)
  for (let i = 0; i < out.length; i++) {
    if (region[i] !== 0) {
      if (out[i] === 0) out[i] = label
    } else if (out[i] === label) out[i] = 0
  }
  return out
}

/**
 * The shell of a label, as label `into`: outside it up to `thickness` mm where that is positive (what surrounds a tumour;
 * the region itself stays), inside it where it is negative (the label is hollowed out, and `into` is its wall).
 */
export function shellOf(
  geometry: Geometry,
  mask: Uint16Array,
  label: number,
  thickness: number,
  into: number,
): Uint16Array {
  const moved = withMargin(geometry, mask, label, thickness)
  const out = mask.slice()
  for (let i = 0; i < out.length; i++) {
    if (thickness > 0) {
      if (moved[i] === label && mask[i] !== label) out[i] = into
    } else if (mask[i] === label) out[i] = moved[i] === label ? 0 : into
  }
  return out
}

/**
 * A label smoothed by the majority of each voxel and its 26 neighbours (ITK's BinaryMedian of radius 1: beyond the image
 * its border goes on). Other labels stay.
 */
export function smoothed({ size }: Geometry, mask: Uint16Array, label: number): Uint16Array {
  const [nx, ny, nz] = size
  const out = mask.slice()
  const counts = Uint8Array.from(mask, (value) => (value === label ? 1 : 0))
  // The sum over 27 neighbours is a sum of three along each axis in turn.
  for (const [n, stride] of [
    [nx, 1],
    [ny, nx],
    [nz, nx * ny],
  ]) {
    const before = counts.slice()
    for (let i = 0; i < counts.length; i++) {
      const at = Math.floor(i / stride) % n
      counts[i] = before[i] + before[at > 0 ? i - stride : i] + before[at < n - 1 ? i + stride : i]
    }
  }
  for (let i = 0; i < out.length; i++) {
    if (counts[i] > 13) {
      if (out[i] === 0) out[i] = label
    } else if (out[i] === label) out[i] = 0
  }
  return out
}

/** What can be done with a label as a whole. Voxels have one label, so two labels never meet: they are joined or replaced. */
export type LogicalOperator = 'add' | 'copy' | 'invert' | 'clear'

/**
 * A label joined by another (`add`), replaced by it (`copy`), exchanged with what has no label (`invert`), or emptied;
 * third labels stay.
 */
export function combined(mask: Uint16Array, label: number, operator: LogicalOperator, other: number): Uint16Array {
  const out = mask.slice()
  for (let i = 0; i < out.length; i++) {
    const value = mask[i]
    if (value === label && operator !== 'add') out[i] = 0
    else if (value === 0 && operator === 'invert') out[i] = label
    else if (value === other && (operator === 'add' || operator === 'copy')) out[i] = label
  }
  return out
}

/** A label intersected with a range of the image's values: what lies outside the range loses it. */
export function withinRange(
  mask: Uint16Array,
  label: number,
  { data, low, high }: { data: ArrayLike<number>; low: number; high: number },
): Uint16Array {
  return mask.map((value, i) => (value === label && !(data[i] >= low && data[i] <= high) ? 0 : value))
}
