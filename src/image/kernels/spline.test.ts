import { afterEach, expect, test } from 'vitest'
import { useKernels } from '../../statistics/kernels/load.ts'
import { resample } from '../grid/resample.ts'
import type { Geometry, PixelType, Volume, Voxels } from '../volume.ts'

afterEach(() => useKernels(true))

const arrays = {
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  int32: Int32Array,
  float32: Float32Array,
}
const direction = [1, 0, 0, 0, 1, 0, 0, 0, 1] as Geometry['direction']

/** Waves and noise over the whole range of a type, so that sums leave it and are clamped. */
function image(type: keyof typeof arrays, size: [number, number, number]): Volume {
  const data = new arrays[type](size[0] * size[1] * size[2]) as Voxels
  const [middle, reach] = {
    uint8: [128, 127],
    int8: [0, 127],
    uint16: [32768, 32767],
    int16: [0, 32767],
    int32: [0, 2e9],
    float32: [0, 1],
  }[type]
  for (let i = 0; i < data.length; i++)
    data[i] = middle + reach * Math.sign(Math.sin(i * 0.7)) * Math.abs(Math.sin(i * 12.9898))
  return {
    dimension: 3,
    size,
    spacing: [0.7, 0.9, 3],
    origin: [3, -2, 1],
    direction,
    pixelType: type as PixelType,
    data,
  }
}

test.each(Object.keys(arrays) as (keyof typeof arrays)[])(
  '%s: wasm and TypeScript resample to the same voxels',
  (type) => {
    for (const size of [
      [23, 17, 9],
      [70, 5, 130],
      [6, 100, 4],
    ] as [number, number, number][]) {
      const from = image(type, size)
      // Beyond the image at one end, half-way and on its voxels elsewhere.
      const grid: Geometry = {
        dimension: 3,
        size: [19, 13, 21],
        spacing: [0.8, 0.9, 1.5],
        origin: [2.3, -1.55, 1],
        direction,
      }
      const fast = resample(from, grid, 'sitkBSpline').data
      useKernels(false)
      const plain = resample(from, grid, 'sitkBSpline').data
      useKernels(true)
      expect(Array.from(fast)).toEqual(Array.from(plain))
      expect(new Set(fast).size).toBeGreaterThan(20)
    }
  },
)
