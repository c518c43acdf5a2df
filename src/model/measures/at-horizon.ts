import { rangeOf } from '../../statistics/descriptive/range.ts'
import { splineBasis, splineKnots } from '../../statistics/regression/splines.ts'
import { type AtHorizon, atHorizon } from '../../statistics/survival/at-horizon.ts'
import { cox } from '../../statistics/survival/cox.ts'
import { baselineHazard, coxRisk } from '../../statistics/survival/cox-diagnostics.ts'
import { survivalAt } from '../../statistics/survival/curve-summaries.ts'
import { kaplanMeier } from '../../statistics/survival/kaplan-meier.ts'
import { type FollowedRows, outcomeAt } from '../../step.ts'

/** Measures of a Cox model's risks at one horizon; what cannot be computed is NaN. */
export interface HorizonMeasures extends AtHorizon {
  /** Mean risk, and the share with the event by Kaplan and Meier's estimate. */
  predicted: number
  observed: number
  /** Observed over predicted: 1 is right, less means risks too high. Its optimism means nothing. */
  ratio: number
}

/** The same with what a figure shows of it. */
export interface HorizonPerformance extends HorizonMeasures {
  time: number
  /** Patients with the event by the horizon, and those followed up to it. */
  events: number
  atRisk: number
  /** Of the observed share. */
  lower: number
  upper: number
  calibration: { predicted: number[]; observed: number[]; corrected?: number[] }
  groups: { predicted: number; observed: number; lower: number; upper: number; n: number }[]
}

export const horizonMeasureNames = ['auc', 'brier', 'scaledBrier', 'predicted', 'observed', 'ratio'] as const

const curvePoints = 60
const maximumGroups = 5
const eventsPerGroup = 5

/** Measures of risks of an event by a horizon. */
export function horizonMeasures(risk: readonly number[], followed: FollowedRows, horizon: number): HorizonMeasures {
  const predicted = meanOf(risk)
  const { value: observed } = observedRisk(followed, horizon)
  return { ...weighted(risk, followed, horizon), predicted, observed, ratio: observed / predicted }
}

/**
 * AUC and Brier score by inverse probability of censoring. Of patients who came under observation late there are none: the
 * weights make up for those who were lost, not for those with an event before they could be seen.
 */
function weighted(risk: readonly number[], { time, event, start }: FollowedRows, horizon: number): AtHorizon {
  return start ? { auc: Number.NaN, brier: Number.NaN, scaledBrier: Number.NaN } : atHorizon(time, event, risk, horizon)
}

/** Measures and curves of risks of an event by a horizon. */
export function horizonPerformance(
  risk: readonly number[],
  followed: FollowedRows,
  horizon: number,
): HorizonPerformance {
  const { lower, upper } = observedRisk(followed, horizon)
  const times = Float64Array.from(followed.time)
  const events = times.filter((t, i) => followed.event[i] && t <= horizon).length
  return {
    time: horizon,
    ...horizonMeasures(risk, followed, horizon),
    events,
    atRisk: times.filter((t) => t >= horizon).length,
    lower,
    upper,
    calibration: calibrationOf(risk, followed, horizon),
    groups: groupsOf(risk, followed, horizon, events),
  }
}

/**
 * What is observed at each risk foretold: the risk at the horizon by a Cox regression on a restricted cubic spline (three
 * knots) of the complementary log-log of the risks (Austin, Harrell & van Klaveren 2020). NaN beyond the risks that
 * occur; undefined where the regression has no finite estimate.
 */
export function calibrationCurve(
  risk: readonly number[],
  followed: FollowedRows,
  horizon: number,
): ((at: readonly number[]) => number[]) | undefined {
  const { time, event, start } = followed
  const x = risk.map(cloglog)
  const [low, high] = rangeOf(risk)
  if (!(high - low > 1e-9) || !Array.prototype.some.call(event, Boolean)) return undefined
  try {
    const knots = splineKnots(x, 3)
    const fit = cox(splineBasis(x, knots), time, event, { start })
    if (fit.diverging) return undefined
    const [baseline] = baselineHazard(fit, time, event, { start })
    return (at) => {
      const basis = splineBasis(at.map(cloglog), knots)
      const eta = at.map((_, i) => fit.coefficients.reduce((sum, b, j) => sum + b * basis.values[j * at.length + i], 0))
      return Array.from(coxRisk(baseline, eta, horizon), (value, i) =>
        at[i] < low || at[i] > high ? Number.NaN : value,
      )
    }
  } catch {
    return undefined // too few different risks for three knots
  }
}

function calibrationOf(risk: readonly number[], followed: FollowedRows, horizon: number) {
  const curve = calibrationCurve(risk, followed, horizon)
  if (!curve) return { predicted: [], observed: [] }
  const sorted = [...risk].sort((a, b) => a - b)
  const step = Math.max(1, (sorted.length - 1) / (curvePoints - 1))
  const predicted = Array.from(
    { length: Math.min(sorted.length, curvePoints) },
    (_, i) => sorted[Math.min(sorted.length - 1, Math.round(i * step))],
  )
  return { predicted, observed: curve(predicted) }
}

/** Groups of rising risk, five at the most and each with about five events or more. */
function groupsOf(risk: readonly number[], followed: FollowedRows, horizon: number, events: number) {
  const order = risk.map((_, i) => i).sort((a, b) => risk[a] - risk[b] || a - b)
  const count = Math.max(1, Math.min(maximumGroups, Math.floor(events / eventsPerGroup)))
  const edge = (g: number) => Math.round((g * order.length) / count)
  return Array.from({ length: count }, (_, g) => {
    const own = order.slice(edge(g), edge(g + 1))
    const { value, lower, upper } = observedRisk(outcomeAt(followed, own), horizon)
    return { predicted: meanOf(own.map((i) => risk[i])), observed: value, lower, upper, n: own.length }
  })
}

/** Share with the event by the horizon, by Kaplan and Meier, with its log-log interval; NaN where nobody is followed that far. */
function observedRisk({ time, event, start }: FollowedRows, horizon: number) {
  if (!Array.prototype.some.call(time, (t) => t >= horizon))
    return { value: Number.NaN, lower: Number.NaN, upper: Number.NaN }
  const [{ survival, lower, upper }] = survivalAt(kaplanMeier(time, event, 'log-log', undefined, start), [horizon])
  return { value: 1 - survival, lower: 1 - upper, upper: 1 - lower }
}

/** log(−log(1 − p)), kept finite. */
export function cloglog(risk: number): number {
  return Math.log(-Math.log1p(-Math.min(Math.max(risk, 1e-12), 1 - 1e-12)))
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
