import { RegionOutsideImage, ResegmentationEmpties } from '../../errors/index.ts'
import type { Mask, Triple, Volume } from '../../image/volume.ts'
import { rangeOf } from '../../statistics/descriptive/range.ts'
import { boundingBox } from '../regions/region.ts'
import type { IbsiConfiguration } from './configurations.ts'
import type { Discretised } from './features.ts'
import type { VolumeHistogramLevels } from './intensity-volume-histogram.ts'
import { type Grid, interpolate } from './interpolate.ts'
import type { IbsiRegion } from './region.ts'

/** Voxels around the region that the 1 cm³ spheres of the local intensities may reach, in mm. */
const margin = 6.3

/**
 * Interpolation, rounding, re-segmentation and cropping in the standard's order.
 * Throws RegionOutsideImage when nothing is left of the mask, ResegmentationEmpties when re-segmentation leaves nothing.
 */
export function processed(
  image: Volume,
  mask: Mask,
  label: number,
  configuration: IbsiConfiguration,
): IbsiRegion & { interpolated: Grid & { morphological: Uint8Array }; place: Triple } {
  const { interpolation } = configuration
  const { size, spacing } = image
  let intensities: Grid = { size, spacing, data: Float64Array.from(image.data) }
  let drawn: Grid = { size, spacing, data: Float64Array.from(mask.data, (value) => Number(value === label)) }
  if (interpolation) {
    intensities = interpolate(intensities, interpolation.spacing, interpolation.method)
    if (interpolation.round) intensities.data = intensities.data.map(Math.round)
    // The mask never by splines, which overshoot.
    drawn = interpolate(drawn, interpolation.spacing, interpolation.method === 'nearest' ? 'nearest' : 'linear')
  }
  const morphological = Uint8Array.from(drawn.data, (share) => Number(share >= 0.5 - 1e-9))
  const region = cropped(intensities, morphological)
  return { ...region, intensity: resegmented(region, configuration), interpolated: { ...intensities, morphological } }
}

/** The region with its surroundings, and where this block begins in the image. */
function cropped({ size, spacing, data }: Grid, mask: Uint8Array): Omit<IbsiRegion, 'intensity'> & { place: Triple } {
  const [nx, ny] = size
  const found = boundingBox({ size, data: mask }, 1)
  if (!found) throw RegionOutsideImage('it is empty')
  const { lower, upper } = found.box
  const reach = spacing.map((step) => Math.ceil(margin / step))
  const from = lower.map((value, axis) => Math.max(0, value - reach[axis]))
  const to = upper.map((value, axis) => Math.min(size[axis], value + reach[axis]))
  const block: Triple = [to[0] - from[0], to[1] - from[1], to[2] - from[2]]
  const image = new Float64Array(block[0] * block[1] * block[2])
  const morphological = new Uint8Array(image.length)
  for (let z = from[2], at = 0; z < to[2]; z++)
    for (let y = from[1]; y < to[1]; y++)
      for (let x = from[0]; x < to[0]; x++, at++) {
        const there = x + nx * (y + ny * z)
        image[at] = data[there]
        morphological[at] = mask[there]
      }
  return { size: block, spacing, image, morphological, place: from as Triple }
}

/** Range and outlier re-segmentation, both of the whole region, then what both leave. */
function resegmented(
  { image, morphological }: Omit<IbsiRegion, 'intensity'>,
  { resegmentation }: IbsiConfiguration,
): Uint8Array {
  const inside = image.filter((_, at) => morphological[at] === 1)
  let [low, high] = resegmentation?.range ?? [-Infinity, Infinity]
  if (resegmentation?.outlierSigma !== undefined) {
    const kept = inside.filter((value) => value >= low && value <= high)
    const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length
    const sigma = Math.sqrt(kept.reduce((sum, value) => sum + (value - mean) ** 2, 0) / kept.length)
    low = Math.max(low, mean - resegmentation.outlierSigma * sigma)
    high = Math.min(high, mean + resegmentation.outlierSigma * sigma)
  }
  const left = morphological.map((one, at) => Number(one === 1 && image[at] >= low && image[at] <= high))
  const count = left.reduce((sum, one) => sum + one, 0)
  if (count === 0) throw ResegmentationEmpties(count)
  return left
}

/** Levels for histogram and texture, and those of the intensity–volume histogram. */
export function discretised(region: IbsiRegion, configuration: IbsiConfiguration): Discretised {
  const { image, intensity } = region
  const values = image.filter((_, at) => intensity[at] === 1)
  const [lowest, highest] = rangeOf(values)
  const range = configuration.resegmentation?.range
  const { discretisation } = configuration
  const level = (value: number) => {
    if (discretisation === 'none') return Math.round(value)
    return 'bins' in discretisation
      ? fixedNumber(value, lowest, highest, discretisation.bins)
      : fixedSize(value, range?.[0] ?? lowest, discretisation.width)
  }
  const levels = Int32Array.from(image, (value, at) => (intensity[at] ? level(value) : 0))
  let ng = 0
  for (const one of levels) if (one > ng) ng = one
  return { levels, ng, volumeHistogram: volumeLevels(values, range, configuration.volumeHistogram) }
}

const fixedNumber = (value: number, lowest: number, highest: number, bins: number) =>
  value >= highest ? bins : Math.floor((bins * (value - lowest)) / (highest - lowest)) + 1

/** The first bin begins at the re-segmentation's lower bound, or at the lowest intensity. */
const fixedSize = (value: number, from: number, width: number) => Math.floor((value - from) / width) + 1

function volumeLevels(
  values: Float64Array,
  range: [number, number] | undefined,
  how: IbsiConfiguration['volumeHistogram'],
): VolumeHistogramLevels {
  const [low, high] = rangeOf(values)
  const [lowest, highest] = range ?? [low, high]
  if (how === 'discrete') return { values, lowest, highest, width: 1 }
  if ('bins' in how)
    return {
      values: values.map((value) => fixedNumber(value, low, high, how.bins)),
      lowest: 1,
      highest: how.bins,
      width: 1,
    }
  const centre = (value: number) => lowest + (fixedSize(value, lowest, how.width) - 0.5) * how.width
  return {
    values: values.map(centre),
    lowest: lowest + how.width / 2,
    highest: highest - how.width / 2,
    width: how.width,
  }
}
