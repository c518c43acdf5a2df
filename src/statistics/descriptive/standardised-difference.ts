import { ImpossibleCount, TooFewValues, UnequalLengths } from '../../errors/index.ts'
import { requireFinite } from '../numerics/check-arguments.ts'
import { cholesky, quadraticForm } from '../numerics/linear-algebra.ts'
import { mean, variance } from './descriptive.ts'

/**
 * Standardised mean difference of a continuous variable: (mean x - mean y) / √((var x + var y) / 2).
 *
 * Equals tableone's SMD but for the sign, which tableone drops. 0 where both are constant and equal, ±Infinity where they
 * are constant and differ. Two values in each group at least. Source: Austin 2009.
 *
 * @param x n values of the first group, any unit
 * @param y m values of the second group, in the same unit
 * @returns the difference in standard deviations, signed
 * @throws TooFewValues for fewer than two values in a group
 * @throws NotFinite for a value that is NaN or infinite
 * @example
 * ```ts
 * import { standardisedDifference } from 'nomoscope/statistics'
 *
 * standardisedDifference([1, 2, 3], [3, 4, 5]) // → -2
 * ```
 */
export function standardisedDifference(x: ArrayLike<number>, y: ArrayLike<number>) {
  requireFinite(x, 'the first group')
  requireFinite(y, 'the second group')
  if (x.length < 2 || y.length < 2) throw TooFewValues('A standardised difference', 2, Math.min(x.length, y.length))
  const difference = mean(x) - mean(y)
  return difference === 0 ? 0 : difference / Math.sqrt((variance(x) + variance(y)) / 2)
}

/**
 * Standardised difference of a categorical variable between two groups, never negative: the Mahalanobis distance of the
 * level shares. Equals tableone's SMD for factors. For two levels: |p - q| / √((p(1-p) + q(1-q)) / 2).
 *
 * Levels that nobody has are left out; Infinity where no level is
 * shared. Source: Yang & Dalton 2012.
 *
 * @param first k counts of each level in the first group
 * @param second k counts in the second group, the levels in the same order
 * @returns the difference, 0 or more; no unit
 * @throws UnequalLengths where the groups have different numbers of levels
 * @throws ImpossibleCount for a count that is not a whole number from 0
 * @throws TooFewValues for an empty group
 * @example
 * ```ts
 * import { categoricalDifference } from 'nomoscope/statistics'
 *
 * // (0.7 - 0.5) / √((0.21 + 0.25) / 2)
 * categoricalDifference([70, 30], [50, 50]).toFixed(4) // → '0.4170'
 * ```
 */
export function categoricalDifference(first: ArrayLike<number>, second: ArrayLike<number>) {
  if (first.length !== second.length) throw UnequalLengths('The first group', first.length, 'the second', second.length)
  const p = shares(first)
  const q = shares(second)
  const levels = Array.from(p.keys()).filter((level) => p[level] + q[level] > 0)
  const kept = levels.slice(1)
  const k = kept.length
  if (levels.every((level) => p[level] === 0 || q[level] === 0)) return Infinity
  const spread = new Float64Array(k * k)
  for (let i = 0; i < k; i++)
    for (let j = 0; j < k; j++) {
      const [a, b] = [kept[i], kept[j]]
      spread[i * k + j] = ((i === j ? p[a] + q[a] : 0) - p[a] * p[b] - q[a] * q[b]) / 2
    }
  const difference = Float64Array.from(kept, (level) => p[level] - q[level])
  return cholesky(spread, k) >= 0 ? Infinity : Math.sqrt(quadraticForm(spread, k, difference))
}

function shares(counts: ArrayLike<number>) {
  let n = 0
  for (let i = 0; i < counts.length; i++) {
    if (!(Number.isSafeInteger(counts[i]) && counts[i] >= 0)) throw ImpossibleCount(counts[i])
    n += counts[i]
  }
  if (n === 0) throw TooFewValues('A standardised difference', 1, 0)
  return Float64Array.from(counts, (count) => count / n)
}
