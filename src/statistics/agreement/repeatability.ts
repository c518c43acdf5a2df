import { TooFewValues } from '../../errors/index.ts'
import { chiSquare, normal } from '../distributions/index.ts'
import { ofSingle, varianceRatio } from './variance-ratio.ts'

/** How far measurements of one subject differ, in the unit of the measurements but where said. */
export interface Repeatability {
  subjects: number
  measurements: number
  /** One-way random effects, single measurement: ICC(1,1). */
  icc: number
  iccLower: number
  iccUpper: number
  /** Within-subject standard deviation. */
  wSD: number
  /** Within-subject coefficient of variation, a share; NaN where a subject's mean is not above 0. */
  wCV: number
  /** Repeatability coefficient: two measurements of a subject differ by less in 95% of cases. */
  RC: number
  RCLower: number
  RCUpper: number
}

/**
 * Repeatability of a measurement from subjects measured several times, not all equally often: one-way analysis of variance.
 * wSD is the root of the mean square within, RC is √2 · 1.96 · wSD with its interval by χ²; wCV is the root of the mean over
 * subjects of (SD / mean)². With unequal numbers n₀ = (N − Σkᵢ²/N) / (n − 1) takes the place of k in the ICC.
 * Sources: Raunig et al. 2015 (QIBA metrology), Shrout & Fleiss 1979.
 *
 * @param subjects the measurements of each subject, finite; subjects with one count between subjects alone
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @returns coefficients and intervals
 * @throws TooFewValues below two subjects, or where none was measured twice
 * @example
 * ```ts
 * import { repeatability } from 'nomoscope/statistics'
 *
 * repeatability([[10, 12], [20, 18], [30, 31]]).wSD.toFixed(3) // → '1.225'
 * ```
 */
export function repeatability(subjects: readonly (readonly number[])[], level = 0.95): Repeatability {
  const groups = subjects.filter((values) => values.length > 0)
  const n = groups.length
  if (n < 2) throw TooFewValues('Repeatability over subjects', 2, n)
  const N = groups.reduce((sum, values) => sum + values.length, 0)
  if (N === n) throw TooFewValues('Repeatability over measurements of a subject', 2, 1)
  const means = groups.map((values) => values.reduce((sum, value) => sum + value, 0) / values.length)
  const grand = groups.reduce((sum, values, i) => sum + values.length * means[i], 0) / N
  let [between, within, relative, repeated] = [0, 0, 0, 0]
  groups.forEach((values, i) => {
    const own = values.reduce((sum, value) => sum + (value - means[i]) ** 2, 0)
    between += values.length * (means[i] - grand) ** 2
    within += own
    if (values.length < 2) return
    repeated++
    relative += means[i] > 0 ? own / (values.length - 1) / means[i] ** 2 : Number.NaN
  })
  const df = [n - 1, N - n]
  const [msb, msw] = [between / df[0], within / df[1]]
  const k = (N - groups.reduce((sum, values) => sum + values.length ** 2, 0) / N) / (n - 1)
  const alpha = (1 - level) / 2
  const ratio = varianceRatio(msb, msw, df[0], df[1], alpha)
  const wSD = Math.sqrt(msw)
  const factor = Math.SQRT2 * normal.upperQuantile(0.025)
  const limit = (share: number) => factor * Math.sqrt(within / chiSquare.upperQuantile(share, df[1]))
  return {
    subjects: n,
    measurements: N,
    icc: (msb - msw) / (msb + (k - 1) * msw),
    iccLower: ofSingle(ratio.lower, k),
    iccUpper: ofSingle(ratio.upper, k),
    wSD,
    wCV: Math.sqrt(relative / repeated),
    RC: factor * wSD,
    RCLower: limit(alpha),
    RCUpper: limit(1 - alpha),
  }
}
