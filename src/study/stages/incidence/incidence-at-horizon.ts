import { Problem } from '../../../errors/index.ts'
import { cloglog } from '../../../model/measures/at-horizon.ts'
import { rangeOf } from '../../../statistics/descriptive/range.ts'
import { decisionCurveCompeting } from '../../../statistics/performance/decision-curve.ts'
import { splineBasis, splineKnots } from '../../../statistics/regression/splines.ts'
import { type AtHorizon, atHorizonCompeting } from '../../../statistics/survival/at-horizon.ts'
import { cumulativeIncidence, incidenceAt } from '../../../statistics/survival/cumulative-incidence.ts'
import { fineGray, fineGrayRisk } from '../../../statistics/survival/fine-gray.ts'

/** What risks of an event by one time do where another event may come first; NaN where there is nothing to tell. */
export interface IncidenceAtHorizon extends AtHorizon {
  time: number
  /** Mean risk, the Aalen–Johansen estimate with its interval, and the second over the first. */
  predicted: number
  observed: number
  lower: number
  upper: number
  ratio: number
  /** Incidence by a Fine–Gray regression on a spline of the risk. */
  calibration: { predicted: number[]; observed: number[] }
  groups: { predicted: number; observed: number; lower: number; upper: number; n: number }[]
  decision: { thresholds: number[]; netBenefit: number[]; treatAll: number[] }
}

const eventsPerGroup = 5
const maximumGroups = 5
const curvePoints = 60
const thresholds = Array.from({ length: 60 }, (_, i) => (i + 1) / 100)

/**
 * Risks of an event by a time against what happened: AUC (controls are all without the event, those with the competing one
 * among them) and Brier score by inverse probability of censoring, calibration against the Aalen–Johansen estimate, and net
 * benefit by it (Vickers 2008).
 *
 * cause  0 censored, 1 the event, 2 the competing one
 */
export function incidenceAtHorizon(
  risk: Float64Array,
  time: Float64Array,
  cause: Float64Array,
  at: number,
): IncidenceAtHorizon {
  const mean = (rows: readonly number[]) => rows.reduce((sum, i) => sum + risk[i], 0) / rows.length
  const observedIn = (rows: readonly number[]) => {
    const of = (values: Float64Array) => Float64Array.from(rows, (i) => values[i])
    if (!rows.some((i) => cause[i] === 1)) return { observed: 0, lower: 0, upper: 0 }
    const [{ incidence, lower, upper }] = incidenceAt(cumulativeIncidence(of(time), of(cause)), [at])
    return { observed: incidence, lower, upper }
  }
  const all = Array.from(risk.keys())
  const order = [...all].sort((a, b) => risk[a] - risk[b] || a - b)
  const events = all.filter((i) => cause[i] === 1 && time[i] <= at).length
  const count = Math.max(1, Math.min(maximumGroups, Math.floor(events / eventsPerGroup)))
  const edge = (g: number) => Math.round((g * order.length) / count)
  const groups = Array.from({ length: count }, (_, g) => {
    const rows = order.slice(edge(g), edge(g + 1))
    return { predicted: mean(rows), n: rows.length, ...observedIn(rows) }
  })
  const whole = observedIn(all)
  const predicted = mean(all)
  return {
    time: at,
    ...atHorizonCompeting(time, cause, risk, at),
    predicted,
    ...whole,
    ratio: whole.observed / predicted,
    calibration: calibrationCurve(risk, time, cause, at),
    groups,
    decision: decisionOf(risk, time, cause, at),
  }
}

function decisionOf(risk: Float64Array, time: Float64Array, cause: Float64Array, at: number) {
  try {
    const { netBenefit, treatAll } = decisionCurveCompeting(risk, time, cause, at, thresholds)
    return { thresholds, netBenefit: Array.from(netBenefit), treatAll: Array.from(treatAll) }
  } catch (error) {
    if (error instanceof Problem) return { thresholds: [], netBenefit: [], treatAll: [] } // nobody has the event by then
    throw error
  }
}

/**
 * The incidence observed at each risk foretold: by a Fine–Gray regression on a restricted cubic spline (three knots) of the
 * complementary log-log of the risks (Austin, Putter, Giardiello & van Klaveren 2022). Empty where it has no estimate.
 */
export function calibrationCurve(risk: Float64Array, time: Float64Array, cause: Float64Array, at: number) {
  const none = { predicted: [], observed: [] }
  const [low, high] = rangeOf(risk)
  if (!(high - low > 1e-9)) return none
  const x = Array.from(risk, cloglog)
  const sorted = Float64Array.from(risk).sort()
  const points = Math.min(sorted.length, curvePoints)
  const predicted = Array.from(
    { length: points },
    (_, i) => sorted[Math.round((i * (sorted.length - 1)) / Math.max(1, points - 1))],
  )
  try {
    const knots = splineKnots(x, 3)
    const fit = fineGray(splineBasis(x, knots), time, cause)
    const basis = splineBasis(predicted.map(cloglog), knots)
    const eta = predicted.map((_, i) =>
      fit.coefficients.reduce((sum, b, j) => sum + b * basis.values[j * predicted.length + i], 0),
    )
    return { predicted, observed: Array.from(fineGrayRisk(fit, eta, at)) }
  } catch (error) {
    if (error instanceof Problem) return none // too few different risks for three knots, or no finite estimate
    throw error
  }
}
