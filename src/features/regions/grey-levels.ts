import type { Mask, Volume } from '../../image/volume.ts'
import { pow } from '../../portable-math.ts'
import { prepare } from '../prepare.ts'
import type { ParameterFile } from '../settings/settings.ts'

const minimumGreyLevels = 16
const maximumGreyLevels = 256

/**
 * What to say of regions with too few or too many grey levels for their textures to mean much; one warning each way.
 *
 * greyLevels  by image, the levels that the region spans
 */
export function levelWarnings(greyLevels: readonly [string, number][]): string[] {
  const few = greyLevels.filter(([, levels]) => levels < minimumGreyLevels)
  const many = greyLevels.filter(([, levels]) => levels > maximumGreyLevels)
  const warnings: string[] = []
  if (few.length > 0)
    warnings.push(
      `Fewer than ${minimumGreyLevels} grey levels in ${list(few, greyLevels.length)}: textures can hardly differ. ` +
        'Narrow binWidth (`nomoscope suggest-binwidth` proposes one), give these image types a binWidth of their own, or use binCount.',
    )
  if (many.length > 0)
    warnings.push(
      `More than ${maximumGreyLevels} grey levels in ${list(many, greyLevels.length)}: texture matrices are nearly empty. ` +
        'Widen binWidth (`nomoscope suggest-binwidth` proposes one) or normalise the image.',
    )
  return warnings
}

const named = 3

function list(images: [string, number][], all: number): string {
  const shown = images.slice(0, named).map(([image, levels]) => `${image} ${levels}`)
  const rest = images.length > named ? ', …' : ''
  return `${images.length} of ${all} image${all === 1 ? '' : 's'} (${shown.join(', ')}${rest})`
}

/**
 * A bin width that gives the regions of a set of cases about `wanted` grey levels: the median of their intensity
 * ranges over `wanted`, rounded to one or two digits. Fit it on training cases only, and without the outcome.
 *
 * @param ranges one [minimum, maximum] per region, of the image that is to be discretised
 * @param wanted grey levels that a region should have
 * @returns the bin width in the image's unit; NaN where no range is above 0
 * @example
 * ```ts
 * import { suggestBinWidth } from 'nomoscope/features'
 * suggestBinWidth([[0, 320], [0, 640], [0, 960]]) // → 10
 * ```
 */
export function suggestBinWidth(ranges: readonly (readonly [number, number])[], wanted = 64): number {
  const widths = ranges.map(([low, high]) => high - low).filter((range) => range > 0 && Number.isFinite(range))
  if (widths.length === 0) return Number.NaN
  widths.sort((a, b) => a - b)
  const middle = widths.length >> 1
  const median = widths.length % 2 === 1 ? widths[middle] : (widths[middle - 1] + widths[middle]) / 2
  const width = median / wanted
  const digit = pow(10, Math.floor(Math.log10(width)))
  const steps = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]
  const nearest = steps.reduce((best, step) =>
    Math.abs(step * digit - width) < Math.abs(best * digit - width) ? step : best,
  )
  return Number((nearest * digit).toPrecision(2))
}

/**
 * The smallest and largest intensity of a case's region, prepared as for extraction: what `suggestBinWidth` takes.
 *
 * @param image one scalar image
 * @param mask labels on the image's grid
 * @param settings as for extraction; resampling and normalisation are applied first
 * @returns [smallest, largest] in the image's unit after preparing
 * @throws the Problems of preparing (NS-FEA-…)
 * @example
 * ```ts
 * import { intensityRange, readSettings } from 'nomoscope/features'
 * import type { Geometry, Mask, Volume } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [3, 3, 3], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * const image: Volume = { ...grid, pixelType: 'float32', data: Float32Array.from({ length: 27 }, (_, i) => i) }
 * const mask: Mask = { ...grid, pixelType: 'uint8', data: new Uint8Array(27).fill(1) }
 * intensityRange(image, mask, readSettings()) // → [ 0, 26 ]
 * ```
 */
export function intensityRange(image: Volume, mask: Mask, { setting }: ParameterFile): [number, number] {
  const prepared = prepare(image, mask, setting)
  let low = Infinity
  let high = -Infinity
  for (let i = 0; i < prepared.mask.data.length; i++) {
    if (prepared.mask.data[i] !== setting.label) continue
    const value = prepared.image.data[i]
    if (value < low) low = value
    if (value > high) high = value
  }
  return [low, high]
}
