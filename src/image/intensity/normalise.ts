import { NoSpread } from '../../errors/index.ts'
import { distanceFrom } from '../regions/distance.ts'
import type { Mask, Volume } from '../volume.ts'
import { foreground, meanAndSpread, percentile, regionWhere } from './intensity.ts'
import { sortedValues } from './sorted-values.ts'

/**
 * MR units are arbitrary: the same tissue has another value on another scanner, or on the same one another day. Each
 * way to a common scale rests on something that is held to be alike between patients:
 *
 * - `zScore` the image as a whole (PyRadiomics' `normalize`); shifts with what the field of view holds
 * - `zScore` over a reference tissue that a mask outlines (muscle, fat): needs that outline, and is the most direct
 * - `zScoreOfSurroundings` the tissue around the lesion; removes what the coil adds there, and with it the contrast of
 *   a diffuse surrounding
 * - `whiteStripe` the tissue with the commonest signal
 * - `applyNyul` the whole histogram, learnt by `fitNyul` from the training images only
 *
 * `scale` multiplies a z-score, as PyRadiomics' `normalizeScale` does: a bin width of 25 wants more than a handful of
 * units between the darkest and the brightest voxel.
 *
 * A bias field is taken out before (see `biasField`).
 */
function standardise(volume: Volume, mean: number, sd: number, scale: number): Volume {
  if (!(sd > 0) || !Number.isFinite(mean)) throw NoSpread()
  const data = new Float32Array(volume.data.length)
  for (let i = 0; i < data.length; i++) data[i] = (scale * (volume.data[i] - mean)) / sd
  return { ...volume, pixelType: 'float32', data }
}

/**
 * scale · (x − mean) / sd over the whole image, or over the voxels of a region (not 0).
 *
 * @param volume one scalar image
 * @param region one value a voxel, not 0 where mean and deviation are taken; the whole image where absent
 * @param scale what one standard deviation becomes
 * @returns the image with mean 0 and deviation `scale` there
 * @throws NoSpread
 * @example
 * ```ts
 * import { type Geometry, zScore } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [3, 1, 1], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * zScore({ ...grid, pixelType: 'uint8', data: Uint8Array.of(1, 2, 3) }).data.join() // → '-1,0,1'
 * ```
 */
export function zScore(volume: Volume, region?: ArrayLike<number>, scale = 1): Volume {
  const { mean, sd } = meanAndSpread(volume.data, region)
  return standardise(volume, mean, sd, scale)
}

/**
 * The z-score over a shell around a region of interest.
 *
 * @param volume one scalar image
 * @param mask labels on its grid
 * @param label the region's label
 * @param from inner distance of the shell from the region, in mm; it leaves the blurred rim out
 * @param to outer distance, in mm
 * @param scale what one standard deviation becomes
 * @returns the image with mean 0 and deviation `scale` in the shell
 * @throws NoSpread where the shell has one value or no voxel
 */
export function zScoreOfSurroundings(volume: Volume, mask: Mask, label = 1, from = 3, to = 15, scale = 1): Volume {
  const distance = distanceFrom(mask, label, to)
  const body = foreground(volume)
  const shell = regionWhere(body.length, (i) => distance[i] > from && distance[i] <= to && body[i] === 1)
  return zScore(volume, shell, scale)
}

/**
 * The z-score over the tissue of the commonest signal: voxels of the foreground within five percentiles to either side
 * of the histogram's mode.
 * Source: after Shinohara 2014 (there for white matter).
 *
 * @param volume one scalar image
 * @param scale what one standard deviation becomes
 * @returns a float image, 0 at the mean of the stripe
 * @throws NoSpread where no stripe has two values
 */
export function whiteStripe(volume: Volume, scale = 1): Volume {
  const sorted = sortedValues(volume.data, { region: foreground(volume) })
  if (sorted.length < 2) throw NoSpread()
  const mode = modeOf(sorted)
  let rank = 0
  while (rank < sorted.length && sorted[rank] < mode) rank++
  const at = (100 * rank) / sorted.length
  // In coarse integers one value may fill the stripe; it is widened until it holds two.
  for (let reach = 5; reach <= 80; reach *= 2) {
    const [low, high] = [percentile(sorted, Math.max(0, at - reach)), percentile(sorted, Math.min(100, at + reach))]
    const { mean, sd } = meanAndSpread(sorted.filter((value) => value >= low && value <= high))
    if (sd > 0) return standardise(volume, mean, sd, scale)
  }
  throw NoSpread()
}

/** The mode of sorted values: the middle of the shortest interval that holds a tenth of them. */
function modeOf(sorted: Float64Array): number {
  const width = Math.max(1, Math.floor(sorted.length / 10))
  let [shortest, from] = [Infinity, 0]
  for (let i = 0; i + width < sorted.length; i++) {
    const length = sorted[i + width] - sorted[i]
    if (length < shortest) [shortest, from] = [length, i]
  }
  return (sorted[from] + sorted[Math.min(sorted.length - 1, from + width)]) / 2
}

/** A common histogram: percentiles and the value that each has on the common scale. */
export interface NyulStandard {
  percentiles: number[]
  landmarks: number[]
}

const nyulPercentiles = [1, 10, 20, 30, 40, 50, 60, 70, 80, 90, 99]

/**
 * An image's own landmarks: the percentiles of its foreground, all that Nyúl's histogram learns of it.
 *
 * @param volume one scalar image
 * @returns the foreground's percentiles in the image's unit, ascending
 * @throws NoSpread
 */
export function nyulLandmarks(volume: Volume): number[] {
  const sorted = sortedValues(volume.data, { region: foreground(volume) })
  const own = nyulPercentiles.map((percent) => percentile(sorted, percent))
  if (!(own[own.length - 1] > own[0])) throw NoSpread()
  return own
}

/**
 * Learns a common histogram from the landmarks of training images: each image's 1st and 99th percentile brought to 0
 * and `top`, then averaged. It sees no outcome; it is fitted once, on the training split.
 * Source: Nyúl 2000, Shah 2011.
 *
 * @param images the landmarks of each training image (see `nyulLandmarks`)
 * @param top what the 99th percentile is brought to
 * @returns the percentiles and the common landmark of each, 0 to `top`
 * @throws RangeError without an image
 * @example
 * ```ts
 * import { fitNyul } from 'nomoscope/image'
 * const first = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]
 * const standard = fitNyul([first, first.map((value) => 200 + 2 * value)])
 * standard.landmarks[5] // → 50
 * ```
 */
export function fitNyul(images: readonly (readonly number[])[], top = 100): NyulStandard {
  if (!images.length) throw new RangeError('a common histogram is learnt from one image at least')
  const landmarks = nyulPercentiles.map((_, k) => {
    const scaled = images.map((own) => (own[k] - own[0]) / (own[own.length - 1] - own[0]))
    return (top * scaled.reduce((sum, one) => sum + one, 0)) / images.length
  })
  return { percentiles: nyulPercentiles, landmarks }
}

/**
 * Brings an image to a common histogram, in straight pieces between its percentiles, which go on beyond the last.
 *
 * @param volume one scalar image
 * @param standard what `fitNyul` learned on the training images
 * @returns a float32 image in the standard's scale
 * @throws NoSpread where the foreground has one value
 */
export function applyNyul(volume: Volume, { landmarks }: NyulStandard): Volume {
  const own = nyulLandmarks(volume)
  const kept = own.flatMap((value, k) => (k === 0 || value > own[k - 1] ? [k] : []))
  const x = kept.map((k) => own[k])
  const y = kept.map((k) => landmarks[k])
  const data = new Float32Array(volume.data.length)
  for (let i = 0; i < data.length; i++) {
    const value = volume.data[i]
    let k = 1
    while (k < x.length - 1 && value > x[k]) k++
    data[i] = y[k - 1] + ((value - x[k - 1]) / (x[k] - x[k - 1])) * (y[k] - y[k - 1])
  }
  return { ...volume, pixelType: 'float32', data }
}
