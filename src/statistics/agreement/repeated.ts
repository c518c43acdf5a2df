import { ofSingle, varianceRatio } from './variance-ratio.ts'

/**
 * ICC(1,1) of subjects that were each measured k times, by each subject's mean and standard deviation: what repeated
 * measurements under perturbations, which no two subjects share, are judged by (Shrout & Fleiss 1979; Zwanenburg et al.
 * 2019). Equals psych's ICC1 of the measurements.
 *
 * @param means of each subject's measurements; a subject with NaN is left out
 * @param sds standard deviation (n − 1) of each subject's measurements
 * @param k measurements a subject, at least 2
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @returns the coefficient with its limits and the subjects that counted; NaN of fewer than two subjects, and where all
 *   measurements are the same
 * @throws nothing
 * @example
 * ```ts
 * import { repeatedAgreement } from 'nomoscope/statistics'
 *
 * repeatedAgreement([1, 2, 3], [0, 0, 0], 5).icc // → 1
 * ```
 */
export function repeatedAgreement(
  means: ArrayLike<number>,
  sds: ArrayLike<number>,
  k: number,
  level = 0.95,
): { icc: number; lower: number; upper: number; subjects: number } {
  let [n, total] = [0, 0]
  for (let i = 0; i < means.length; i++) {
    if (Number.isNaN(means[i]) || Number.isNaN(sds[i])) continue
    n++
    total += means[i]
  }
  const grand = total / n
  let [between, within] = [0, 0]
  for (let i = 0; i < means.length; i++) {
    if (Number.isNaN(means[i]) || Number.isNaN(sds[i])) continue
    between += k * (means[i] - grand) * (means[i] - grand)
    within += sds[i] * sds[i]
  }
  between /= n - 1
  within /= n
  const icc = (between - within) / (between + (k - 1) * within)
  if (!(n > 1) || (between === 0 && within === 0))
    return { icc: Number.NaN, lower: Number.NaN, upper: Number.NaN, subjects: n }
  const { lower, upper } = varianceRatio(between, within, n - 1, n * (k - 1), (1 - level) / 2)
  return { icc, lower: ofSingle(lower, k), upper: ofSingle(upper, k), subjects: n }
}
