import type { Triple, Volume } from '../../image/volume.ts'
import { pow } from '../../portable-math.ts'
import { type Box, imageOf } from './box.ts'
import { convolutionRules, filteredAxes, levelsOf, oneOf, rieszName, rieszOf } from './convolution/options.ts'
import { throughSpectrum } from './convolution/spectrum.ts'
import type { Filter, Options } from './filter.ts'

const families = ['simoncelli', 'shannon'] as const
const beyond: Triple = [0, 0, 0]

/**
 * Isotropic non-separable wavelets (IBSI LODD): band-pass filters of the frequency's size alone, at level j around
 * Nyquist / 2^j; made in the Fourier domain, so that the image is periodic. With `riesz`, their Riesz transforms.
 */
function* wavelets(volume: Volume, options: Options, box: Box) {
  const axes = filteredAxes(options, volume.dimension)
  const family = oneOf(options, 'family', families, 'simoncelli')
  const riesz = rieszOf(options, axes)
  for (const level of levelsOf(options)) {
    const highest = pow(2, 1 - level)
    const gain = family === 'simoncelli' ? simoncelli : shannon
    const data = throughSpectrum(
      volume,
      box,
      { axes, reach: beyond, boundary: 'periodic', riesz },
      () =>
        (_, [x, y, z]) =>
          gain(Math.hypot(x, y, z) / highest),
    )
    const name = `wavelet-${family}-level-${level}${rieszName(riesz, axes)}`
    yield { name, image: imageOf(volume, box, data) }
  }
}

/** cos(π/2 log₂(2ν)) from a quarter of the highest frequency to the highest. */
const simoncelli = (frequency: number) =>
  frequency > 0.25 && frequency <= 1 ? Math.cos((Math.PI / 2) * Math.log2(2 * frequency)) : 0

const shannon = (frequency: number) => (frequency > 0.5 && frequency <= 1 ? 1 : 0)

export const nonSeparableWaveletFilter: Filter = {
  rules: { ...convolutionRules, family: { kind: 'choice', values: [...families] } },
  images: (volume, options, { box }) => wavelets(volume, options, box),
}
