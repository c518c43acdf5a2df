import { UnknownOption } from '../../errors/index.ts'
import type { Mask, Volume } from '../../image/volume.ts'
import { type Box, cut, geometryOf, wholeOf } from './box.ts'
import { exponential } from './exponential.ts'
import { gradientMagnitude } from './gradient.ts'
import { laplaciansOfGaussian, tooSmallFor } from './laplacian-of-gaussian.ts'
import { localBinaryPattern2d } from './lbp-2d.ts'
import { localBinaryPattern3d } from './lbp-3d.ts'
import { logarithm } from './logarithm.ts'
import {
  checkOptionNames,
  dimension2D,
  flag,
  lbpMethod,
  nearest,
  type Options,
  positive,
  sigmas,
  waveletBank,
  whole,
} from './options.ts'
import { square } from './square.ts'
import { squareRoot } from './square-root.ts'
import { wavelet } from './wavelet.ts'

export type { Box } from './box.ts'

/** PyRadiomics' image types, in the order in which its filters are listed. */
export const imageTypes = [
  'Original',
  'LoG',
  'Wavelet',
  'Square',
  'SquareRoot',
  'Logarithm',
  'Exponential',
  'Gradient',
  'LBP2D',
  'LBP3D',
] as const
export type ImageType = (typeof imageTypes)[number]

export interface FilteredImage {
  name: string
  image: Volume
}

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
 * and in its order. An option stands before the setting of the same name. Throws Problems for unknown or senseless
 * options; sizes that a filter cannot take are left out with a warning, as PyRadiomics does.
 */
export function* filteredImages(
  volume: Volume,
  imageType: string,
  options: Options,
  settings: Options,
  context: FilterContext = {},
): Iterable<FilteredImage> {
  checkOptionNames(imageType, options, settings)
  const all = { ...settings, ...options }
  const box = context.within ?? wholeOf(volume)
  const warn = context.warn ?? (() => {})
  const one = (name: string, image: Volume): FilteredImage => ({ name, image: blockOf(image, box) })
  switch (imageType as ImageType) {
    case 'Original':
      yield one('original', volume)
      return
    case 'LoG':
      yield* laplacians(volume, all, box, warn)
      return
    case 'Wavelet':
      yield* wavelets(volume, all, box)
      return
    case 'Square':
      yield { name: 'square', image: square(volume, box) }
      return
    case 'SquareRoot':
      yield { name: 'squareroot', image: squareRoot(volume, box) }
      return
    case 'Logarithm':
      yield { name: 'logarithm', image: logarithm(volume, box) }
      return
    case 'Exponential':
      yield { name: 'exponential', image: exponential(volume, box) }
      return
    case 'Gradient':
      yield { name: 'gradient', image: gradientMagnitude(volume, flag(all, 'gradientUseSpacing', true), box) }
      return
    case 'LBP2D':
      yield { name: 'lbp-2D', image: patterns2d(volume, all, box, warn) }
      return
    case 'LBP3D':
      yield* patterns3d(volume, all, box, context, warn)
      return
    default:
      throw UnknownOption(`The image type ${imageType}`, nearest(imageType, imageTypes))
  }
}

function* laplacians(volume: Volume, options: Options, box: Box, warn: (message: string) => void) {
  const { size, dimension } = volume
  if (Math.min(...size.slice(0, dimension)) < 4) {
    warn(`Image too small to apply LoG filter, size: ${size.slice(0, dimension).join(' × ')}; at least 4 are needed.`)
    return
  }
  const possible = sigmas(options).filter(({ sigma }) => {
    const reason = sigma > 0 ? tooSmallFor(volume, sigma) : `LoG sigma must be greater than 0: ${sigma} skipped.`
    if (reason) warn(reason)
    return !reason
  })
  const images = laplaciansOfGaussian(
    volume,
    possible.map(({ sigma }) => sigma),
    box,
  )
  for (const [i, { name }] of possible.entries()) yield { name, image: images[i] }
}

function* wavelets(volume: Volume, options: Options, box: Box) {
  const axes = ([0, 1, 2] as const).slice(0, volume.dimension)
  const left = flag(options, 'force2D', false) ? 2 - dimension2D(options) : undefined
  yield* wavelet(
    volume,
    {
      bank: waveletBank(options),
      levels: whole(options, 'level', 1, 1, 64),
      start: whole(options, 'start_level', 0, 0, 64),
      axes: axes.filter((axis) => axis !== left),
    },
    box,
  )
}

function patterns2d(volume: Volume, options: Options, box: Box, warn: (message: string) => void): Volume {
  if (volume.dimension === 3 && !flag(options, 'force2D', false))
    warn('Calculating Local Binary Pattern in 2D, but extracting features in 3D. Use with caution!')
  return localBinaryPattern2d(
    volume,
    {
      radius: positive(options, 'lbp2DRadius', 1),
      samples: whole(options, 'lbp2DSamples', 8, 1, 1024),
      method: lbpMethod(options),
      across: dimension2D(options),
    },
    box,
  )
}

function patterns3d(
  volume: Volume,
  options: Options,
  box: Box,
  { mask }: FilterContext,
  warn: (message: string) => void,
) {
  if (volume.dimension !== 3) {
    warn(`LBP 3D only available for 3 dimensional images, found ${volume.dimension} dimensions`)
    return []
  }
  if (!mask) throw new TypeError('LBP3D needs the mask in its context')
  if (flag(options, 'force2D', false))
    warn('Calculating Local Binary Pattern in 3D, but extracting features in 2D. Use with caution!')
  return localBinaryPattern3d(
    volume,
    mask,
    whole(options, 'label', 1, 1, 2 ** 32 - 1),
    {
      levels: whole(options, 'lbp3DLevels', 2, 2, 32),
      radius: positive(options, 'lbp3DIcosphereRadius', 1),
      subdivision: whole(options, 'lbp3DIcosphereSubdivision', 1, 0, 5),
    },
    box,
  )
}

function blockOf(image: Volume, box: Box): Volume {
  return { ...image, ...geometryOf(image, box), data: cut(image.data, image.size, box) }
}
