import { InvalidArgument } from '../../errors/index.ts'
import { studentT } from '../distributions/index.ts'

/** One coefficient pooled by Rubin’s rules. */
export interface PooledCoefficient {
  estimate: number
  standardError: number
  t: number
  df: number
  p: number
  lower: number
  upper: number
  /** Variance within and between the imputations, and their total. */
  within: number
  between: number
  total: number
  /** Relative increase of the variance due to missing values, and the fraction of information that they take. */
  relativeIncrease: number
  fractionMissing: number
}

/**
 * Rubin's rules: one answer from the same model fitted to each of m completed data sets.
 * Barnard & Rubin 1999. Equals mice::pool.
 *
 * @param estimates m arrays of p coefficients, one an imputation
 * @param variances m arrays of their p variances
 * @param completeDf residual degrees of freedom of the model without missing values (Infinity for likelihood models)
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @returns p pooled coefficients with tests, intervals and the share of missing information
 * @throws InvalidArgument for fewer than two imputations or unequal ones
 * @example
 * ```ts
 * import { poolImputations } from 'nomoscope/statistics'
 *
 * const [{ estimate, between, total }] = poolImputations([[1], [3]], [[1], [1]])
 * estimate // → 2
 * between // → 2
 * // 1 + (1 + 1/2) × 2
 * total // → 4
 * ```
 */
export function poolImputations(
  estimates: readonly ArrayLike<number>[],
  variances: readonly ArrayLike<number>[],
  completeDf = Infinity,
  level = 0.95,
): PooledCoefficient[] {
  const m = estimates.length
  if (m < 2 || variances.length !== m)
    throw InvalidArgument('estimates and variances', 'of the same two or more imputations')
  return Array.from(estimates[0], (_, j) => {
    let estimate = 0
    let within = 0
    for (let k = 0; k < m; k++) {
      estimate += estimates[k][j] / m
      within += variances[k][j] / m
    }
    let between = 0
    for (let k = 0; k < m; k++) between += (estimates[k][j] - estimate) ** 2 / (m - 1)
    const added = (1 + 1 / m) * between
    const total = within + added
    const lambda = Math.max(1e-4, added / total)
    const large = (m - 1) / lambda ** 2
    const observed = ((completeDf + 1) / (completeDf + 3)) * completeDf * (1 - lambda)
    const df = completeDf === Infinity ? large : (large * observed) / (large + observed)
    const relativeIncrease = added / within
    const standardError = Math.sqrt(total)
    const width = studentT.upperQuantile((1 - level) / 2, df) * standardError
    return {
      estimate,
      standardError,
      t: estimate / standardError,
      df,
      p: studentT.twoSided(estimate / standardError, df),
      lower: estimate - width,
      upper: estimate + width,
      within,
      between,
      total,
      relativeIncrease,
      fractionMissing: (relativeIncrease + 2 / (df + 3)) / (relativeIncrease + 1),
    }
  })
}
