import { ConstantValues, InvalidArgument, UnequalLengths } from '../../errors/index.ts'
import { pow } from '../../portable-math.ts'
import { mean, sumOfSquares } from '../descriptive/descriptive.ts'
import { sortedOrder } from '../descriptive/ranks.ts'
import { normal } from '../distributions/index.ts'
import { requireFinite } from '../numerics/check-arguments.ts'
import { randomStream, shuffle } from '../resampling/random.ts'
import { checkedTimes } from './times.ts'

/** The cut-point that separates survival best, with its tests. */
export interface CutPoint {
  /** Patients at or below the cut-point are one group, those above the other. */
  cut: number
  /** The largest standardised log-rank statistic over the candidates. */
  statistic: number
  /** Adjusted for having looked at every cut: the smaller of the two bounds below. */
  p: number
  /** Lausen & Schumacher's limit for large n, and Lausen, Sauerbrei & Schumacher's improved Bonferroni bound. */
  lausen92: number
  lausen94: number
  /** Share of permutations with as large a statistic, where they were asked for. */
  permutationP?: number
  /** p of the best cut as if it had been fixed beforehand: too small, for comparison only. */
  unadjustedP: number
  cuts: Float64Array
  statistics: Float64Array
}

/**
 * The cut-point of a marker that separates survival best, with a p-value that knows it was searched for.
 *
 * Equals maxstat.test(smethod = "LogRank", pmethod = "Lau92" and "Lau94"). A cut-point learnt here is a fit: judge it on
 * other patients.
 * Sources: Hothorn & Lausen 2003 (scores); Lausen & Schumacher 1992; Lausen, Sauerbrei & Schumacher 1994.
 *
 * @param time n follow-up times ≥ 0, in any one unit (months)
 * @param event n flags: 1 the event happened at the time, 0 censored then
 * @param marker n finite values, any unit; candidates leave at least `share` of the patients on either side
 * @param share smallest share of a group, above 0 and below 0.5
 * @param permutations how many times the marker is shuffled against survival for `permutationP`
 * @param seed of the shuffles
 * @returns the cut-point, in the unit of the marker, with its statistic and adjusted p
 * @throws UnequalLengths where the arrays differ in length
 * @throws NotFinite for a value that is NaN or infinite
 * @throws InvalidArgument for a share or number of permutations outside its range
 * @throws ConstantValues where no cut is left
 * @throws NegativeTime for a time below 0
 * @throws NotBinary for a flag other than 0 or 1
 * @throws TooFewValues without patients
 * @example
 * ```ts
 * import { optimalCutPoint } from 'nomoscope/statistics'
 *
 * const time = [1, 2, 3, 4, 11, 12, 13, 14]
 * optimalCutPoint(time, [1, 1, 1, 1, 1, 1, 1, 1], [9, 8, 7, 6, 1, 2, 3, 4]).cut // → 4
 * ```
 */
export function optimalCutPoint(
  time: ArrayLike<number>,
  event: ArrayLike<number>,
  marker: ArrayLike<number>,
  share = 0.1,
  permutations = 0,
  seed = 1,
): CutPoint {
  const at = checkedTimes(time, event)
  const n = at.length
  if (marker.length !== n) throw UnequalLengths('The times', n, 'the marker', marker.length)
  requireFinite(marker, 'The marker')
  if (!(share > 0 && share < 0.5)) throw InvalidArgument('The smallest share of a group', 'between 0 and 0.5')
  if (!(Number.isSafeInteger(permutations) && permutations >= 0 && permutations <= 1e6))
    throw InvalidArgument('The number of permutations', 'a whole number from 0 to 1,000,000')
  const order = sortedOrder(marker)
  const below: number[] = []
  for (let k = Math.max(1, Math.floor(n * share)); k <= Math.floor(n * (1 - share)) && k < n; k++)
    if (marker[order[k - 1]] !== marker[order[k]]) below.push(k)
  const scores = logRankScores(at, event)
  const centre = mean(scores)
  const spread = sumOfSquares(scores, centre)
  if (below.length === 0 || !(spread > 0)) throw ConstantValues('the marker (or of survival) between the outer shares')
  const statisticsOf = (inOrder: Float64Array) => {
    const statistics = new Float64Array(below.length)
    let sum = 0
    for (let i = 0, c = 0; c < below.length; i++) {
      sum += inOrder[i]
      const k = i + 1
      if (k !== below[c]) continue
      statistics[c++] = Math.abs(sum - k * centre) / Math.sqrt(((k * (n - k)) / (n * (n - 1))) * spread)
    }
    return statistics
  }
  const inOrder = Float64Array.from(order, (i) => scores[i])
  const statistics = statisticsOf(inOrder)
  const best = statistics.reduce((found, value, i) => (value > statistics[found] ? i : found), 0)
  const statistic = statistics[best]
  const lausen92 = largeSampleBound(statistic, share)
  const lausen94 = bonferroniBound(statistic, below, n)
  const random = randomStream(seed, 'cut-point')
  let asLarge = 0
  for (let b = 0; b < permutations; b++)
    if (statisticsOf(shuffle(inOrder, random)).some((value) => value >= statistic * (1 - 1e-12))) asLarge++
  return {
    cut: marker[order[below[best] - 1]],
    statistic,
    p: Math.min(lausen92, lausen94),
    lausen92,
    lausen94,
    ...(permutations > 0 ? { permutationP: (asLarge + 1) / (permutations + 1) } : {}),
    unadjustedP: normal.twoSided(statistic),
    cuts: Float64Array.from(below, (k) => marker[order[k - 1]]),
    statistics,
  }
}

/** event - Σ over earlier or equal times of events / (n + 1 - rank), ranks the largest among ties. */
function logRankScores(time: Float64Array, event: ArrayLike<number>) {
  const n = time.length
  const order = sortedOrder(time)
  const scores = new Float64Array(n)
  let hazard = 0
  for (let i = 0; i < n; ) {
    let j = i
    let events = 0
    while (j < n && time[order[j]] === time[order[i]]) events += event[order[j++]]
    hazard += events / (n + 1 - j)
    for (; i < j; i++) scores[order[i]] = event[order[i]] - hazard
  }
  return scores
}

function largeSampleBound(b: number, share: number) {
  const density = normal.density(b)
  const ends = Math.log(((1 - share) * (1 - share)) / (share * share))
  return Math.min(1, Math.max(0, (4 * density) / b + density * (b - 1 / b) * ends))
}

function bonferroniBound(b: number, below: number[], n: number) {
  let p = 2 * normal.upper(b)
  for (let i = 0; i + 1 < below.length; i++) {
    const [here, next] = [below[i], below[i + 1]]
    const t = Math.sqrt(1 - (here * (n - next)) / ((n - here) * next))
    p += (Math.exp((-b * b) / 2) / Math.PI) * (t - ((b * b) / 4 - 1) * (pow(t, 3) / 6))
  }
  return Math.min(1, p)
}
