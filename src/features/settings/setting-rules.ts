import type { Interpolator } from '../../image/grid/interpolators.ts'
import { filterRules } from '../filters/index.ts'
import type { WeightingNorm } from '../matrices/weighting.ts'
import type { Rule } from './value-rule.ts'

/** PyRadiomics' settings as extraction uses them; null where nothing was asked for. */
export interface ExtractionSettings {
  minimumROIDimensions: number
  minimumROISize: number | null
  geometryTolerance: number
  correctMask: boolean
  additionalInfo: boolean
  label: number
  label_channel: number
  binWidth: number
  binCount: number | null
  normalize: boolean
  normalizeScale: number
  removeOutliers: number | null
  resampledPixelSpacing: number[] | null
  interpolator: Interpolator | null
  padDistance: number
  distances: number[]
  force2D: boolean
  force2Ddimension: number
  resegmentRange: number[] | null
  resegmentMode: 'absolute' | 'relative' | 'sigma'
  resegmentShape: boolean
  preCrop: boolean
  voxelArrayShift: number
  symmetricalGLCM: boolean
  weightingNorm: WeightingNorm | null
  gldm_a: number
}

export interface VoxelSettings {
  kernelRadius: number
  maskedKernel: boolean
  initValue: number
}

export const settingDefaults: ExtractionSettings = {
  minimumROIDimensions: 2,
  minimumROISize: null,
  geometryTolerance: 1e-6,
  correctMask: false,
  additionalInfo: true,
  label: 1,
  label_channel: 0,
  binWidth: 25,
  binCount: null,
  normalize: false,
  normalizeScale: 1,
  removeOutliers: null,
  resampledPixelSpacing: null,
  interpolator: 'sitkBSpline',
  padDistance: 5,
  distances: [1],
  force2D: false,
  force2Ddimension: 0,
  resegmentRange: null,
  resegmentMode: 'absolute',
  resegmentShape: false,
  preCrop: false,
  voxelArrayShift: 0,
  symmetricalGLCM: true,
  weightingNorm: null,
  gldm_a: 0,
}

const positive = { kind: 'number', above: 0 } as const
const count = { kind: 'whole', least: 1 } as const
const flag = { kind: 'flag' } as const

export const settingRules: Record<string, Rule> = {
  minimumROIDimensions: { kind: 'whole', least: 1, most: 3 },
  minimumROISize: count,
  geometryTolerance: { ...positive, orEndless: true },
  correctMask: flag,
  additionalInfo: flag,
  label: { kind: 'whole', least: 1, most: 2 ** 32 - 1 },
  label_channel: { kind: 'whole', least: 0 },
  binWidth: positive,
  binCount: { kind: 'whole', least: 1, most: 2 ** 22 },
  normalize: flag,
  normalizeScale: positive,
  removeOutliers: positive,
  resampledPixelSpacing: { kind: 'list', each: { kind: 'number', least: 0 }, length: [2, 3] },
  interpolator: { kind: 'interpolator' },
  padDistance: { kind: 'whole', least: 0 },
  distances: { kind: 'list', each: count, length: [1, 64] },
  force2D: flag,
  force2Ddimension: { kind: 'whole', least: 0, most: 2 },
  resegmentRange: { kind: 'list', each: { kind: 'number', orNan: true }, length: [1, 2] },
  resegmentMode: { kind: 'choice', values: ['absolute', 'relative', 'sigma'] },
  resegmentShape: flag,
  preCrop: flag,
  ...filterRules,
  voxelArrayShift: { kind: 'whole' },
  symmetricalGLCM: flag,
  weightingNorm: { kind: 'choice', values: ['euclidean', 'manhattan', 'infinity', 'no_weighting'] },
  gldm_a: { kind: 'whole', least: 0 },
}

export const voxelRules: Record<string, Rule> = {
  kernelRadius: count,
  maskedKernel: flag,
  initValue: { kind: 'number', orNan: true },
  voxelBatch: count,
}
