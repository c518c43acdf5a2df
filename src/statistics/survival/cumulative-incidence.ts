import { InvalidArgument, UnequalLengths } from '../../errors/index.ts'
import { pow } from '../../portable-math.ts'
import { sortedOrder } from '../descriptive/ranks.ts'
import { normal } from '../distributions/index.ts'
import { checkedTimes } from './times.ts'

/** Cumulative incidence of one cause: one entry a distinct time of any event, rising. */
export interface CumulativeIncidence {
  time: Float64Array
  /** Observed just before the time, and how many had the cause or another at it. */
  atRisk: Float64Array
  events: Float64Array
  others: Float64Array
  /** Probability of the cause by the time, with its standard error and log-log interval. */
  incidence: Float64Array
  standardError: Float64Array
  lower: Float64Array
  upper: Float64Array
  n: number
}

/**
 * Cumulative incidence of the cause in the presence of others (Aalen & Johansen). The variance is Gray's (as cmprsk's
 * cuminc), the interval symmetric on the log(−log) scale.
 *
 * @param time n times, of any unit
 * @param cause n numbers: 0 (censored), 1 (the cause of interest) or any other (another cause)
 * @param level of the interval
 * @returns the incidence after each event, with its standard error and interval
 * @throws UnequalLengths, NotFinite, NegativeTime, InvalidArgument without an event of the cause
 */
export function cumulativeIncidence(
  time: ArrayLike<number>,
  cause: ArrayLike<number>,
  level = 0.95,
): CumulativeIncidence {
  const { at, order } = checked(time, cause)
  const steps = eventSteps(at, cause, order)
  const m = steps.length
  const n = at.length
  const column = () => new Float64Array(m)
  const curve: CumulativeIncidence = {
    time: Float64Array.from(steps, (step) => step.time),
    atRisk: Float64Array.from(steps, (step) => step.atRisk),
    events: Float64Array.from(steps, (step) => step.cause),
    others: Float64Array.from(steps, (step) => step.others),
    incidence: column(),
    standardError: column(),
    lower: column(),
    upper: column(),
    n,
  }
  // V(t) = Σ w (a − F(t) b)², kept as its three sums
  let [square, mixed, plain] = [0, 0, 0]
  let survival = 1
  let incidence = 0
  const z = normal.upperQuantile((1 - level) / 2)
  steps.forEach(({ atRisk, cause, others }, k) => {
    const after = (survival * (atRisk - cause - others)) / atRisk
    incidence += (survival * cause) / atRisk
    const inverse = after > 0 ? 1 / after : 0
    const add = (events: number, a: number) => {
      const weight = (survival / atRisk) ** 2 * events * (events > 1 ? 1 - (events - 1) / (atRisk - 1) : 1)
      square += weight * a * a
      mixed += weight * a * inverse
      plain += weight * inverse * inverse
    }
    if (others > 0 && after > 0) add(others, incidence * inverse)
    if (cause > 0) add(cause, 1 + incidence * inverse)
    survival = after
    curve.incidence[k] = incidence
    const variance = square + incidence * incidence * plain - 2 * incidence * mixed
    const error = Math.sqrt(Math.max(0, variance))
    curve.standardError[k] = error
    const width = (z * error) / (incidence * Math.log(incidence))
    const inside = incidence > 0 && incidence < 1
    curve.lower[k] = inside ? pow(incidence, Math.exp(-width)) : incidence
    curve.upper[k] = inside ? pow(incidence, Math.exp(width)) : incidence
  })
  return curve
}

/**
 * The estimate at given times: that of the last event before each; 0 before the first.
 *
 * @param curve from `cumulativeIncidence`
 * @param times in its unit
 * @returns the estimate, its standard error and interval at each
 */
export function incidenceAt(curve: CumulativeIncidence, times: readonly number[]) {
  return times.map((time) => {
    let k = -1
    while (k + 1 < curve.time.length && curve.time[k + 1] <= time) k++
    if (k < 0) return { time, incidence: 0, standardError: 0, lower: 0, upper: 0 }
    const of = (values: Float64Array) => values[k]
    return {
      time,
      incidence: of(curve.incidence),
      standardError: of(curve.standardError),
      lower: of(curve.lower),
      upper: of(curve.upper),
    }
  })
}

/** Times with an event of any cause, with those at risk. */
export function eventSteps(at: ArrayLike<number>, cause: ArrayLike<number>, order: ArrayLike<number>) {
  const n = at.length
  const steps: { time: number; atRisk: number; cause: number; others: number }[] = []
  for (let i = 0; i < n; ) {
    const time = at[order[i]]
    const atRisk = n - i
    let [own, others] = [0, 0]
    for (; i < n && at[order[i]] === time; i++) {
      if (cause[order[i]] === 1) own++
      else if (cause[order[i]] !== 0) others++
    }
    if (own + others > 0) steps.push({ time, atRisk, cause: own, others })
  }
  return steps
}

export function checked(time: ArrayLike<number>, cause: ArrayLike<number>) {
  if (time.length !== cause.length) throw UnequalLengths('The times', time.length, 'the causes', cause.length)
  const any = Float64Array.from(cause, (value) => Number(value !== 0))
  const at = checkedTimes(time, any)
  let own = 0
  for (let i = 0; i < cause.length; i++) if (cause[i] === 1) own++
  if (own === 0) throw InvalidArgument('The causes', 'such that the cause of interest (1) occurred')
  return { at, order: sortedOrder(at) }
}
