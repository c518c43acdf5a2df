import type { Volume } from '../../image/volume.ts'

/** The largest magnitude of an image; NaN where a voxel is NaN, as numpy's max of abs has it. */
export function largest(values: ArrayLike<number>): number {
  let top = 0
  for (let i = 0; i < values.length; i++) {
    const magnitude = Math.abs(values[i])
    if (!(magnitude <= top)) {
      if (Number.isNaN(magnitude)) return magnitude
      top = magnitude
    }
  }
  return top
}

/** The image in float64 with every voxel changed. */
export function mapped(volume: Volume, change: (value: number) => number): Volume {
  const data = new Float64Array(volume.data.length)
  for (let i = 0; i < data.length; i++) data[i] = change(volume.data[i])
  return { ...volume, pixelType: 'float64', data }
}
