import type { Geometry } from '../../image/volume.ts'

export interface RegionMeasures {
  label: number
  voxels: number
  /** mm³ */
  volume: number
  mean: number
  /** With n − 1. */
  deviation: number
  least: number
  most: number
  /** Voxels in `counts.length` equal parts from `least` to `most`. */
  counts: number[]
}

/** What the image's values are inside a label; the means are NaN where it is empty. */
export function measureRegion(
  { spacing }: Geometry,
  data: ArrayLike<number>,
  mask: Uint16Array,
  label: number,
  bins = 32,
): RegionMeasures {
  let [voxels, sum, least, most] = [0, 0, Infinity, -Infinity]
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] !== label) continue
    const value = data[i]
    voxels++
    sum += value
    if (value < least) least = value
    if (value > most) most = value
  }
  const mean = sum / voxels
  const counts = new Array<number>(bins).fill(0)
  let squares = 0
  const scale = most > least ? bins / (most - least) : 0
  if (voxels > 0)
    for (let i = 0; i < mask.length; i++) {
      if (mask[i] !== label) continue
      squares += (data[i] - mean) ** 2
      counts[Math.min(bins - 1, Math.floor((data[i] - least) * scale))]++
    }
  return {
    label,
    voxels,
    volume: voxels * Math.abs(spacing[0] * spacing[1] * spacing[2]),
    mean,
    deviation: Math.sqrt(squares / (voxels - 1)),
    least,
    most,
    counts,
  }
}
