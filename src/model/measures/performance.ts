import { pow } from '../../portable-math.ts'
import { normal } from '../../statistics/distributions/index.ts'
import {
  type DecisionCurve,
  decisionCurve,
  decisionCurveSurvival,
} from '../../statistics/performance/decision-curve.ts'
import { aucDelong, rocCurve } from '../../statistics/performance/roc.ts'
import { exactProportion } from '../../statistics/performance/thresholds.ts'
import { lowess } from '../../statistics/smoothing/lowess.ts'
import { harrellC } from '../../statistics/survival/concordance.ts'
import { type FollowedRows, type Outcome, outcomeAt } from '../../step.ts'
import { baselineAt } from '../fit/baseline-survival.ts'
import type { FittedModel } from '../fit/fitted-model.ts'
import { agreementOf } from './agreement.ts'
import { horizonPerformance } from './at-horizon.ts'
import { type Gap, measuredOr } from './gap.ts'
import { isConstant, type MeasuresWithErrors, measuresAt, riskOf } from './measures.ts'
import type { MeasureIntervals, PartPerformance } from './part-performance.ts'

const thresholds = Array.from({ length: 99 }, (_, i) => (i + 1) / 100)
const groupCount = 10
const calibrationPoints = 100

/** Predictions and outcomes of some rows, those without a prediction (a missing block) left out. */
export interface ScoredRows {
  rows: number[]
  lp: number[]
  /** 1 with the outcome, of a survival study with the event. */
  y: number[]
}

/** The rows of `rows` that have a prediction in `lp`, a column of the whole table. */
export function atRows(rows: ArrayLike<number>, lp: ArrayLike<number>, outcome: Outcome): ScoredRows {
  const kept = Array.from(rows).filter((row) => !Number.isNaN(lp[row]))
  const flags = outcome.kind === 'binary' ? outcome.positive : outcome.event
  return { rows: kept, lp: kept.map((row) => lp[row]), y: kept.map((row) => flags[row]) }
}

/**
 * How a linear predictor becomes a risk. Of a Cox model, that of an event by each horizon, from the survival there where
 * the linear predictor is 0: the row's own, as rows of different folds are predicted by different fits.
 */
export interface RiskScale {
  /** None for a logistic model. */
  horizons: readonly number[]
  survival: (row: number) => readonly number[]
}

const logistic: RiskScale = { horizons: [], survival: () => [] }

/** The risk scale of a fitted model, the same for all rows. */
export function riskScaleOf({ family, baseline }: FittedModel, horizons: readonly number[] = []): RiskScale {
  if (family === 'logistic') return logistic
  const survival = horizons.map((time) => baselineAt(baseline!, time))
  return { horizons, survival: () => survival }
}

/** Risks of judged rows by horizon number `h`. */
export function horizonRisks({ rows, lp }: Pick<ScoredRows, 'rows' | 'lp'>, scale: RiskScale, h: number): number[] {
  return rows.map((row, i) => {
    const survival = scale.survival(row)[h]
    // Of a certain survival no hazard makes a risk, be it infinite.
    return survival >= 1 ? 0 : 1 - pow(survival, Math.exp(lp[i]))
  })
}

/** Performance of linear predictors on rows that did not come from resampling: the interval is DeLong's. `of`: whether the model was fitted to them. */
export function partPerformance(
  ids: readonly string[],
  rows: ArrayLike<number>,
  lp: ArrayLike<number>,
  outcome: Outcome,
  scale: RiskScale = logistic,
  kind: 'development' | 'external' = 'external',
): PartPerformance {
  const judged = atRows(rows, lp, outcome)
  const gaps: Gap[] = []
  const measures = measuresAt(rows, lp, outcome, undefined, gaps)
  const interval = Number.isNaN(measures.auc)
    ? noInterval
    : measuredOr('interval', () => intervalOf(judged, outcome), noInterval, gaps)
  return withCurves(ids, judged, outcome, measures, interval, scale, kind, gaps)
}

/** Given measures and interval, with the curves of the judged rows. */
export function withCurves(
  ids: readonly string[],
  judged: ScoredRows,
  outcome: Outcome,
  measures: MeasuresWithErrors,
  interval: { lower: number; upper: number; interval: string },
  scale: RiskScale,
  kind: 'development' | 'external' = 'external',
  gaps: Gap[] = [],
): PartPerformance {
  const performance = curvesOf(ids, judged, outcome, measures, interval, scale, kind, gaps)
  return gaps.length > 0 ? { ...performance, gaps } : performance
}

function curvesOf(
  ids: readonly string[],
  judged: ScoredRows,
  outcome: Outcome,
  { errors, ...measures }: MeasuresWithErrors,
  interval: { lower: number; upper: number; interval: string },
  scale: RiskScale,
  kind: 'development' | 'external',
  gaps: Gap[],
): PartPerformance {
  const { rows, lp, y } = judged
  const events = y.reduce((sum, value) => sum + value, 0)
  const last = scale.horizons.length - 1
  const risk = last < 0 ? lp.map(riskOf) : horizonRisks(judged, scale, last)
  const common = {
    n: rows.length,
    events,
    ...measures,
    ...interval,
    intervals: { measures: intervalsOf(measures, errors), method: 'Wald' },
    predictions: rows.map((row, i) => ({
      id: ids[row],
      lp: lp[i],
      risk: risk[i],
      outcome: y[i],
      ...(outcome.kind === 'survival' && {
        time: outcome.time[row],
        ...(outcome.start && { start: outcome.start[row] }),
      }),
    })),
    roc: { falsePositiveRate: [], sensitivity: [], threshold: [] },
    calibration: { predicted: [], observed: [] },
    groups: [],
    decision: { thresholds: [], netBenefit: [], treatAll: [] },
  }
  if (outcome.kind === 'survival') {
    if (events === 0 || last < 0) return common
    const followed = outcomeAt(outcome, rows)
    const { time, start } = followed
    return {
      ...common,
      ...measuredOr<Pick<PartPerformance, 'horizons'>>(
        'horizon',
        () => ({
          horizons: scale.horizons.map((horizon, h) =>
            horizonPerformance(horizonRisks(judged, scale, h), followed, horizon),
          ),
        }),
        {},
        gaps,
      ),
      ...(horizonReached(followed, scale.horizons[last]) && {
        decision: measuredOr(
          'decision',
          () => decisionOf(decisionCurveSurvival(risk, time, y, scale.horizons[last], thresholds, { start })),
          common.decision,
          gaps,
        ),
      }),
    }
  }
  if (events === 0 || events === y.length) return common
  return {
    ...common,
    ...measuredOr<Pick<PartPerformance, 'agreement'>>(
      'agreement',
      () => ({ agreement: agreementOf(risk, y, kind) }),
      {},
      gaps,
    ),
    roc: measuredOr('curves', () => rocOf(risk, y), common.roc, gaps),
    calibration: measuredOr('curves', () => calibrationOf(risk, y), common.calibration, gaps),
    groups: measuredOr('curves', () => riskGroups(risk, y), common.groups, gaps),
    decision: measuredOr('decision', () => decisionOf(decisionCurve(risk, y, thresholds)), common.decision, gaps),
  }
}

/** Whether events come before a horizon and somebody is followed beyond it: else nothing is known of it. */
function horizonReached({ time, event }: FollowedRows, horizon: number): boolean {
  const times = Float64Array.from(time)
  return times.some((t) => t > horizon) && times.some((t, i) => event[i] && t <= horizon)
}

/** Wald's intervals, value ± z · standard error. */
function intervalsOf(
  measures: Omit<MeasuresWithErrors, 'errors'>,
  errors: MeasuresWithErrors['errors'],
): MeasureIntervals {
  const z = normal.upperQuantile(0.025)
  const values = (name: keyof MeasureIntervals) => ({
    lower: measures[name] - z * errors[name],
    upper: measures[name] + z * errors[name],
  })
  return {
    brier: values('brier'),
    calibrationIntercept: values('calibrationIntercept'),
    calibrationSlope: values('calibrationSlope'),
  }
}

const noInterval = { lower: Number.NaN, upper: Number.NaN, interval: 'none' }

/** None of a model that gives everyone the same risk: it ranks nobody, and an interval of no width would be a claim. */
function intervalOf({ rows, lp, y }: ScoredRows, outcome: Outcome) {
  if (isConstant(lp)) return noInterval
  if (outcome.kind === 'survival') {
    if (!y.some(Boolean)) return noInterval
    const { time, start } = outcomeAt(outcome, rows)
    const { lower, upper } = harrellC(time, y, lp, undefined, start)
    return { lower, upper, interval: 'infinitesimal jackknife' }
  }
  const events = y.reduce((sum, value) => sum + value, 0)
  if (Math.min(events, y.length - events) < 2) return noInterval
  const { lower, upper } = aucDelong(lp, y)
  // of an AUC of exactly 1 DeLong's variance is nought, which nobody believes
  return upper > lower ? { lower, upper, interval: 'DeLong' } : noInterval
}

function rocOf(risk: number[], y: number[]) {
  const curve = rocCurve(risk, y)
  return {
    falsePositiveRate: Array.from(curve.specificities, (specificity) => 1 - specificity),
    sensitivity: Array.from(curve.sensitivities),
    threshold: Array.from(curve.thresholds),
  }
}

/** The lowess curve of outcomes over risks (as rms draws it), at no more than a hundred of its points. */
function calibrationOf(risk: number[], y: number[]) {
  const { x, y: observed } = lowess(risk, y, { iterations: 0 })
  const step = Math.max(1, (x.length - 1) / (calibrationPoints - 1))
  const at = Array.from({ length: Math.min(x.length, calibrationPoints) }, (_, i) => Math.round(i * step))
  return { predicted: at.map((i) => x[i]), observed: at.map((i) => observed[i]) }
}

/** Observed shares in tenths of risk, with exact intervals. */
function riskGroups(risk: number[], y: number[]) {
  return tenthsOf(risk).map((own) => {
    const events = own.reduce((sum, i) => sum + y[i], 0)
    const { value, lower, upper } = exactProportion(events, own.length)
    const predicted = own.reduce((sum, i) => sum + risk[i], 0) / own.length
    return { predicted, observed: value, lower, upper, n: own.length }
  })
}

/** Positions in rising order of risk, in ten groups; in fewer where there are under five for each. */
function tenthsOf(risk: number[]): number[][] {
  const order = risk.map((_, i) => i).sort((a, b) => risk[a] - risk[b] || a - b)
  const count = Math.max(1, Math.min(groupCount, Math.floor(risk.length / 5)))
  const edge = (g: number) => Math.round((g * order.length) / count)
  return Array.from({ length: count }, (_, g) => order.slice(edge(g), edge(g + 1)))
}

function decisionOf(curve: DecisionCurve) {
  return { thresholds, netBenefit: Array.from(curve.netBenefit), treatAll: Array.from(curve.treatAll) }
}
