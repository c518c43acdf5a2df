import { TooFewValues, UnequalLengths } from '../../errors/index.ts'
import { mean, standardDeviation } from '../descriptive/descriptive.ts'
import { normal, studentT } from '../distributions/index.ts'
import { requireFinite } from '../numerics/check-arguments.ts'

/** Limits of agreement of two readings. */
export interface BlandAltman {
  /** Mean of first minus second, with its interval. */
  bias: number
  biasLower: number
  biasUpper: number
  sd: number
  /** Limits of agreement: bias ∓ 1.96 SD at level 0.95, each with its interval. */
  lower: number
  lowerInterval: [number, number]
  upper: number
  upperInterval: [number, number]
  /** The plot's points: means and differences of each pair. */
  means: Float64Array
  differences: Float64Array
}

/**
 * Bland and Altman's limits of agreement of two readings of the same subjects, first minus second.
 * The limits' standard errors are SD √(1/n + z²/(2(n-1))), the intervals by t with n - 1 degrees of freedom.
 * Source: Bland & Altman 1999, section 2.1.
 *
 * @param first n first readings, any unit
 * @param second n second readings of the same subjects, in the same unit
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @returns bias, SD and limits with intervals, in the unit of the readings; the points of the plot
 * @throws UnequalLengths where the readings differ in number
 * @throws NotFinite for a value that is NaN or infinite
 * @throws TooFewValues below two pairs
 * @example
 * ```ts
 * import { blandAltman } from 'nomoscope/statistics'
 *
 * const { bias, sd, lower, upper } = blandAltman([11, 13, 12, 14], [10, 10, 10, 12])
 * bias // → 2
 * sd.toFixed(4) // → '0.8165'
 * lower.toFixed(2) // → '0.40'
 * upper.toFixed(2) // → '3.60'
 * ```
 */
export function blandAltman(first: ArrayLike<number>, second: ArrayLike<number>, level = 0.95): BlandAltman {
  if (first.length !== second.length)
    throw UnequalLengths('The first reading', first.length, 'the second', second.length)
  requireFinite(first, 'The first reading')
  requireFinite(second, 'The second reading')
  const n = first.length
  if (n < 2) throw TooFewValues('Limits of agreement', 2, n)
  const means = Float64Array.from({ length: n }, (_, i) => (first[i] + second[i]) / 2)
  const differences = Float64Array.from({ length: n }, (_, i) => first[i] - second[i])
  const bias = mean(differences)
  const sd = standardDeviation(differences)
  const z = normal.upperQuantile((1 - level) / 2)
  const t = studentT.upperQuantile((1 - level) / 2, n - 1)
  const ofBias = (t * sd) / Math.sqrt(n)
  const ofLimit = t * sd * Math.sqrt(1 / n + (z * z) / (2 * (n - 1)))
  const lower = bias - z * sd
  const upper = bias + z * sd
  return {
    bias,
    biasLower: bias - ofBias,
    biasUpper: bias + ofBias,
    sd,
    lower,
    lowerInterval: [lower - ofLimit, lower + ofLimit],
    upper,
    upperInterval: [upper - ofLimit, upper + ofLimit],
    means,
    differences,
  }
}

/**
 * Dice's overlap of two masks on the same grid: 2 |A ∩ B| / (|A| + |B|), NaN where both are empty.
 *
 * @param a one number a voxel, inside where it equals `label` (or is not 0, without a label)
 * @param b the other mask, the voxels in the same order
 * @param label the number that counts as inside
 * @returns the overlap, 0 to 1
 * @throws UnequalLengths where the masks differ in size
 * @example
 * ```ts
 * import { dice } from 'nomoscope/statistics'
 *
 * dice([1, 1, 0, 0], [1, 0, 1, 0]) // → 0.5
 * ```
 */
export function dice(a: ArrayLike<number>, b: ArrayLike<number>, label?: number) {
  if (a.length !== b.length) throw UnequalLengths('The first mask', a.length, 'the second', b.length)
  let both = 0
  let sum = 0
  for (let i = 0; i < a.length; i++) {
    const inA = label === undefined ? a[i] !== 0 : a[i] === label
    const inB = label === undefined ? b[i] !== 0 : b[i] === label
    if (inA) sum++
    if (inB) sum++
    if (inA && inB) both++
  }
  return (2 * both) / sum
}
