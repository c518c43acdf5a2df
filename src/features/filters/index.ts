import { UnknownOption } from '../../errors/index.ts'
import type { Mask, Volume } from '../../image/volume.ts'
import { closest } from '../../text/closest.ts'
import type { Rule } from '../settings/value-rule.ts'
import { type Box, wholeOf } from './box.ts'
import { exponentialFilter } from './exponential.ts'
import type { Filter, FilteredImage, Options } from './filter.ts'
import { gaborFilter } from './gabor.ts'
import { gradientFilter } from './gradient.ts'
import { standardLaplacianFilter } from './laplacian.ts'
import { laplacianFilter } from './laplacian-of-gaussian.ts'
import { lawsFilter } from './laws.ts'
import { lbp2dFilter } from './lbp-2d.ts'
import { lbp3dFilter } from './lbp-3d.ts'
import { logarithmFilter } from './logarithm.ts'
import { meanFilter } from './mean.ts'
import { nonSeparableWaveletFilter } from './non-separable-wavelet.ts'
import { originalFilter } from './original.ts'
import { separableWaveletFilter } from './separable-wavelet.ts'
import { squareFilter } from './square.ts'
import { squareRootFilter } from './square-root.ts'
import { waveletFilter } from './wavelet.ts'

export type { Box } from './box.ts'

/**
 * PyRadiomics' image types, in the order in which its filters are listed, and the convolutional filters of IBSI 2: one file
 * each, with the options that it reads. A new one is its file and a line here.
 */
const filters = {
  Original: originalFilter,
  LoG: laplacianFilter,
  Wavelet: waveletFilter,
  Square: squareFilter,
  SquareRoot: squareRootFilter,
  Logarithm: logarithmFilter,
  Exponential: exponentialFilter,
  Gradient: gradientFilter,
  LBP2D: lbp2dFilter,
  LBP3D: lbp3dFilter,
  Mean: meanFilter,
  Laplacian: standardLaplacianFilter,
  Laws: lawsFilter,
  Gabor: gaborFilter,
  SeparableWavelet: separableWaveletFilter,
  NonseparableWavelet: nonSeparableWaveletFilter,
} satisfies Record<string, Filter>

export type ImageType = keyof typeof filters
export const imageTypes = Object.keys(filters) as ImageType[]

/** What each option of a filter must be, for parameter files. */
export const filterRules: Record<string, Rule> = Object.assign(
  {},
  ...Object.values<Filter>(filters).map(({ rules }) => rules ?? {}),
)

export interface FilterContext {
  /** The ROI, on the volume's grid; LBP3D is computed on it alone. */
  mask?: Mask
  /** The block of voxels wanted: images come back cut to it, with the values that they have on the whole grid. */
  within?: Box
  /** Told of everything that PyRadiomics would log as a warning. */
  warn?: (message: string) => void
}

/**
 * The images that one image type makes of a prepared (normalised, resampled, padded) volume, under PyRadiomics' names
 * and in its order.
 *
 * @param volume one scalar image
 * @param imageType PyRadiomics' name, or that of a filter of IBSI 2 (docs/ibsi-parameters.md)
 * @param options the image type's own; each stands before the setting of the same name
 * @param settings of a parameter file; `{}` for none
 * @param context the mask, the block wanted (the whole image where absent), and who is told of warnings
 * @returns the images, made as they are asked for
 * @throws UnknownOption and FilterOptionInvalid for unknown or senseless options; sizes that a filter cannot take are left
 *   out with a warning, as PyRadiomics does
 */
export function filteredImages(
  volume: Volume,
  imageType: string,
  options: Options,
  settings: Options,
  context: FilterContext = {},
): Iterable<FilteredImage> {
  const { mask, within = wholeOf(volume), warn = () => {} } = context
  checkOptionNames(imageType, options, settings)
  return filterNamed(imageType).images(volume, { ...settings, ...options }, { box: within, mask, warn })
}

/** An image type by its name. Throws UnknownOption. */
export function filterNamed(name: string): Filter {
  if (!Object.hasOwn(filters, name)) throw UnknownOption(`The image type ${name}`, closest(name, imageTypes))
  return filters[name as ImageType]
}

/** Settings that filters read, beside their own options. */
const settingsRead = ['force2D', 'force2Ddimension', 'label']

/** Throws where an image type's option is neither a filter's nor one of the settings that it may override. */
function checkOptionNames(imageType: string, options: Options, settings: Options) {
  const known = [...Object.keys(filterRules), ...settingsRead, ...Object.keys(settings)]
  for (const name of Object.keys(options)) {
    if (!known.includes(name))
      throw UnknownOption(`The option ${name} of image type ${imageType}`, closest(name, known))
  }
}
