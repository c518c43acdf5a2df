import { InvalidArgument, TooFewValues, UnequalLengths } from '../../errors/index.ts'
import { pow } from '../../portable-math.ts'
import { sortedOrder } from '../descriptive/ranks.ts'
import { cholesky, quadraticForm } from '../numerics/linear-algebra.ts'
import { type ChiSquareStatistic, chiSquareStatistic } from '../tests/several-groups.ts'
import { checkedEntries } from './times.ts'

/** The log-rank test with events seen and expected. */
export interface LogRank extends ChiSquareStatistic {
  /** Events seen and expected in each group, over all strata; weighted where rho is not 0. */
  observed: Float64Array
  expected: Float64Array
}

/**
 * Log-rank test of k groups. Equals R's survdiff(Surv(time, event) ~ group + strata(stratum), rho).
 *
 * Source: Harrington & Fleming 1982.
 *
 * @param time n follow-up times ≥ 0, in any one unit (months)
 * @param event n flags: 1 the event happened at the time, 0 censored then
 * @param group n whole numbers 0..groups-1; a group without anybody at risk at an event is left out of the statistic
 * @param rho weights S(t-)^rho: 0 log-rank, 1 Peto & Peto's Wilcoxon
 * @param stratum n labels; patients are compared within their stratum only
 * @param start n times of entry, below `time`, of patients who came under observation late
 * @returns χ² (as x2), degrees of freedom, p, and events seen and expected in each group
 * @throws TooFewValues where fewer than two groups are ever at risk
 * @throws InvalidArgument for a group that is not a whole number from 0 to 999
 * @throws UnequalLengths where the arrays differ in length
 * @throws NotFinite for a time that is not finite
 * @throws NegativeTime for one below 0
 * @throws NotBinary for a flag other than 0 or 1
 * @example
 * ```ts
 * import { logRank } from 'nomoscope/statistics'
 *
 * // group 0: 2 seen, 2/4 + 1/3 expected, variance 1/4 + 2/9
 * const { x2, expected } = logRank([1, 2, 3, 4], [1, 1, 1, 1], [0, 0, 1, 1])
 * expected[0].toFixed(4) // → '0.8333'
 * x2.toFixed(4) // → '2.8824'
 * ```
 */
export function logRank(
  time: ArrayLike<number>,
  event: ArrayLike<number>,
  group: ArrayLike<number>,
  rho = 0,
  stratum?: ArrayLike<number | string>,
  start?: ArrayLike<number>,
): LogRank {
  const { time: at, start: entry } = checkedEntries(time, event, start)
  const n = at.length
  if (group.length !== n) throw UnequalLengths('The times', n, 'the groups', group.length)
  if (stratum && stratum.length !== n) throw UnequalLengths('The times', n, 'the strata', stratum.length)
  let k = 0
  for (let i = 0; i < n; i++) {
    if (!(Number.isInteger(group[i]) && group[i] >= 0 && group[i] < 1000))
      throw InvalidArgument('A group', 'a whole number from 0 to 999')
    k = Math.max(k, group[i] + 1)
  }
  const total = { observed: new Float64Array(k), expected: new Float64Array(k), variance: new Float64Array(k * k) }
  for (const rows of strata(n, stratum)) addStratum(rows, { time: at, start: entry }, event, group, rho, total)
  return { ...statistic(total), observed: total.observed, expected: total.expected }
}

interface Totals {
  observed: Float64Array
  expected: Float64Array
  variance: Float64Array
}

function strata(n: number, stratum?: ArrayLike<number | string>): Uint32Array[] {
  const all = Uint32Array.from({ length: n }, (_, i) => i)
  if (!stratum) return [all]
  const rows = new Map<number | string, number[]>()
  for (const i of all) {
    const own = rows.get(stratum[i])
    if (own) own.push(i)
    else rows.set(stratum[i], [i])
  }
  return Array.from(rows.values(), (own) => Uint32Array.from(own))
}

function addStratum(
  rows: Uint32Array,
  { time, start }: { time: Float64Array; start?: Float64Array },
  event: ArrayLike<number>,
  group: ArrayLike<number>,
  rho: number,
  total: Totals,
) {
  const { observed, expected, variance } = total
  const k = observed.length
  const order = sortedOrder(Float64Array.from(rows, (i) => time[i])).map((i) => rows[i])
  const atRisk = new Float64Array(k)
  if (!start) for (const i of rows) atRisk[group[i]]++
  const late = start && sortedOrder(Float64Array.from(rows, (i) => start[i])).map((i) => rows[i])
  let entered = start ? 0 : rows.length
  let survival = 1
  const leaving = new Float64Array(k)
  const dying = new Float64Array(k)
  for (let i = 0; i < order.length; ) {
    const t = time[order[i]]
    for (; late && entered < late.length && start[late[entered]] < t; entered++) atRisk[group[late[entered]]]++
    const all = entered - i
    leaving.fill(0)
    dying.fill(0)
    let deaths = 0
    for (; i < order.length && time[order[i]] === t; i++) {
      const g = group[order[i]]
      leaving[g]++
      dying[g] += event[order[i]]
      deaths += event[order[i]]
    }
    if (deaths > 0) {
      const weight = rho === 0 ? 1 : pow(survival, rho)
      const spread = all > 1 ? (weight * weight * deaths * (all - deaths)) / (all * (all - 1)) : 0
      for (let a = 0; a < k; a++) {
        observed[a] += weight * dying[a]
        expected[a] += (weight * deaths * atRisk[a]) / all
        variance[a * k + a] += spread * atRisk[a]
        for (let b = 0; b < k; b++) variance[a * k + b] -= (spread * atRisk[a] * atRisk[b]) / all
      }
      survival *= (all - deaths) / all
    }
    for (let a = 0; a < k; a++) atRisk[a] -= leaving[a]
  }
}

/**
 * One of the groups that were ever at risk is left out, the differences of the others are tested. A group whose difference
 * follows from the others' (never at risk together with them) adds nothing, and no degree of freedom.
 */
function statistic({ observed, expected, variance }: Totals): ChiSquareStatistic {
  const k = observed.length
  const present = Array.from(expected.keys()).filter((a) => expected[a] > 0)
  const tested = present.slice(1)
  while (tested.length > 0) {
    const df = tested.length
    const matrix = Float64Array.from(
      { length: df * df },
      (_, i) => variance[tested[Math.floor(i / df)] * k + tested[i % df]],
    )
    const difference = Float64Array.from(tested, (a) => observed[a] - expected[a])
    const dependent = cholesky(matrix, df)
    if (dependent < 0) return chiSquareStatistic(quadraticForm(matrix, df, difference), df)
    tested.splice(dependent, 1)
  }
  throw TooFewValues('A log-rank test of groups that are at risk together at an event', 2, Math.min(1, present.length))
}
