import { ConstantValues, TooFewValues } from '../../errors/index.ts'
import { mean, median, sumOfSquares } from '../descriptive/descriptive.ts'
import { midranks } from '../descriptive/midranks.ts'
import { chiSquare, fisherF } from '../distributions/index.ts'
import { requireFinite } from '../numerics/check-arguments.ts'

/** An F statistic with its degrees of freedom and p. */
export interface FTest {
  F: number
  df1: number
  df2: number
  p: number
  /** Natural logarithm of p. */
  logP: number
}

/**
 * One-way analysis of variance with a common variance. Equals R's aov / oneway.test(var.equal = TRUE).
 *
 * @param groups two or more arrays of finite values in one unit, none empty
 * @returns F, its degrees of freedom and p
 * @throws TooFewValues below two groups or one residual degree of freedom
 * @throws ConstantValues where each group is constant
 * @throws NotFinite for a value that is NaN or infinite
 * @example
 * ```ts
 * import { anova } from 'nomoscope/statistics'
 *
 * const { F, df1, df2 } = anova([[1, 2, 3], [2, 3, 4], [6, 7, 8]])
 * F // → 21
 * df1 // → 2
 * df2 // → 6
 * ```
 */
export function anova(groups: readonly ArrayLike<number>[]): FTest {
  const n = requireGroups(groups, 1)
  const df1 = groups.length - 1
  const df2 = n - groups.length
  if (df2 < 1) throw TooFewValues('An analysis of variance', groups.length + 1, n)
  const means = groups.map(mean)
  let within = 0
  let grand = 0
  groups.forEach((group, i) => {
    within += sumOfSquares(group, means[i])
    grand += (group.length * means[i]) / n
  })
  let between = 0
  groups.forEach((group, i) => {
    between += group.length * (means[i] - grand) ** 2
  })
  if (within <= 1e-28 * n * grand * grand) throw ConstantValues('each group')
  return fTest(between / df1 / (within / df2), df1, df2)
}

/**
 * Welch's analysis of variance, unequal variances. Equals R's oneway.test. Two values in each group at least.
 *
 * @param groups two or more arrays of finite values in one unit
 * @returns F, its degrees of freedom (df2 not whole) and p
 * @throws TooFewValues below two groups or two values in one
 * @throws ConstantValues where a group is constant
 * @throws NotFinite for a value that is NaN or infinite
 * @example
 * ```ts
 * import { welchAnova } from 'nomoscope/statistics'
 *
 * const { F, df2 } = welchAnova([[1, 2, 3], [3, 4, 5]])
 * F.toFixed(4) // → '6.0000'
 * df2.toFixed(4) // → '4.0000'
 * ```
 */
export function welchAnova(groups: readonly ArrayLike<number>[]): FTest {
  requireGroups(groups, 2)
  const k = groups.length
  const means = groups.map(mean)
  const weights = groups.map((group, i) => group.length / (sumOfSquares(group, means[i]) / (group.length - 1)))
  if (weights.some((w) => w === Infinity)) throw ConstantValues('one group')
  const total = weights.reduce((a, b) => a + b)
  const grand = weights.reduce((sum, w, i) => sum + w * means[i], 0) / total
  let spread = 0
  let between = 0
  for (let i = 0; i < k; i++) {
    spread += (1 - weights[i] / total) ** 2 / (groups[i].length - 1)
    between += weights[i] * (means[i] - grand) ** 2
  }
  spread /= k * k - 1
  return fTest(between / ((k - 1) * (1 + 2 * (k - 2) * spread)), k - 1, 1 / (3 * spread))
}

/**
 * Brown and Forsythe's test of equal variances: Levene's from the medians. Equals car's leveneTest.
 *
 * @param groups two or more arrays of finite values in one unit
 * @returns F, its degrees of freedom and p
 * @throws TooFewValues below two groups or for an empty one
 * @throws ConstantValues where the distances from the medians do not vary
 * @throws NotFinite for a value that is NaN or infinite
 * @example
 * ```ts
 * import { leveneTest } from 'nomoscope/statistics'
 *
 * leveneTest([[1, 2, 3, 4], [0, 4, 8, 12]]).F.toFixed(4) // → '6.3529'
 * ```
 */
export function leveneTest(groups: readonly ArrayLike<number>[]): FTest {
  requireGroups(groups, 1)
  return anova(
    groups.map((group) => {
      const centre = median(group)
      return Float64Array.from(group, (x) => Math.abs(x - centre))
    }),
  )
}

/** A χ² statistic with its degrees of freedom and p. */
export interface ChiSquareStatistic {
  x2: number
  df: number
  p: number
  /** Natural logarithm of p, for what is below 1e-308. */
  logP: number
}

/**
 * Kruskal-Wallis test with tie correction. Equals R's kruskal.test.
 *
 * @param groups two or more arrays of finite values, none empty
 * @returns χ² (as x2), its degrees of freedom and p
 * @throws TooFewValues below two groups or for an empty one
 * @throws ConstantValues where all are tied
 * @throws NotFinite for a value that is NaN or infinite
 * @example
 * ```ts
 * import { kruskalWallis } from 'nomoscope/statistics'
 *
 * const { x2, p } = kruskalWallis([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
 * x2.toFixed(4) // → '7.2000'
 * p.toFixed(4) // → '0.0273'
 * ```
 */
export function kruskalWallis(groups: readonly ArrayLike<number>[]): ChiSquareStatistic {
  const n = requireGroups(groups, 1)
  const all = new Float64Array(n)
  let start = 0
  for (const group of groups) {
    all.set(group, start)
    start += group.length
  }
  const { ranks, tieSum } = midranks(all)
  if (tieSum === n * (n * n - 1)) throw ConstantValues('all groups')
  let sum = 0
  start = 0
  for (const group of groups) {
    let own = 0
    for (let i = 0; i < group.length; i++) own += ranks[start + i]
    sum += own ** 2 / group.length
    start += group.length
  }
  const h = ((12 * sum) / (n * (n + 1)) - 3 * (n + 1)) / (1 - tieSum / (n * (n * n - 1)))
  return chiSquareStatistic(h, groups.length - 1)
}

/** A χ² statistic with its upper tail. */
export function chiSquareStatistic(x2: number, df: number): ChiSquareStatistic {
  return { x2, df, p: chiSquare.upper(x2, df), logP: chiSquare.logUpper(x2, df) }
}

function fTest(F: number, df1: number, df2: number): FTest {
  return { F, df1, df2, p: fisherF.upper(F, df1, df2), logP: fisherF.logUpper(F, df1, df2) }
}

/** Checks the groups and gives the number of values together. */
function requireGroups(groups: readonly ArrayLike<number>[], needed: number) {
  if (groups.length < 2) throw TooFewValues('A comparison of groups', 2, groups.length)
  let n = 0
  groups.forEach((group, i) => {
    requireFinite(group, `group ${i + 1}`)
    if (group.length < needed) throw TooFewValues(`Group ${i + 1}`, needed, group.length)
    n += group.length
  })
  return n
}
