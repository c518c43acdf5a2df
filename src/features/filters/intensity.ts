import type { Volume } from '../../image/volume.ts'
import { type Box, cut, geometryOf } from './box.ts'

/** The largest magnitude of an image; NaN where a voxel is NaN, as numpy's max of abs has it. */
export function largest({ data }: Volume): number {
  let top = 0
  for (let i = 0; i < data.length; i++) {
    const magnitude = Math.abs(data[i])
    if (!(magnitude <= top)) {
      if (Number.isNaN(magnitude)) return magnitude
      top = magnitude
    }
  }
  return top
}

/** A block of the image in float64 with every voxel changed. */
export function mapped(volume: Volume, box: Box, change: (value: number) => number): Volume {
  const from = cut(volume.data, volume.size, box)
  const data = new Float64Array(from.length)
  const known = from.BYTES_PER_ELEMENT <= 2 ? new Float64Array(65536).fill(Number.NaN) : undefined
  for (let i = 0; i < data.length; i++) {
    const value = from[i]
    if (known) {
      const key = value & 65535 // few different values, and a logarithm to the last bit is dear
      if (Number.isNaN(known[key])) known[key] = change(value)
      data[i] = known[key]
    } else data[i] = change(value)
  }
  return { ...geometryOf(volume, box), pixelType: 'float64', data }
}
