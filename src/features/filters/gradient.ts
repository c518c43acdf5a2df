import type { Volume } from '../../image/volume.ts'

/**
 * Gradient magnitude by central differences, the edge voxel repeated beyond the image: ITK's GradientMagnitude, float32.
 * With `useSpacing` per millimetre, otherwise per voxel.
 */
export function gradientMagnitude(volume: Volume, useSpacing: boolean): Volume {
  const { size, spacing, dimension, data } = volume
  const strides = [1, size[0], size[0] * size[1]]
  const half = spacing.map((step) => (useSpacing ? 0.5 * (1 / step) : 0.5))
  const out = new Float32Array(data.length)
  const at = [0, 0, 0]
  let p = 0
  for (at[2] = 0; at[2] < size[2]; at[2]++) {
    for (at[1] = 0; at[1] < size[1]; at[1]++) {
      for (at[0] = 0; at[0] < size[0]; at[0]++, p++) {
        let sum = 0
        for (let axis = 0; axis < dimension; axis++) {
          const before = at[axis] > 0 ? data[p - strides[axis]] : data[p]
          const after = at[axis] < size[axis] - 1 ? data[p + strides[axis]] : data[p]
          // The products are rounded before they are added, as the operator's inner product does.
          const slope = -half[axis] * before + half[axis] * after
          sum += slope * slope
        }
        out[p] = Math.sqrt(sum)
      }
    }
  }
  return { ...volume, pixelType: 'float32', data: out }
}
