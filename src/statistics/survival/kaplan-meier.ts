import { InvalidArgument } from '../../errors/index.ts'
import { sortedOrder } from '../descriptive/ranks.ts'
import { normal } from '../distributions/index.ts'
import { checkedEntries } from './times.ts'

/** On which scale the interval of S(t) is symmetric: R's default is log, lifelines' is log-log. */
export type SurvivalInterval = 'log' | 'log-log' | 'plain'

/** A Kaplan-Meier curve: one entry a distinct time of event or censoring, in rising order. */
export interface SurvivalCurve {
  time: Float64Array
  /** Observed just before the time, events at it, and censored at it. */
  atRisk: Float64Array
  events: Float64Array
  censored: Float64Array
  /** S just after the time. */
  survival: Float64Array
  /** Greenwood's, of S itself. NaN, as the limits, where S is 0. */
  standardError: Float64Array
  lower: Float64Array
  upper: Float64Array
  interval: SurvivalInterval
  level: number
  n: number
}

/**
 * Kaplan-Meier estimate with Greenwood's standard errors. Equals R's survfit(Surv(time, event) ~ 1, conf.type).
 *
 * Limits are clipped to 0..1.
 *
 * @param time n follow-up times ≥ 0, in any one unit (months)
 * @param event n flags: 1 the event happened at the time, 0 censored then
 * @param interval the scale of the limits
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @param start n times of entry, below `time`, of patients who came under observation late: survfit(Surv(start, time, event) ~ 1)
 * @returns the curve, one entry a distinct time
 * @throws UnequalLengths where the arrays differ in length
 * @throws NotFinite for a time that is not finite
 * @throws NegativeTime for one below 0
 * @throws NotBinary for a flag other than 0 or 1
 * @throws TooFewValues without patients
 * @throws EntryNotBefore for an entry that is not before the time
 * @throws InvalidArgument for a level outside 0 to 1
 * @example
 * ```ts
 * import { kaplanMeier } from 'nomoscope/statistics'
 *
 * const curve = kaplanMeier([1, 2, 3, 4], [1, 0, 1, 1])
 * Array.from(curve.survival) // → [ 0.75, 0.75, 0.375, 0 ]
 * Array.from(curve.atRisk) // → [ 4, 3, 2, 1 ]
 * ```
 */
export function kaplanMeier(
  time: ArrayLike<number>,
  event: ArrayLike<number>,
  interval: SurvivalInterval = 'log',
  level = 0.95,
  start?: ArrayLike<number>,
): SurvivalCurve {
  if (!(level > 0 && level < 1)) throw InvalidArgument('The confidence level', 'between 0 and 1')
  const { time: at, start: entry } = checkedEntries(time, event, start)
  const order = sortedOrder(at)
  const n = at.length
  let rows = 0
  for (let i = 0; i < n; i++) if (i === 0 || at[order[i]] !== at[order[i - 1]]) rows++
  const column = () => new Float64Array(rows)
  const curve: SurvivalCurve = {
    time: column(),
    atRisk: column(),
    events: column(),
    censored: column(),
    survival: column(),
    standardError: column(),
    lower: column(),
    upper: column(),
    interval,
    level,
    n,
  }
  const z = normal.upperQuantile((1 - level) / 2)
  const entries = entry?.toSorted()
  let entered = entries ? 0 : n
  let survival = 1
  let greenwood = 0
  for (let row = 0, i = 0; row < rows; row++) {
    const t = at[order[i]]
    if (entries) while (entered < n && entries[entered] < t) entered++
    const atRisk = entered - i
    let events = 0
    let here = 0
    while (i < n && at[order[i]] === t) {
      events += event[order[i]]
      here++
      i++
    }
    survival *= (atRisk - events) / atRisk
    if (events > 0) greenwood += events / (atRisk * (atRisk - events))
    const [lower, upper] = limits(survival, Math.sqrt(greenwood), z, interval)
    curve.time[row] = t
    curve.atRisk[row] = atRisk
    curve.events[row] = events
    curve.censored[row] = here - events
    curve.survival[row] = survival
    curve.standardError[row] = survival === 0 ? Number.NaN : survival * Math.sqrt(greenwood)
    curve.lower[row] = lower
    curve.upper[row] = upper
  }
  return curve
}

/** error is the standard error of log S. */
function limits(s: number, error: number, z: number, interval: SurvivalInterval): [number, number] {
  if (s === 0) return [Number.NaN, Number.NaN]
  if (interval === 'plain') return [Math.max(0, s - z * error * s), Math.min(1, s + z * error * s)]
  if (interval === 'log') return [s * Math.exp(-z * error), Math.min(1, s * Math.exp(z * error))]
  if (s === 1) return [Number.NaN, Number.NaN]
  const logLog = Math.log(-Math.log(s))
  const width = (z * error) / Math.log(s)
  return [Math.exp(-Math.exp(logLog - width)), Math.exp(-Math.exp(logLog + width))]
}
