import { type Interpolator, interpolatorNames } from '../../image/grid/interpolators.ts'
import type { WeightingNorm } from '../matrices/weighting.ts'

/** PyRadiomics' settings as extraction uses them; null where nothing was asked for. */
export interface Setting {
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

export interface VoxelSetting {
  kernelRadius: number
  maskedKernel: boolean
  initValue: number
}

export const settingDefaults: Setting = {
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

type Rule =
  | { kind: 'flag' }
  | { kind: 'choice'; of: string[] }
  | { kind: 'number' | 'whole'; above?: number; least?: number; most?: number; orText?: true; orNan?: true }
  | { kind: 'list'; of: Rule; length?: [number, number] }
  | { kind: 'interpolator' }
  | { kind: 'text' }

const positive = { kind: 'number', above: 0 } as const
const count = { kind: 'whole', least: 1 } as const
const flag = { kind: 'flag' } as const

export const settingRules: Record<string, Rule> = {
  minimumROIDimensions: { kind: 'whole', least: 1, most: 3 },
  minimumROISize: count,
  geometryTolerance: positive,
  correctMask: flag,
  additionalInfo: flag,
  label: { kind: 'whole', least: 1, most: 2 ** 32 - 1 },
  label_channel: { kind: 'whole', least: 0 },
  binWidth: positive,
  binCount: { kind: 'whole', least: 1, most: 2 ** 22 },
  normalize: flag,
  normalizeScale: positive,
  removeOutliers: positive,
  resampledPixelSpacing: { kind: 'list', of: { kind: 'number', least: 0 }, length: [2, 3] },
  interpolator: { kind: 'interpolator' },
  padDistance: { kind: 'whole', least: 0 },
  distances: { kind: 'list', of: count, length: [1, 64] },
  force2D: flag,
  force2Ddimension: { kind: 'whole', least: 0, most: 2 },
  resegmentRange: { kind: 'list', of: { kind: 'number' }, length: [1, 2] },
  resegmentMode: { kind: 'choice', of: ['absolute', 'relative', 'sigma'] },
  resegmentShape: flag,
  preCrop: flag,
  sigma: { kind: 'list', of: { ...positive, orText: true } },
  start_level: { kind: 'whole', least: 0 },
  level: count,
  wavelet: { kind: 'text' },
  gradientUseSpacing: flag,
  lbp2DRadius: positive,
  lbp2DSamples: count,
  lbp2DMethod: { kind: 'choice', of: ['default', 'ror', 'uniform', 'var'] },
  lbp3DLevels: count,
  lbp3DIcosphereRadius: positive,
  lbp3DIcosphereSubdivision: { kind: 'whole', least: 0 },
  voxelArrayShift: { kind: 'whole' },
  symmetricalGLCM: flag,
  weightingNorm: { kind: 'choice', of: ['euclidean', 'manhattan', 'infinity', 'no_weighting'] },
  gldm_a: { kind: 'whole', least: 0 },
}

export const voxelRules: Record<string, Rule> = {
  kernelRadius: count,
  maskedKernel: flag,
  initValue: { kind: 'number', orNan: true },
  voxelBatch: count,
}

/** What a value would have to be, where it is not that; null stands for "not set" everywhere. */
export function checkValue(value: unknown, rule: Rule): string | undefined {
  if (value === null) return undefined
  switch (rule.kind) {
    case 'flag':
      return typeof value === 'boolean' ? undefined : 'true or false'
    case 'text':
      return typeof value === 'string' ? undefined : 'a name'
    case 'choice':
      return rule.of.includes(value as string) ? undefined : `one of ${rule.of.join(', ')}`
    case 'interpolator': {
      const known =
        typeof value === 'number' ? interpolatorNames[value - 1] : interpolatorNames.find((name) => name === value)
      return known ? undefined : `one of ${interpolatorNames.join(', ')}, or its number from 1 to 10`
    }
    case 'list': {
      const [least, most] = rule.length ?? [0, 1000]
      const sound = Array.isArray(value) && value.length >= least && value.length <= most
      if (sound && value.every((one) => one !== null && checkValue(one, rule.of) === undefined)) return undefined
      const length = least === most ? `${least}` : `${least} to ${most}`
      return `a list of ${rule.length ? `${length} ` : ''}values, each ${wanted(rule.of)}`
    }
    default: {
      // The text of a whole sigma counts as the number it is.
      const number = rule.orText && typeof value === 'string' ? Number(value) : value
      if (rule.orNan && Number.isNaN(number)) return undefined
      const sound =
        typeof number === 'number' &&
        Number.isFinite(number) &&
        (rule.kind === 'number' || Number.isInteger(number)) &&
        number > (rule.above ?? -Infinity) &&
        number >= (rule.least ?? -Infinity) &&
        number <= (rule.most ?? Infinity)
      return sound ? undefined : wanted(rule)
    }
  }
}

function wanted(rule: Rule): string {
  if (rule.kind !== 'number' && rule.kind !== 'whole') return 'a value'
  const bounds = [
    rule.above !== undefined && `above ${rule.above}`,
    rule.least !== undefined && `of at least ${rule.least}`,
    rule.most !== undefined && `of at most ${rule.most}`,
  ].filter(Boolean)
  return [rule.kind === 'whole' ? 'a whole number' : 'a number', ...bounds].join(' ')
}
