import { TooFewValues, UnequalLengths } from '../../errors/index.ts'
import { sortedOrder } from '../descriptive/ranks.ts'
import { normal } from '../distributions/index.ts'
import { requireFinite } from '../numerics/check-arguments.ts'
import { denseRanks, rankSums } from '../numerics/rank-sums.ts'
import { checkedEntries } from './times.ts'

/** Harrell’s C with its interval and pairs. */
export interface Concordance {
  /** Harrell's C: the share of usable pairs in which the patient with the higher risk had the event first. */
  c: number
  /** By the infinitesimal jackknife. */
  standardError: number
  lower: number
  upper: number
  concordant: number
  discordant: number
  /** Usable pairs of equal risk; they count a half. */
  tiedRisk: number
}

/**
 * Harrell's C of a risk for survival. Equals R's concordance(Surv(time, event) ~ risk, reverse = TRUE).
 *
 * A pair is usable where one had the event before the other was
 * last seen; a censoring at the time of an event counts as later. With times of entry, the other must have entered before
 * the event. n log n.
 *
 * @param time n follow-up times ≥ 0, in any one unit (months)
 * @param event n flags: 1 the event happened at the time, 0 censored then
 * @param risk n finite numbers, higher meaning an earlier event
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @param start n times of entry, below the times, of patients who came under observation late
 * @returns C (0 to 1) with its standard error and interval, and the pairs
 * @throws TooFewValues without a usable pair
 * @throws UnequalLengths where the arrays differ in length
 * @throws NotFinite for a time that is not finite
 * @throws NegativeTime for one below 0
 * @throws NotBinary for a flag other than 0 or 1
 * @example
 * ```ts
 * import { harrellC } from 'nomoscope/statistics'
 *
 * const { c, concordant, discordant } = harrellC([1, 2, 3], [1, 1, 1], [3, 1, 2])
 * c.toFixed(4) // → '0.6667'
 * concordant // → 2
 * discordant // → 1
 * ```
 */
export function harrellC(
  time: ArrayLike<number>,
  event: ArrayLike<number>,
  risk: ArrayLike<number>,
  level = 0.95,
  start?: ArrayLike<number>,
): Concordance {
  const { concordant, discordant, tiedRisk, net, usable } = concordancePairs(time, event, risk, start)
  const pairs = concordant + discordant + tiedRisk
  if (pairs === 0) throw TooFewValues("Harrell's C of usable pairs", 1, 0)
  const somers = (concordant - discordant) / pairs
  let variance = 0
  for (let i = 0; i < net.length; i++) variance += (net[i] - somers * usable[i]) ** 2
  const c = (somers + 1) / 2
  const standardError = Math.sqrt(variance) / pairs / 2
  const half = normal.upperQuantile((1 - level) / 2) * standardError
  return {
    c,
    standardError,
    lower: Math.max(0, c - half),
    upper: Math.min(1, c + half),
    concordant,
    discordant,
    tiedRisk,
  }
}

/** Usable pairs, in all and of each patient: concordant less discordant ones, and their number. */
export interface ConcordancePairs extends Pick<Concordance, 'concordant' | 'discordant' | 'tiedRisk'> {
  net: Float64Array
  usable: Float64Array
}

/** The pairs that `harrellC` counts, of the same arguments; there may be none. */
export function concordancePairs(
  time: ArrayLike<number>,
  event: ArrayLike<number>,
  risk: ArrayLike<number>,
  start?: ArrayLike<number>,
): ConcordancePairs {
  const { time: at, start: entry } = checkedEntries(time, event, start)
  const n = at.length
  if (risk.length !== n) throw UnequalLengths('The times', n, 'the risks', risk.length)
  requireFinite(risk, 'The risks')
  const rank = denseRanks(risk, sortedOrder(risk))
  const order = sortedOrder(at)
  const entered = entry && sortedOrder(entry)
  // Each patient's pairs, as the one with the event (against later ones) and as the later one (against events before).
  const net = new Float64Array(n)
  const usable = new Float64Array(n)
  let concordant = 0
  let discordant = 0
  let tiedRisk = 0
  const later = rankSums(n)
  for (let end = n, notYet = n; end > 0; ) {
    const first = firstOfTime(order, at, end)
    const now = at[order[first]]
    if (entry && entered)
      for (; notYet > 0 && entry[entered[notYet - 1]] >= now; notYet--) later.add(rank[entered[notYet - 1]], -1)
    for (let i = first; i < end; i++) if (!event[order[i]]) later.add(rank[order[i]])
    const total = later.total()
    for (let i = first; i < end; i++) {
      const patient = order[i]
      if (!event[patient]) continue
      const { below, equal } = later.around(rank[patient])
      const above = total - below - equal
      concordant += below
      discordant += above
      tiedRisk += equal
      net[patient] += below - above
      usable[patient] += total
    }
    for (let i = first; i < end; i++) if (event[order[i]]) later.add(rank[order[i]])
    end = first
  }
  const earlier = rankSums(n)
  const count = (patient: number, sign: 1 | -1) => {
    const { below, equal } = earlier.around(rank[patient])
    net[patient] += sign * (earlier.total() - below - equal - below)
    usable[patient] += sign * earlier.total()
  }
  for (let first = 0, notYet = 0; first < n; ) {
    const now = at[order[first]]
    let end = first
    while (end < n && at[order[end]] === now) end++
    // events up to a patient's entry were before that patient was seen
    if (entry && entered) for (; notYet < n && entry[entered[notYet]] < now; notYet++) count(entered[notYet], -1)
    for (let i = first; i < end; i++) if (event[order[i]]) count(order[i], 1)
    for (let i = first; i < end; i++) if (event[order[i]]) earlier.add(rank[order[i]])
    for (let i = first; i < end; i++) if (!event[order[i]]) count(order[i], 1)
    first = end
  }
  return { concordant, discordant, tiedRisk, net, usable }
}

function firstOfTime(order: Uint32Array, time: Float64Array, end: number) {
  let first = end - 1
  while (first > 0 && time[order[first - 1]] === time[order[end - 1]]) first--
  return first
}
