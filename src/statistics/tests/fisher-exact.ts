import { pow } from '../../portable-math.ts'
import { logHypergeometric } from '../distributions/hypergeometric.ts'
import { brentRoot } from '../numerics/brent.ts'
import type { FisherTable } from './fisher-monte-carlo.ts'
import { fisherTable } from './fisher-table.ts'
import { type Counts, checkedTable } from './table.ts'

/** Fisher’s exact test, with the odds ratio of a 2 × 2 table. */
export interface FisherExact extends FisherTable {
  /** Of a 2 × 2 table: conditional maximum-likelihood odds ratio and its exact interval. */
  oddsRatio?: number
  lower?: number
  upper?: number
}

/** The tolerance of R's uniroot where none is given: the odds ratio and its interval are R's to every digit. */
const rootTolerance = pow(Number.EPSILON, 0.25)

/**
 * Fisher's exact test. Equals R's fisher.test: two-sided by the sum of tables no likelier than the one seen.
 *
 * Of a 2 × 2 table also the conditional odds ratio with its interval (not the sample's ad/bc). Larger tables go through
 * `fisherTable`. Empty rows and columns are left out.
 *
 * @param counts r × c counts, row by row
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @param seed of the random tables that estimate p where a table is too large
 * @returns p; of a 2 × 2 table the odds ratio with its interval
 * @throws ImpossibleCount for a count that is not a whole number from 0
 * @throws EmptyCrossTable where fewer than two rows or columns have counts
 * @throws UnequalLengths where rows differ in length
 * @example
 * ```ts
 * import { fisherExact } from 'nomoscope/statistics'
 *
 * // Fisher's tea taster
 * const { p, oddsRatio } = fisherExact([[3, 1], [1, 3]])
 * p.toFixed(4) // → '0.4857'
 * oddsRatio?.toFixed(3) // → '6.408'
 * ```
 */
export function fisherExact(counts: Counts, level = 0.95, seed = 1): FisherExact {
  const table = checkedTable(counts)
  if (table.rows !== 2 || table.columns !== 2) return fisherTable(table, seed)
  const [m, n] = table.columnSums
  const x = table.cells[0]
  const { lowest, highest, log } = logHypergeometric(m, n, table.rowSums[0])
  const weights = new Float64Array(log.length)
  /** Fills `weights` with the probabilities at an odds ratio. */
  const spread = (oddsRatio: number) => {
    const logOdds = Math.log(oddsRatio)
    let most = -Infinity
    for (let i = 0; i < log.length; i++) {
      weights[i] = log[i] + logOdds * (lowest + i)
      if (weights[i] > most) most = weights[i]
    }
    let sum = 0
    for (let i = 0; i < log.length; i++) sum += weights[i] = Math.exp(weights[i] - most)
    for (let i = 0; i < log.length; i++) weights[i] /= sum
    return weights
  }
  const between = (oddsRatio: number, from: number, to: number) => {
    if (oddsRatio === 0) return from <= lowest ? 1 : 0
    const d = spread(oddsRatio)
    let sum = 0
    for (let i = from - lowest; i <= to - lowest; i++) sum += d[i]
    return sum
  }
  const centre = (oddsRatio: number) => {
    if (oddsRatio === 0) return lowest
    const d = spread(oddsRatio)
    let sum = 0
    for (let i = 0; i < d.length; i++) sum += (lowest + i) * d[i]
    return sum
  }
  /** The odds ratio at which f, monotone in it, passes a target; sought below 1 or, by its inverse, above. */
  const solve = (f: (oddsRatio: number) => number, target: number, rising: boolean) => {
    const at1 = f(1)
    if (at1 === target) return 1
    if (at1 > target === rising) return brentRoot((t) => f(t) - target, 0, 1, rootTolerance)
    return 1 / brentRoot((t) => f(1 / t) - target, Number.EPSILON, 1, rootTolerance)
  }
  const alpha = (1 - level) / 2
  const d = spread(1)
  const seen = d[x - lowest]
  let p = 0
  for (let i = 0; i < d.length; i++) if (d[i] <= seen * (1 + 1e-7)) p += d[i]
  return {
    p: Math.min(1, p),
    method: 'exact',
    oddsRatio: x === lowest ? 0 : x === highest ? Infinity : solve(centre, x, true),
    lower: x === lowest ? 0 : solve((o) => between(o, x, highest), alpha, true),
    upper: x === highest ? Infinity : solve((o) => between(o, lowest, x), alpha, false),
  }
}
