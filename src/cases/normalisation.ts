import type { NyulStandard } from '../image/intensity/normalise.ts'

/** How a case's intensities are brought to a common scale before its features; nothing here is learnt but `nyul`. */
export type Normalisation =
  | 'whitestripe'
  | { zscore: 'image' }
  /** Distances of the shell from the region, mm. */
  | { zscore: 'surroundings'; from: number; to: number }
  /** A mask of the reference tissue. */
  | { zscore: 'tissue'; mask: string; label?: number }
  /** The common histogram that was learnt from training images. */
  | { nyul: NyulStandard }

/**
 * Units to a standard deviation after a z-score, and to the whole of Nyúl's common scale: features are discretised with
 * bins of a width such as PyRadiomics' 25, and would find one bin where values run from -3 to 3.
 */
export const zScoreScale = 100
export const nyulScaleMaximum = 1000
