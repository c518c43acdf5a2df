import type { ResponseFilter } from './responses.ts'

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
  /** Convolutional filters of IBSI 2, whose response maps' intensity statistics are given as well. */
  filters?: ResponseFilter[]
}

const twoMillimetres = { spacing: [2, 2, 2] as [number, number, number], method: 'linear' as const, round: true }

const flat = { force2D: true }
const turned = { rotationInvariant: true }
const orientations = { sigma: [5], aspect: 1.5, wavelength: 2, orientationStep: 22.5, response: 'modulus' }
const daubechies = { type: 'SeparableWavelet' as const, wavelet: 'db3', ...turned, pooling: 'mean' }
const energy = { ...turned, pooling: 'max', energyDistance: 7 }
const simoncelli = { type: 'NonseparableWavelet' as const, family: 'simoncelli' }

/** Phase 2 of IBSI 2: each filter within slices (A) and in the volume (B). */
const filters: Record<string, [ResponseFilter?, ResponseFilter?]> = {
  1: [],
  2: [
    { type: 'Mean', support: [5], ...flat },
    { type: 'Mean', support: [5] },
  ],
  3: [
    { type: 'Laplacian', sigma: [1.5], ...flat },
    { type: 'Laplacian', sigma: [1.5] },
  ],
  4: [
    { type: 'Laws', kernels: ['L5E5'], ...energy, ...flat },
    { type: 'Laws', kernels: ['L5E5E5'], ...energy },
  ],
  5: [
    { type: 'Gabor', ...orientations, ...flat },
    { type: 'Gabor', ...orientations, orthogonalPlanes: true },
  ],
  6: [
    { ...daubechies, subbands: ['LH'], ...flat },
    { ...daubechies, subbands: ['LLH'] },
  ],
  7: [
    { ...daubechies, subbands: ['HH'], levels: [2], ...flat },
    { ...daubechies, subbands: ['HHH'], levels: [2] },
  ],
  8: [
    { ...simoncelli, levels: [1], ...flat },
    { ...simoncelli, levels: [1] },
  ],
  9: [
    { ...simoncelli, levels: [2], ...flat },
    { ...simoncelli, levels: [2] },
  ],
}

const ofFilters = Object.entries(filters).flatMap(([number, each]) =>
  (['A', 'B'] as const).map((letter, i): [string, IbsiConfiguration] => {
    const filter = each[i]
    return [
      `${number}.${letter}`,
      {
        texture: [i === 0 ? '2D' : '3D'],
        ...(i === 1 && { interpolation: { spacing: [1, 1, 1], method: 'cubic', round: true } }),
        resegmentation: { range: [-1000, 400] },
        discretisation: { bins: 32 },
        volumeHistogram: { bins: 1000 },
        ...(filter && { filters: [filter] }),
      },
    ]
  }),
)

/**
 * The configurations of the standard's benchmark on the lung cancer CT (A to E; 1.A to 9.B with the filters of IBSI 2), and
 * that of the digital phantom.
 */
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
  ...Object.fromEntries(ofFilters),
}
