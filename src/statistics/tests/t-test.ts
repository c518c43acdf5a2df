import { ConstantValues, TooFewValues, UnequalLengths } from '../../errors/index.ts'
import { mean, variance } from '../descriptive/descriptive.ts'
import { fisherF, studentT } from '../distributions/index.ts'
import { requireFinite } from '../numerics/check-arguments.ts'

/** A t test with the difference of means and its interval. */
export interface TTest {
  t: number
  df: number
  /** Two-sided. */
  p: number
  /** Natural logarithm of p, for what is below 1e-308. */
  logP: number
  /** Mean of x minus mean of y, with its confidence interval. */
  difference: number
  lower: number
  upper: number
}

/**
 * Student's t-test of two independent groups with a pooled variance. Equals R's t.test(x, y, var.equal = TRUE).
 *
 * @param x n values of the first group, any unit
 * @param y m values of the second group, in the same unit
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @returns t, degrees of freedom, p, and the difference of means with its interval in the unit of the values
 * @throws TooFewValues below one in each group or three together
 * @throws ConstantValues where both groups are constant
 * @throws NotFinite for a value that is NaN or infinite
 * @example
 * ```ts
 * import { studentTest } from 'nomoscope/statistics'
 *
 * const { t, df, p } = studentTest([1, 2, 3], [3, 4, 5])
 * t.toFixed(4) // → '-2.4495'
 * df // → 4
 * p.toFixed(4) // → '0.0705'
 * ```
 */
export function studentTest(x: ArrayLike<number>, y: ArrayLike<number>, level = 0.95): TTest {
  requireGroups(x, y, 1)
  if (x.length + y.length < 3) throw TooFewValues("Student's t-test", 3, x.length + y.length)
  const df = x.length + y.length - 2
  let pooled = 0
  if (x.length > 1) pooled += (x.length - 1) * variance(x)
  if (y.length > 1) pooled += (y.length - 1) * variance(y)
  return compare(mean(x), mean(y), Math.sqrt((pooled / df) * (1 / x.length + 1 / y.length)), df, level)
}

/**
 * Welch's t-test, unequal variances. Equals R's t.test(x, y). Two values in each group at least.
 *
 * @param x n values of the first group, any unit
 * @param y m values of the second group, in the same unit
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @returns t, degrees of freedom, p, and the difference of means with its interval in the unit of the values
 * @throws TooFewValues below two values in a group
 * @throws ConstantValues where both groups are constant
 * @throws NotFinite for a value that is NaN or infinite
 * @example
 * ```ts
 * import { welchTest } from 'nomoscope/statistics'
 *
 * const { t, df } = welchTest([1, 2, 3], [3, 4, 5])
 * t.toFixed(4) // → '-2.4495'
 * df.toFixed(2) // → '4.00'
 * ```
 */
export function welchTest(x: ArrayLike<number>, y: ArrayLike<number>, level = 0.95): TTest {
  requireGroups(x, y, 2)
  const ex = variance(x) / x.length
  const ey = variance(y) / y.length
  const df = (ex + ey) ** 2 / (ex ** 2 / (x.length - 1) + ey ** 2 / (y.length - 1))
  return compare(mean(x), mean(y), Math.sqrt(ex + ey), df, level)
}

/**
 * Paired t-test of x - y. Equals R's t.test(x, y, paired = TRUE). Two pairs at least.
 *
 * @param x n values, any unit
 * @param y n values of the same subjects, in the same unit
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @returns t, degrees of freedom, p, and the mean difference with its interval
 * @throws UnequalLengths where x and y differ in length
 * @throws TooFewValues below two pairs
 * @throws ConstantValues where all differences are equal
 * @throws NotFinite for a value that is NaN or infinite
 * @example
 * ```ts
 * import { pairedTTest } from 'nomoscope/statistics'
 *
 * const { t, difference } = pairedTTest([2, 4, 6], [1, 2, 3])
 * difference // → 2
 * t.toFixed(4) // → '3.4641'
 * ```
 */
export function pairedTTest(x: ArrayLike<number>, y: ArrayLike<number>, level = 0.95): TTest {
  if (x.length !== y.length) throw UnequalLengths('x', x.length, 'y', y.length)
  requireGroups(x, y, 2)
  const differences = Float64Array.from({ length: x.length }, (_, i) => x[i] - y[i])
  return compare(mean(differences), 0, Math.sqrt(variance(differences) / x.length), x.length - 1, level)
}

/**
 * F test of equal variances. Equals R's var.test.
 *
 * @param x n values of the first group, any unit
 * @param y m values of the second group, in the same unit
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @returns the ratio of the variances as F with its interval, degrees of freedom and p
 * @throws TooFewValues below two values in a group
 * @throws ConstantValues where the second group is constant
 * @throws NotFinite for a value that is NaN or infinite
 * @example
 * ```ts
 * import { varianceRatioTest } from 'nomoscope/statistics'
 *
 * varianceRatioTest([2, 4, 6], [1, 2, 3]).F // → 4
 * ```
 */
export function varianceRatioTest(x: ArrayLike<number>, y: ArrayLike<number>, level = 0.95) {
  requireGroups(x, y, 2)
  const vy = variance(y)
  if (vy === 0) throw ConstantValues('the second group')
  const F = variance(x) / vy
  const df1 = x.length - 1
  const df2 = y.length - 1
  const tail = Math.min(fisherF.lower(F, df1, df2), fisherF.upper(F, df1, df2))
  return {
    F,
    df1,
    df2,
    p: Math.min(1, 2 * tail),
    lower: F / fisherF.upperQuantile((1 - level) / 2, df1, df2),
    upper: F / fisherF.quantile((1 - level) / 2, df1, df2),
  }
}

function requireGroups(x: ArrayLike<number>, y: ArrayLike<number>, needed: number) {
  requireFinite(x, 'the first group')
  requireFinite(y, 'the second group')
  if (x.length < needed || y.length < needed) throw TooFewValues('A t-test', needed, Math.min(x.length, y.length))
}

function compare(mx: number, my: number, error: number, df: number, level: number): TTest {
  // R's own bound on what it calls essentially constant.
  if (error < 10 * Number.EPSILON * Math.max(Math.abs(mx), Math.abs(my)) || error === 0)
    throw ConstantValues('both groups')
  const difference = mx - my
  const t = difference / error
  const half = error * studentT.upperQuantile((1 - level) / 2, df)
  return {
    t,
    df,
    p: studentT.twoSided(t, df),
    logP: Math.min(0, studentT.logUpper(Math.abs(t), df) + Math.LN2),
    difference,
    lower: difference - half,
    upper: difference + half,
  }
}
