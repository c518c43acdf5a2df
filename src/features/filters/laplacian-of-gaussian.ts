import type { Triple, Volume } from '../../image/volume.ts'
import { type Box, cut, geometryOf } from './box.ts'
import { recursivePass, secondDerivative, smoothing } from './recursive-gaussian.ts'

/**
 * Laplacian of Gaussian at one sigma (mm), normalised across scale: ITK's LaplacianRecursiveGaussian.
 *
 * For each axis the second derivative along it, then the smoothing along the others in the order x, y, z; every pass
 * is stored in float32 and the three are added up in float32, as ITK does whatever the image's own type: rounding at
 * other places moves values across bin edges.
 */
export function laplacianOfGaussian(volume: Volume, sigma: number, box: Box): Volume {
  const { size, spacing } = volume
  const axes = ([0, 1, 2] as const).slice(0, volume.dimension)
  const smooth = spacing.map((step) => smoothing(sigma, step))
  const sum = new Float32Array(volume.data.length)
  const work = new Float32Array(volume.data.length)
  for (const axis of axes) {
    const others = axes.filter((other) => other !== axis)
    // A later pass runs over whole lines of its own axis, so the passes before it must have filled them.
    const need: Box = { lower: [...box.lower], upper: [...box.upper] }
    for (const other of others) {
      need.lower[other] = 0
      need.upper[other] = size[other]
    }
    recursivePass(volume.data, work, size, axis, need, secondDerivative(sigma, spacing[axis]))
    for (const other of others) {
      need.lower[other] = box.lower[other]
      need.upper[other] = box.upper[other]
      recursivePass(work, work, size, other, need, smooth[other])
    }
    accumulate(sum, work, size, box, 1 / (spacing[axis] * spacing[axis]))
  }
  return { ...geometryOf(volume, box), pixelType: 'float32', data: cut(sum, size, box) }
}

function accumulate(sum: Float32Array, part: Float32Array, size: Triple, { lower, upper }: Box, scale: number) {
  for (let z = lower[2]; z < upper[2]; z++) {
    for (let y = lower[1]; y < upper[1]; y++) {
      const row = size[0] * (y + size[1] * z)
      for (let p = row + lower[0]; p < row + upper[0]; p++) sum[p] = sum[p] + part[p] * scale
    }
  }
}

/** Why ITK or PyRadiomics would not filter an image of this size at this sigma; undefined where they would. */
export function tooSmallFor(volume: Volume, sigma: number): string | undefined {
  const { size, spacing, dimension } = volume
  const axes = [0, 1, 2].slice(0, dimension)
  const short = axes.filter((axis) => size[axis] < Math.ceil(sigma / spacing[axis]) + 1)
  if (short.length === 0) return undefined
  return `LoG sigma ${sigma} skipped: ${short.map((axis) => `${'xyz'[axis]} has ${size[axis]} voxels of ${spacing[axis]} mm`).join(', ')}`
}
