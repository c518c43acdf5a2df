import { ConstantValues, TooFewValues, UnequalLengths } from '../../errors/index.ts'
import { requireFinite } from '../numerics/check-arguments.ts'
import { absoluteAgreement, absoluteLimits } from './absolute-agreement.ts'
import { ofSingle, varianceRatio } from './variance-ratio.ts'

/**
 * Shrout and Fleiss' six intraclass correlations. The number is the model, k marks the mean of all raters.
 * 1 each subject has its own raters; 2 raters drawn from many, absolute agreement; 3 these raters only, consistency
 */
export type IccType = 'ICC1' | 'ICC2' | 'ICC3' | 'ICC1k' | 'ICC2k' | 'ICC3k'

/** One intraclass correlation with its F test and interval. */
export interface Icc {
  icc: number
  F: number
  df1: number
  df2: number
  p: number
  lower: number
  upper: number
}

/**
 * All six intraclass correlations with F test and interval. Equals psych's ICC(lmer = FALSE).
 *
 * Perfect agreement gives 1 with the interval 1 to 1. Source: Shrout & Fleiss 1979; McGraw & Wong 1996.
 *
 * @param raters k arrays of n ratings, one a rater, the subjects in the same order; any unit, all finite
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @returns each type’s coefficient with F, its degrees of freedom, p and interval
 * @throws UnequalLengths where a rater has more or fewer subjects
 * @throws NotFinite for a value that is NaN or infinite
 * @throws TooFewValues below two raters or two subjects
 * @throws ConstantValues where every rating is the same
 * @example
 * ```ts
 * import { icc } from 'nomoscope/statistics'
 *
 * // Shrout & Fleiss 1979, table 2: six subjects, four judges
 * const judges = [[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]]
 * const { ICC1, ICC2, ICC3 } = icc(judges)
 * ICC1.icc.toFixed(2) // → '0.17'
 * ICC2.icc.toFixed(2) // → '0.29'
 * ICC3.icc.toFixed(2) // → '0.71'
 * ```
 */
export function icc(raters: readonly ArrayLike<number>[], level = 0.95): Record<IccType, Icc> {
  const k = raters.length
  if (k < 2) throw TooFewValues('An intraclass correlation over raters', 2, k)
  const n = raters[0].length
  if (n < 2) throw TooFewValues('An intraclass correlation over subjects', 2, n)
  raters.forEach((ratings, j) => {
    if (ratings.length !== n) throw UnequalLengths('The first rater', n, `rater ${j + 1}`, ratings.length)
    requireFinite(ratings, `rater ${j + 1}`)
  })
  const agreement = absoluteAgreement(raters)
  const { between, within, rater, error } = agreement.squares
  if (between === 0 && within === 0) throw ConstantValues('the ratings')
  const alpha = (1 - level) / 2
  const df = { between: n - 1, within: n * (k - 1), error: (n - 1) * (k - 1) }

  const one = varianceRatio(between, within, df.between, df.within, alpha)
  const three = varianceRatio(between, error, df.between, df.error, alpha)
  const { icc: two } = agreement
  const limits = absoluteLimits(agreement, alpha)
  const single = (F: number) => ofSingle(F, k)
  const average = (f: number) => 1 - 1 / f
  const ofAverage = (x: number) => (x * k) / (1 + x * (k - 1))
  const row = (test: ReturnType<typeof varianceRatio>, icc: number, lower: number, upper: number): Icc => {
    const { F, df1, df2, p } = test
    return { icc, F, df1, df2, p, lower, upper }
  }
  return {
    ICC1: row(one, single(one.F), single(one.lower), single(one.upper)),
    ICC2: row(three, two, limits.lower, limits.upper),
    ICC3: row(three, single(three.F), single(three.lower), single(three.upper)),
    ICC1k: row(one, average(one.F), average(one.lower), average(one.upper)),
    ICC2k: row(
      three,
      (between - error) / (between + (rater - error) / n),
      ofAverage(limits.lower),
      ofAverage(limits.upper),
    ),
    ICC3k: row(three, average(three.F), average(three.lower), average(three.upper)),
  }
}
