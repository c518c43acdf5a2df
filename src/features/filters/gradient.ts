import type { Volume } from '../../image/volume.ts'
import { type Box, extent, geometryOf } from './box.ts'
import type { Filter } from './filter.ts'
import { flag } from './options.ts'

/**
 * Gradient magnitude by central differences, the edge voxel repeated beyond the image: ITK's GradientMagnitude, float32.
 * With `useSpacing` per millimetre, otherwise per voxel. Only the voxels of `box` are computed and given.
 */
function gradientMagnitude(volume: Volume, useSpacing: boolean, box: Box): Volume {
  const { size, spacing, dimension, data } = volume
  const strides = [1, size[0], size[0] * size[1]]
  const half = spacing.map((step) => (useSpacing ? 0.5 * (1 / step) : 0.5))
  const [width, height, depth] = extent(box)
  const out = new Float32Array(width * height * depth)
  const { lower, upper } = box
  const at = [0, 0, 0]
  let to = 0
  for (at[2] = lower[2]; at[2] < upper[2]; at[2]++) {
    for (at[1] = lower[1]; at[1] < upper[1]; at[1]++) {
      let p = lower[0] + strides[1] * at[1] + strides[2] * at[2]
      for (at[0] = lower[0]; at[0] < upper[0]; at[0]++, p++, to++) {
        let sum = 0
        for (let axis = 0; axis < dimension; axis++) {
          const before = at[axis] > 0 ? data[p - strides[axis]] : data[p]
          const after = at[axis] < size[axis] - 1 ? data[p + strides[axis]] : data[p]
          // The products are rounded before they are added, as the operator's inner product does.
          const slope = -half[axis] * before + half[axis] * after
          sum += slope * slope
        }
        out[to] = Math.sqrt(sum)
      }
    }
  }
  return { ...geometryOf(volume, box), pixelType: 'float32', data: out }
}

export const gradientFilter: Filter = {
  rules: { gradientUseSpacing: { kind: 'flag' } },
  images: (volume, options, { box }) => [
    { name: 'gradient', image: gradientMagnitude(volume, flag(options, 'gradientUseSpacing', true), box) },
  ],
}
