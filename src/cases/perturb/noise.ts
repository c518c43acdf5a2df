import { type Box, cut, extent } from '../../features/filters/box.ts'
import { centred, convolved, type Kernels } from '../../features/filters/convolution/separable.ts'
import { filterBank } from '../../features/filters/wavelet-filters.ts'
import { compareGeometry } from '../../image/grid/geometry.ts'
import { boxAround } from '../../image/regions/distance.ts'
import type { Mask, Triple, Volume } from '../../image/volume.ts'
import type { RandomStream } from '../../statistics/resampling/random.ts'

/** How far from the region noise is estimated and added, in mm. */
const reach = 30

/**
 * The standard deviation of an image's noise: the median of the absolute diagonal details of a coiflet within slices over
 * 0.6754 (Chang, Yu & Vetterli 2000, as MIRP has it).
 */
export function estimatedNoise({ size, data }: Pick<Volume, 'size' | 'data'>): number {
  const high = centred(filterBank('coif1')!.high.double)
  const kernels: Kernels = [size[0] > 1 ? high : undefined, size[1] > 1 ? high : undefined, undefined]
  const box: Box = { lower: [0, 0, 0], upper: [...size] }
  const details = convolved({ box, data }, size, box, 'mirror', kernels).map(Math.abs).sort()
  const half = details.length >> 1
  const median = details.length % 2 ? details[half] : (details[half - 1] + details[half]) / 2
  return median / 0.6754
}

/** The image with Gaussian noise of its own level within 30 mm of the region. */
export function withNoise(image: Volume, mask: Mask, label: number, stream: RandomStream): Volume {
  const found = compareGeometry(image, mask, 1e-3).length === 0 ? boxAround(mask, label, reach) : undefined
  const box: Box = found
    ? { lower: found[0], upper: found[1].map((at) => at + 1) as Triple }
    : { lower: [0, 0, 0], upper: [...image.size] }
  const [width, height, depth] = extent(box)
  const level = estimatedNoise({ size: [width, height, depth], data: cut(image.data, image.size, box) })
  const data = image.pixelType === 'float64' ? Float64Array.from(image.data) : Float32Array.from(image.data)
  for (let z = box.lower[2]; z < box.upper[2]; z++)
    for (let y = box.lower[1]; y < box.upper[1]; y++)
      for (let x = box.lower[0], at = x + image.size[0] * (y + image.size[1] * z); x < box.upper[0]; x++, at++)
        data[at] += level * stream.gaussian()
  return { ...image, pixelType: image.pixelType === 'float64' ? 'float64' : 'float32', data }
}
