import { outliers } from '../image/quality/quality.ts'
import { percent } from '../text/format.ts'
import type { QualityName } from './image-quality.ts'

/** One measure of an image's quality, as its column `SEQUENCE_name` and the report have it. */
export interface QualityMeasure {
  name: QualityName
  label: string
  /** In a picture's title. */
  short: string
  unit?: string
  /** The end that is bad. */
  bad: 'low' | 'high'
  /** From where on it matters at all, however rare it is in a cohort. */
  matters: (value: number) => boolean
  decimals: number
  /** Printed in percent. */
  share?: 'yes'
}

export const qualityMeasures: readonly QualityMeasure[] = [
  {
    name: 'snr',
    label: 'signal-to-noise ratio',
    short: 'SNR',
    bad: 'low',
    matters: () => true,
    decimals: 1,
  },
  {
    name: 'clipped',
    label: 'share of clipped voxels',
    short: 'clipped',
    bad: 'high',
    matters: (share) => share > 0.001,
    decimals: 2,
    share: 'yes',
  },
  {
    name: 'wrap',
    label: 'share of lines wrapped around',
    short: 'wrap',
    bad: 'high',
    matters: (share) => share > 0.1,
    decimals: 0,
    share: 'yes',
  },
  {
    name: 'fat_ratio',
    label: 'signal under the skin over that of deeper tissue',
    short: 'fat',
    bad: 'high',
    matters: (ratio) => ratio > 1.2,
    decimals: 2,
  },
  {
    name: 'motion_mm',
    label: 'motion between phases',
    short: 'motion',
    unit: 'mm',
    bad: 'high',
    matters: (shift) => shift > 1,
    decimals: 2,
  },
  {
    name: 'outline_dice',
    label: 'overlap (Dice) of the outline with the anatomy',
    short: 'Dice',
    bad: 'low',
    matters: (dice) => dice < 0.95,
    decimals: 3,
  },
  {
    name: 'outline_mm',
    label: 'displacement of the outline from the anatomy',
    short: 'outline',
    unit: 'mm',
    bad: 'high',
    matters: (shift) => shift > 1,
    decimals: 2,
  },
]

/** Which values of one measure in a cohort stand out at its bad end, and matter. */
export function standOut({ bad, matters }: QualityMeasure, values: readonly (number | undefined)[]): boolean[] {
  const known = values.filter((value) => value !== undefined).sort((a, b) => a - b)
  const middle = known[known.length >> 1]
  return outliers(values).map((odd, i) => {
    const value = values[i]
    return odd && value !== undefined && matters(value) && (bad === 'low' ? value < middle : value > middle)
  })
}

/** A value as it is printed. */
export const qualityText = ({ decimals, unit, share }: QualityMeasure, value: number) =>
  share ? percent(value, decimals).text : `${value.toFixed(decimals)}${unit ? ` ${unit}` : ''}`
