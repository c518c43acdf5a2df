import { icc } from '../../statistics/agreement/icc.ts'
import type { Readings } from './features-by-reader.ts'

/** ICC(2,1) of a feature by two readings, over the rows that have both. */
export interface ReadersAgreement {
  icc: number
  lower: number
  upper: number
  n: number
}

/** Agreement of two readings on a feature; undefined where fewer than two rows have both, or one value is everywhere. */
export function readersAgreement(readings: Readings | undefined, rows: Iterable<number>): ReadersAgreement | undefined {
  if (!readings) return undefined
  const { first, second } = readings
  const both = [...rows].filter((row) => Number.isFinite(first[row]) && Number.isFinite(second[row]))
  const values = [first, second].map((one) => both.map((row) => one[row]))
  if (both.length < 2 || values[0].every((value) => value === values[0][0])) return undefined
  const { icc: estimate, lower, upper } = icc(values).ICC2
  return { icc: estimate, lower, upper, n: both.length }
}
