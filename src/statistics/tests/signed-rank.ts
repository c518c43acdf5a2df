import { TooFewValues, UnequalLengths } from '../../errors.ts'
import { requireFinite } from '../arguments.ts'
import { signedRank } from '../distributions/ranks.ts'
import { normal } from '../distributions.ts'
import { midranks } from '../midranks.ts'

export interface SignedRankTest {
  /** Sum of the ranks of the positive differences: R's V. */
  V: number
  /** Two-sided. */
  p: number
  /** Natural logarithm of p, for what is below 1e-308. */
  logP: number
  /** Pairs that differ; the test leaves the others out. */
  n: number
  method: 'exact' | 'normal approximation with continuity correction'
}

/**
 * Wilcoxon's signed-rank test of x - y. Equals R's wilcox.test(x, y, paired = TRUE).
 *
 * Exact with fewer than 50 pairs, no ties and no zero; else normal with continuity and tie correction.
 * Throws UnequalLengths, NotFinite, TooFewValues where no pair differs.
 */
export function signedRankTest(x: ArrayLike<number>, y: ArrayLike<number>): SignedRankTest {
  if (x.length !== y.length) throw UnequalLengths('x', x.length, 'y', y.length)
  requireFinite(x, 'x')
  requireFinite(y, 'y')
  const differences = Float64Array.from({ length: x.length }, (_, i) => x[i] - y[i]).filter((d) => d !== 0)
  const n = differences.length
  if (n === 0) throw TooFewValues('The signed-rank test of pairs that differ', 1, 0)
  const { ranks, tieSum } = midranks(differences.map(Math.abs))
  let V = 0
  for (let i = 0; i < n; i++) if (differences[i] > 0) V += ranks[i]
  const zeros = x.length - n
  if (n < 50 && tieSum === 0 && zeros === 0) {
    const distribution = signedRank(n)
    const tail = V > (n * (n + 1)) / 4 ? distribution.upper(V - 1) : distribution.lower(V)
    const p = Math.min(1, 2 * tail)
    return { V, p, logP: Math.log(p), n, method: 'exact' }
  }
  const distance = V - (n * (n + 1)) / 4
  const sigma = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24 - tieSum / 48)
  const z = (distance - Math.sign(distance) * 0.5) / sigma
  const logP = Math.min(0, normal.logUpper(Math.abs(z)) + Math.LN2)
  return { V, p: normal.twoSided(z), logP, n, method: 'normal approximation with continuity correction' }
}
