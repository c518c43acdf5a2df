import { ConstantValues, TooFewValues, UnequalLengths } from '../../errors/index.ts'
import { fisherF } from '../distributions/index.ts'
import { requireFinite } from '../numerics/check-arguments.ts'

/**
 * Shrout and Fleiss' six intraclass correlations. The number is the model, k marks the mean of all raters.
 * 1 each subject has its own raters; 2 raters drawn from many, absolute agreement; 3 these raters only, consistency
 */
export type IccType = 'ICC1' | 'ICC2' | 'ICC3' | 'ICC1k' | 'ICC2k' | 'ICC3k'

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
 * raters  k arrays of n ratings, one a rater, the subjects in the same order; all finite
 * Perfect agreement gives 1 with the interval 1 to 1. Throws UnequalLengths, NotFinite, TooFewValues below two raters or
 * two subjects, ConstantValues where every rating is the same. Source: Shrout & Fleiss 1979; McGraw & Wong 1996.
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
  const squares = meanSquares(raters, n, k)
  const { between, within, rater, error } = squares
  if (between === 0 && within === 0) throw ConstantValues('the ratings')
  const alpha = (1 - level) / 2
  const df = { between: n - 1, within: n * (k - 1), error: (n - 1) * (k - 1) }

  const one = ratioOf(between, within, df.between, df.within, alpha)
  const three = ratioOf(between, error, df.between, df.error, alpha)
  const two = (between - error) / (between + (k - 1) * error + (k * (rater - error)) / n)
  const limits = absoluteLimits(two, squares, n, k, alpha)
  const single = (f: number) => (f === Infinity ? 1 : (f - 1) / (f + k - 1))
  const average = (f: number) => 1 - 1 / f
  const ofAverage = (x: number) => (x * k) / (1 + x * (k - 1))
  const row = (test: ReturnType<typeof ratioOf>, icc: number, lower: number, upper: number): Icc => {
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

interface MeanSquares {
  between: number
  within: number
  rater: number
  error: number
}

/** Two-way analysis of variance without replication. Residuals below rounding of the ratings count as none. */
function meanSquares(raters: readonly ArrayLike<number>[], n: number, k: number): MeanSquares {
  const subject = new Float64Array(n)
  const judge = new Float64Array(k)
  let origin = 0
  for (let j = 0; j < k; j++) for (let i = 0; i < n; i++) origin += raters[j][i] / (n * k)
  let size = 0
  for (let j = 0; j < k; j++)
    for (let i = 0; i < n; i++) {
      const x = raters[j][i] - origin
      subject[i] += x / k
      judge[j] += x / n
      size = Math.max(size, Math.abs(raters[j][i]))
    }
  let between = 0
  let rater = 0
  let within = 0
  let error = 0
  for (let i = 0; i < n; i++) between += k * subject[i] ** 2
  for (let j = 0; j < k; j++) rater += n * judge[j] ** 2
  for (let j = 0; j < k; j++)
    for (let i = 0; i < n; i++) {
      const x = raters[j][i] - origin - subject[i]
      within += x ** 2
      error += (x - judge[j]) ** 2
    }
  const noise = n * k * (8 * Number.EPSILON * size) ** 2
  const clean = (sum: number) => (sum <= noise ? 0 : sum)
  return {
    between: clean(between) / (n - 1),
    within: clean(within) / (n * (k - 1)),
    rater: clean(rater) / (k - 1),
    error: clean(error) / ((n - 1) * (k - 1)),
  }
}

function ratioOf(between: number, noise: number, df1: number, df2: number, alpha: number) {
  const F = between / noise
  return {
    F,
    df1,
    df2,
    p: fisherF.upper(F, df1, df2),
    lower: F / fisherF.upperQuantile(alpha, df1, df2),
    upper: F * fisherF.upperQuantile(alpha, df2, df1),
  }
}

/** Limits of ICC2 with Satterthwaite's degrees of freedom. */
function absoluteLimits(icc: number, { between, rater, error }: MeanSquares, n: number, k: number, alpha: number) {
  if (error === 0 && rater === 0) return { lower: 1, upper: 1 }
  const ratio = rater / error
  const spread = n * (1 + (k - 1) * icc) - k * icc
  const df =
    error === 0
      ? k - 1
      : ((k - 1) * (n - 1) * (k * icc * ratio + spread) ** 2) / ((n - 1) * (k * icc * ratio) ** 2 + spread ** 2)
  const up = fisherF.upperQuantile(alpha, n - 1, df)
  const down = fisherF.upperQuantile(alpha, df, n - 1)
  const noise = k * rater + (k * n - k - n) * error
  return {
    lower: (n * (between - up * error)) / (up * noise + n * between),
    upper: (n * (down * between - error)) / (noise + n * down * between),
  }
}
