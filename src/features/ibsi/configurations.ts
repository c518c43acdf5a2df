/**
 * How an image is processed before features are taken from it, in the words of the standard's chapter on image processing.
 * Intensities are in the image's own units (HU for CT), lengths in mm.
 */
export interface IbsiConfiguration {
  /** Texture within slices (2D and 2.5D aggregations) or in the volume (3D); both where the image needs no processing. */
  texture: readonly ('2D' | '3D')[]
  /** Absent: as it is. A spacing of 0 leaves that axis alone. */
  interpolation?: { spacing: [number, number, number]; method: 'nearest' | 'linear' | 'cubic'; round: boolean }
  resegmentation?: { range?: [number, number]; outlierSigma?: number }
  /** Of histogram and texture; without one, intensities are levels already. */
  discretisation: { bins: number } | { width: number } | 'none'
  /** Of the intensity–volume histogram: discrete intensities as they are, fixed bin size, or fixed bin number. */
  volumeHistogram: 'discrete' | { width: number } | { bins: number }
}

const twoMillimetres = { spacing: [2, 2, 2] as [number, number, number], method: 'linear' as const, round: true }

/** The configurations of the standard's benchmark on the lung cancer CT, and that of the digital phantom. */
export const ibsiConfigurations: Record<string, IbsiConfiguration> = {
  A: {
    texture: ['2D'],
    resegmentation: { range: [-500, 400] },
    discretisation: { width: 25 },
    volumeHistogram: 'discrete',
  },
  B: {
    texture: ['2D'],
    interpolation: { ...twoMillimetres, spacing: [2, 2, 0] },
    resegmentation: { range: [-500, 400] },
    discretisation: { bins: 32 },
    volumeHistogram: 'discrete',
  },
  C: {
    texture: ['3D'],
    interpolation: twoMillimetres,
    resegmentation: { range: [-1000, 400] },
    discretisation: { width: 25 },
    volumeHistogram: { width: 2.5 },
  },
  D: {
    texture: ['3D'],
    interpolation: twoMillimetres,
    resegmentation: { outlierSigma: 3 },
    discretisation: { bins: 32 },
    volumeHistogram: 'discrete',
  },
  E: {
    texture: ['3D'],
    interpolation: { ...twoMillimetres, method: 'cubic' },
    resegmentation: { range: [-1000, 400], outlierSigma: 3 },
    discretisation: { bins: 32 },
    volumeHistogram: { bins: 1000 },
  },
  'digital-phantom': { texture: ['2D', '3D'], discretisation: 'none', volumeHistogram: 'discrete' },
}
