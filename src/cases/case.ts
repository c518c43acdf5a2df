import { FilesNotGiven } from '../errors/index.ts'
import type { CacheUse } from '../jobs/cache.ts'
import type { Carried, DrawnOn } from './carry-region.ts'
import type { BiasCorrection } from './correct-bias.ts'
import type { DeepTask } from './deep/deep-features.ts'
import type { CaseRegion } from './derive-case-region.ts'
import type { Habitats } from './habitats/habitats.ts'
import type { Normalisation } from './normalisation.ts'
import type { Perturbation } from './perturb/perturbation.ts'

/** A value of a case: a feature is a number; a diagnostic may be a text, a list or a table. */
export type CaseValue = number | string | boolean | null | CaseValue[] | { [key: string]: CaseValue }

/** One case to extract: its files, the parameter file's text, and where finished cases are kept. */
export interface CaseTask {
  image: string
  mask: string
  /** The image that the mask was drawn on, where that is another: it is registered, and the region follows. */
  drawn?: DrawnOn
  /** Which image of a DICOM folder, or which map of it. */
  source?: string
  /** Which region of the mask, by its name. */
  region?: string
  /** Several labels are one region. */
  label?: number | number[]
  /** How the region that is measured follows from the drawn one, such as what surrounds it. */
  derive?: CaseRegion
  /** The region is parted, and each part measured by itself. */
  habitats?: Habitats
  /** A network measures the region, too. */
  deep?: DeepTask
  /** Of a mask of probabilities: from which value on a voxel counts. */
  threshold?: number
  /** Seconds of each phase after the first, in place of the files' own. */
  times?: number[]
  /** How far slices may lie from an even grid, in mm, where that is more than rounding. */
  uneven?: number
  /** Text of PyRadiomics' parameter file; its defaults when absent. */
  params?: string
  /** Its name, for errors. */
  paramsFile?: string
  /** IBSI's own rules and features instead of PyRadiomics'; `params` is then a configuration of that standard. */
  standard?: 'pyradiomics' | 'ibsi'
  /** Takes the bias field out of the image first. */
  n4?: BiasCorrection
  /** How the image's intensities are brought to a common scale first. */
  normalise?: Normalisation
  /** Measured as if scanned and drawn another time. */
  perturb?: Perturbation
  cache?: CacheUse
  /** Folder into which the resampled and filtered images are written. */
  images?: string
}

export interface CaseResult {
  values: Record<string, CaseValue>
  warnings: string[]
  lost?: Lost
  carried?: Carried
  /** The least and the largest factor of the bias field that was taken out. */
  field?: [least: number, most: number]
}

/** What of a region that was carried to the image lies outside it: a share, 0 to 1. */
export interface Lost {
  region: string
  share: number
}

/** Provenance knows an image by the voxels of its file. */
export const hashName = 'diagnostics_Image-original_Hash'

/** A case without an image or a mask is no other case's. Throws FilesNotGiven. */
export function requireFiles({ image, mask }: Pick<CaseTask, 'image' | 'mask'>) {
  const missing = [...(image ? [] : ['Image']), ...(mask ? [] : ['Mask'])]
  if (missing.length) throw FilesNotGiven(missing)
}
