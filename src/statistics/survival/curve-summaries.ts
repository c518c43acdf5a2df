import { InvalidArgument } from '../../errors/index.ts'
import { kaplanMeier, type SurvivalCurve, type SurvivalInterval } from './kaplan-meier.ts'

const tolerance = Math.sqrt(Number.EPSILON)

/** A time with its interval; NaN where the curve, or its limit, does not get that far down. */
export interface SurvivalTime {
  value: number
  lower: number
  upper: number
}

/**
 * Median survival: the first time at which S is at most a half, or the middle of the plateau where S is just a half.
 * Equals the median of R's print(survfit); the limits are where the limits of S pass a half.
 *
 * @param curve a curve of `kaplanMeier`
 * @returns the median with its limits, in the unit of the curve; NaN where not reached
 * @throws nothing
 * @example
 * ```ts
 * import { kaplanMeier, medianSurvival } from 'nomoscope/statistics'
 *
 * medianSurvival(kaplanMeier([1, 2, 3, 4], [1, 1, 1, 1])).value // → 2.5
 * ```
 */
export function medianSurvival(curve: SurvivalCurve): SurvivalTime {
  const first = (s: Float64Array) => {
    const at = s.findIndex((value) => value < 0.5 + tolerance)
    if (at < 0) return Number.NaN
    if (Math.abs(s[at] - 0.5) >= tolerance) return curve.time[at]
    const next = s.findIndex((value, i) => i > at && value < s[at])
    return next < 0 ? curve.time[at] : (curve.time[at] + curve.time[next]) / 2
  }
  return { value: first(curve.survival), lower: first(curve.lower), upper: first(curve.upper) }
}

/**
 * Times by which a share p of patients have had the event. Equals R's quantile(survfit, p), plateaus halved as there.
 *
 * @param curve a curve of `kaplanMeier`
 * @param probabilities k shares 0..1, such as [0.25, 0.5, 0.75]
 * @returns k times with limits, in the unit of the curve
 * @throws InvalidArgument for a probability outside 0 to 1
 * @example
 * ```ts
 * import { kaplanMeier, survivalQuantiles } from 'nomoscope/statistics'
 *
 * survivalQuantiles(kaplanMeier([1, 2, 3, 4], [1, 1, 1, 1]), [0.25])[0].value // → 1.5
 * ```
 */
export function survivalQuantiles(curve: SurvivalCurve, probabilities: readonly number[]): SurvivalTime[] {
  return probabilities.map((p) => {
    if (!(p >= 0 && p <= 1)) throw InvalidArgument('A probability', 'from 0 to 1')
    return {
      value: reaches(curve, curve.survival, p),
      lower: reaches(curve, curve.lower, p),
      upper: reaches(curve, curve.upper, p),
    }
  })
}

/** When 1 - s first is p, halfway to when it passes p. */
function reaches({ time }: SurvivalCurve, s: Float64Array, p: number) {
  if (p === 0) return 0
  const known = s.findLastIndex((value) => !Number.isNaN(value))
  const at = s.findIndex((value) => 1 - value + tolerance >= p)
  const beyond = s.findIndex((value) => 1 - value - tolerance >= p)
  if (at < 0) return Number.NaN
  const end = time[time.length - 1]
  if (known === s.length - 1 && Math.abs(p - (1 - s[known])) < tolerance) return (time[at] + end) / 2
  return beyond < 0 ? Number.NaN : (time[at] + time[beyond]) / 2
}

/** Mean survival until a time, with its standard error. */
export interface RestrictedMean {
  mean: number
  standardError: number
  until: number
}

/**
 * Area under the curve from 0 to `until`. Equals the rmean of R's summary(survfit, rmean = until).
 * Beyond the last time the curve goes on flat, as in R.
 *
 * @param curve a curve of `kaplanMeier`
 * @param until end of the area, in the unit of the curve
 * @returns the mean with its standard error, in the unit of the curve
 * @throws InvalidArgument before the first time
 * @example
 * ```ts
 * import { kaplanMeier, restrictedMean } from 'nomoscope/statistics'
 *
 * restrictedMean(kaplanMeier([1, 2, 3, 4], [1, 1, 1, 1]), 4).mean // → 2.5
 * ```
 */
export function restrictedMean(curve: SurvivalCurve, until: number): RestrictedMean {
  const { time, atRisk, events, survival } = curve
  if (!(until >= time[0] && until < Infinity))
    throw InvalidArgument('The end of a restricted mean', 'at or after the first time')
  let last = time.length - 1
  while (time[last] > until) last--
  let area = 0
  let variance = 0
  // From the end backwards: `area` is what lies beyond time[i], which is what an event there takes from the mean.
  for (let i = last, next = until; i >= 0; i--) {
    area += survival[i] * (next - time[i])
    const left = atRisk[i] - events[i]
    if (left > 0) variance += (area * area * events[i]) / (atRisk[i] * left)
    next = time[i]
  }
  return { mean: area + time[0], standardError: Math.sqrt(variance), until }
}

/** The curve at given times. */
export interface SurvivalAt {
  time: number
  survival: number
  standardError: number
  lower: number
  upper: number
  /** Still observed just before the time. */
  atRisk: number
}

/**
 * S with its limits, and the numbers at risk. Equals R's summary(survfit, times, extend = TRUE).
 *
 * @param curve a curve of `kaplanMeier`
 * @param times k times, in its unit
 * @returns S (0 to 1) with its limits and the number at risk at each time
 * @throws nothing
 * @example
 * ```ts
 * import { kaplanMeier, survivalAt } from 'nomoscope/statistics'
 *
 * const [at] = survivalAt(kaplanMeier([1, 2, 3, 4], [1, 0, 1, 1]), [3])
 * at.survival // → 0.375
 * at.atRisk // → 2
 * ```
 */
export function survivalAt(curve: SurvivalCurve, times: readonly number[]): SurvivalAt[] {
  return times.map((time) => {
    const after = curve.time.findIndex((t) => t > time)
    const last = (after < 0 ? curve.time.length : after) - 1
    const from = curve.time.findIndex((t) => t >= time)
    const atRisk = from < 0 ? 0 : curve.atRisk[from]
    if (last < 0) return { time, survival: 1, standardError: 0, lower: 1, upper: 1, atRisk }
    return {
      time,
      survival: curve.survival[last],
      standardError: curve.standardError[last],
      lower: curve.lower[last],
      upper: curve.upper[last],
      atRisk,
    }
  })
}

/**
 * Median follow-up by reverse Kaplan-Meier: the censoring is the event. Equals R's survfit(Surv(time, 1 - event) ~ 1).
 * Source: Schemper & Smith 1996.
 *
 * @param time n follow-up times ≥ 0, in any one unit (months)
 * @param event n flags: 1 the event happened at the time, 0 censored then
 * @param interval the scale of the limits
 * @param start n times of entry of patients who came under observation late
 * @returns the median with its limits, in the unit of the times
 * @throws UnequalLengths where the arrays differ in length
 * @throws NotFinite for a time that is not finite
 * @throws NegativeTime for one below 0
 * @throws NotBinary for a flag other than 0 or 1
 * @throws TooFewValues without patients
 * @example
 * ```ts
 * import { medianFollowUp } from 'nomoscope/statistics'
 *
 * medianFollowUp([1, 2, 3, 4], [0, 0, 0, 0]).value // → 2.5
 * ```
 */
export function medianFollowUp(
  time: ArrayLike<number>,
  event: ArrayLike<number>,
  interval: SurvivalInterval = 'log',
  start?: ArrayLike<number>,
): SurvivalTime {
  return medianSurvival(
    kaplanMeier(
      time,
      Uint8Array.from(event, (e) => 1 - e),
      interval,
      0.95,
      start,
    ),
  )
}
