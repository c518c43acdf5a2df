import { InvalidArgument, UnequalLengths } from '../../errors/index.ts'
import { quantileOfSorted } from '../descriptive/descriptive.ts'
import { requireBothClasses } from '../numerics/check-arguments.ts'
import { cumulativeIncidence, incidenceAt } from '../survival/cumulative-incidence.ts'
import { checkedEntries } from '../survival/times.ts'

/** One strategy over the thresholds; all arrays are as long as `thresholds`. */
export interface DecisionCurve {
  thresholds: Float64Array
  prevalence: number
  netBenefit: Float64Array
  /** Net benefit over the prevalence, its largest possible value. */
  standardised: Float64Array
  truePositiveRate: Float64Array
  falsePositiveRate: Float64Array
  /** Shares of all patients: called positive, and called positive with the outcome. */
  shareHighRisk: Float64Array
  shareHighRiskWithOutcome: Float64Array
  treatAll: Float64Array
  treatNone: Float64Array
  /** Per 100 patients, fewer interventions than treating all at the same net benefit. NaN at a threshold of 0. */
  interventionsAvoided: Float64Array
}

/** What a decision curve may be told. */
export interface DecisionCurveOptions {
  /** Of the population, where the rows were sampled by outcome; that of the rows unless said. */
  prevalence?: number
  /** Net benefit that applying the model itself costs. */
  harm?: number
}

/**
 * Net benefit of treating those with risk ≥ threshold: TP/n − threshold/(1 − threshold) FP/n − harm.
 *
 * Vickers & Elkin 2006. Equals dcurves::dca.
 *
 * @param risks n risks, probabilities from 0 to 1
 * @param y n outcomes, 0 or 1
 * @param thresholds threshold probabilities in [0, 1)
 * @param options prevalence of the population, harm of the test
 * @returns net benefit of the model, of treating all and of none, at each threshold
 * @throws UnequalLengths where risks and outcomes differ in length
 * @throws InvalidArgument for a risk, threshold or prevalence outside its range
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws OneClassOnly where a class has no row
 * @example
 * ```ts
 * import { decisionCurve } from 'nomoscope/statistics'
 *
 * const curve = decisionCurve([0.1, 0.6, 0.4, 0.9], [0, 0, 1, 1], [0.5])
 * curve.netBenefit[0] // → 0
 * decisionCurve([0.1, 0.3, 0.7, 0.9], [0, 0, 1, 1], [0.5]).netBenefit[0] // → 0.5
 * ```
 */
export function decisionCurve(
  risks: ArrayLike<number>,
  y: ArrayLike<number>,
  thresholds: ArrayLike<number>,
  options: DecisionCurveOptions = {},
): DecisionCurve {
  if (risks.length !== y.length) throw UnequalLengths('risks', risks.length, 'y', y.length)
  const { positive, negative } = requireBothClasses(y)
  checkThresholds(thresholds)
  checkRisks(risks)
  const prevalence = options.prevalence ?? positive / (positive + negative)
  if (!(prevalence > 0 && prevalence < 1)) throw InvalidArgument('prevalence', 'between 0 and 1')
  const cases = Float64Array.from({ length: positive })
  const controls = Float64Array.from({ length: negative })
  let a = 0
  let b = 0
  for (let i = 0; i < risks.length; i++) {
    if (y[i] === 1) cases[a++] = risks[i]
    else controls[b++] = risks[i]
  }
  cases.sort()
  controls.sort()
  return assemble(thresholds, prevalence, options.harm ?? 0, (threshold) => ({
    tpr: (positive - countBelow(cases, threshold)) / positive,
    fpr: (negative - countBelow(controls, threshold)) / negative,
  }))
}

/**
 * The decision curve of a survival model at one horizon: risks are 1 − S(horizon), and the share of events among those at
 * or above a threshold is 1 − their Kaplan–Meier estimate (Vickers 2008).
 * Where those above a threshold are all censored before the horizon, their risk is unknown and the value NaN.
 * (dcurves passes S(t) where it means the risk; this does not.)
 *
 * @param risks n risks of the event by the horizon, 0 to 1
 * @param time n follow-up times ≥ 0, in any one unit (months)
 * @param event n flags: 1 the event happened at the time, 0 censored then
 * @param horizon when the risk is meant, in the unit of the times
 * @param thresholds threshold probabilities in [0, 1)
 * @param options harm of applying the model; n times of entry of patients who came under observation late
 * @returns the curve at each threshold
 * @throws UnequalLengths where the arrays differ in length
 * @throws InvalidArgument for a risk or threshold outside its range, or a horizon without events before it and patients followed up to it
 * @throws NotFinite for a time that is not finite, NegativeTime for one below 0
 * @throws NotBinary for a flag other than 0 or 1
 * @throws TooFewValues without patients
 * @example
 * ```ts
 * import { decisionCurveSurvival } from 'nomoscope/statistics'
 *
 * decisionCurveSurvival([0.9, 0.8, 0.2, 0.1], [1, 2, 8, 9], [1, 1, 0, 0], 5, [0.5]).netBenefit[0] // → 0.5
 * ```
 */
export function decisionCurveSurvival(
  risks: ArrayLike<number>,
  time: ArrayLike<number>,
  event: ArrayLike<number>,
  horizon: number,
  thresholds: ArrayLike<number>,
  options: { harm?: number; start?: ArrayLike<number> } = {},
): DecisionCurve {
  const n = risks.length
  if (time.length !== n) throw UnequalLengths('risks', n, 'time', time.length)
  if (event.length !== n) throw UnequalLengths('risks', n, 'event', event.length)
  const { time: at, start } = checkedEntries(time, event, options.start)
  checkThresholds(thresholds)
  checkRisks(risks)
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => at[a] - at[b])
  const prevalence = riskAmong(order, { time: at, event, start }, horizon, () => true)
  if (!(prevalence > 0 && prevalence < 1))
    throw InvalidArgument('horizon', 'a time with events before it and patients followed up to it')
  return assemble(thresholds, prevalence, options.harm ?? 0, (threshold) => {
    let high = 0
    for (let i = 0; i < n; i++) if (risks[i] >= threshold) high++
    if (high === 0) return { tpr: 0, fpr: 0 }
    const risk =
      high === n ? prevalence : riskAmong(order, { time: at, event, start }, horizon, (i) => risks[i] >= threshold)
    return { tpr: (risk * high) / n / prevalence, fpr: ((1 - risk) * high) / n / (1 - prevalence) }
  })
}

/**
 * The decision curve of risks of one cause by a horizon where another event may come first: as `decisionCurveSurvival`, with
 * the Aalen–Johansen estimate of those at or above a threshold in place of 1 − Kaplan–Meier (Vickers 2008).
 *
 * @param risks n risks of the event by the horizon, 0 to 1
 * @param time n follow-up times ≥ 0, in any one unit (months)
 * @param cause n values: 0 censored, 1 the event of interest, another number a competing one
 * @param horizon when the risk is meant, in the unit of the times
 * @param thresholds threshold probabilities in [0, 1)
 * @returns the curve at each threshold
 * @throws UnequalLengths where the arrays differ in length
 * @throws NotFinite for a time that is not finite, NegativeTime for one below 0
 * @throws InvalidArgument for a risk or threshold outside its range, or where nobody has the event by the horizon
 * @example
 * ```ts
 * import { decisionCurveCompeting } from 'nomoscope/statistics'
 *
 * decisionCurveCompeting([0.9, 0.8, 0.2, 0.1], [1, 2, 8, 9], [1, 2, 0, 0], 5, [0.5]).netBenefit[0] // → 0
 * ```
 */
export function decisionCurveCompeting(
  risks: ArrayLike<number>,
  time: ArrayLike<number>,
  cause: ArrayLike<number>,
  horizon: number,
  thresholds: ArrayLike<number>,
): DecisionCurve {
  const n = risks.length
  if (time.length !== n) throw UnequalLengths('risks', n, 'time', time.length)
  checkThresholds(thresholds)
  checkRisks(risks)
  const incidence = (rows: number[]) => {
    if (!rows.some((row) => cause[row] === 1)) return 0
    const of = (values: ArrayLike<number>) => Float64Array.from(rows, (row) => values[row])
    return incidenceAt(cumulativeIncidence(of(time), of(cause)), [horizon])[0].incidence
  }
  const all = Array.from({ length: n }, (_, i) => i)
  const prevalence = incidence(all)
  if (!(prevalence > 0 && prevalence < 1)) throw InvalidArgument('horizon', 'a time with events before it')
  return assemble(thresholds, prevalence, 0, (threshold) => {
    const rows = all.filter((i) => risks[i] >= threshold)
    if (rows.length === 0) return { tpr: 0, fpr: 0 }
    const risk = rows.length === n ? prevalence : incidence(rows)
    return { tpr: (risk * rows.length) / n / prevalence, fpr: ((1 - risk) * rows.length) / n / (1 - prevalence) }
  })
}

/**
 * Percentile limits of the net benefit over resamples of rows (one class only: dropped), the risks staying as they are.
 *
 * @param risks n risks, probabilities from 0 to 1
 * @param y n outcomes, 0 or 1
 * @param thresholds threshold probabilities in [0, 1)
 * @param resamples arrays of row indices, from 0, with their repeats
 * @param options as of `decisionCurve`, and the confidence level
 * @returns limits at each threshold and the number of resamples used
 * @throws InvalidArgument for a risk, threshold or prevalence outside its range, or arrays of different lengths
 * @throws NotBinary for an outcome other than 0 or 1
 * @example
 * ```ts
 * import { decisionCurveBootstrap } from 'nomoscope/statistics'
 *
 * const band = decisionCurveBootstrap([0.1, 0.3, 0.7, 0.9], [0, 0, 1, 1], [0.5], [[0, 1, 2, 3], [0, 0, 0, 3]])
 * band.used // → 2
 * band.upper[0].toFixed(5) // → '0.49375'
 * ```
 */
export function decisionCurveBootstrap(
  risks: ArrayLike<number>,
  y: ArrayLike<number>,
  thresholds: ArrayLike<number>,
  resamples: readonly ArrayLike<number>[],
  options: DecisionCurveOptions & { level?: number } = {},
): { lower: Float64Array; upper: Float64Array; used: number } {
  const curves: Float64Array[] = []
  for (const rows of resamples) {
    const outcome = Uint8Array.from(rows, (row) => y[row])
    if (!outcome.includes(0) || !outcome.includes(1)) continue
    curves.push(
      decisionCurve(
        Float64Array.from(rows, (row) => risks[row]),
        outcome,
        thresholds,
        options,
      ).netBenefit,
    )
  }
  const level = options.level ?? 0.95
  const limit = (probability: number) =>
    Float64Array.from(thresholds, (_, t) =>
      quantileOfSorted(Float64Array.from(curves, (curve) => curve[t]).sort(), probability),
    )
  return { lower: limit((1 - level) / 2), upper: limit((1 + level) / 2), used: curves.length }
}

/**
 * The curve corrected for overfitting by repeated cross-validation (Vickers 2008): the net benefit of each repeat's
 * out-of-fold risks, averaged over the repeats.
 *
 * @param repeats out-of-fold risks of each repeat, n probabilities each
 * @param y n outcomes, 0 or 1
 * @param thresholds threshold probabilities in [0, 1)
 * @param options as of `decisionCurve`
 * @returns the mean curve
 * @throws UnequalLengths where the arrays differ in length
 * @throws InvalidArgument for a risk, threshold or prevalence outside its range
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws OneClassOnly where a class has no row
 * @example
 * ```ts
 * import { decisionCurveCrossValidated } from 'nomoscope/statistics'
 *
 * const curve = decisionCurveCrossValidated([[0.1, 0.3, 0.7, 0.9], [0.1, 0.3, 0.4, 0.9]], [0, 0, 1, 1], [0.5])
 * curve.netBenefit[0] // → 0.375
 * ```
 */
export function decisionCurveCrossValidated(
  repeats: readonly ArrayLike<number>[],
  y: ArrayLike<number>,
  thresholds: ArrayLike<number>,
  options: DecisionCurveOptions = {},
): DecisionCurve {
  if (repeats.length === 0) throw InvalidArgument('repeats', 'at least one set of out-of-fold risks')
  const curves = repeats.map((risks) => decisionCurve(risks, y, thresholds, options))
  const tpr = meanOf(curves.map((curve) => curve.truePositiveRate))
  const fpr = meanOf(curves.map((curve) => curve.falsePositiveRate))
  return assemble(thresholds, curves[0].prevalence, options.harm ?? 0, (_, t) => ({ tpr: tpr[t], fpr: fpr[t] }))
}

function assemble(
  thresholds: ArrayLike<number>,
  prevalence: number,
  harm: number,
  rates: (threshold: number, position: number) => { tpr: number; fpr: number },
): DecisionCurve {
  const k = thresholds.length
  const array = () => new Float64Array(k)
  const curve: DecisionCurve = {
    thresholds: Float64Array.from(thresholds),
    prevalence,
    netBenefit: array(),
    standardised: array(),
    truePositiveRate: array(),
    falsePositiveRate: array(),
    shareHighRisk: array(),
    shareHighRiskWithOutcome: array(),
    treatAll: array(),
    treatNone: array(),
    interventionsAvoided: array(),
  }
  for (let t = 0; t < k; t++) {
    const threshold = thresholds[t]
    const odds = threshold / (1 - threshold)
    const { tpr, fpr } = rates(threshold, t)
    const tp = tpr * prevalence
    const fp = fpr * (1 - prevalence)
    const all = prevalence - (1 - prevalence) * odds
    curve.truePositiveRate[t] = tpr
    curve.falsePositiveRate[t] = fpr
    curve.netBenefit[t] = tp - fp * odds - harm
    curve.standardised[t] = curve.netBenefit[t] / prevalence
    curve.shareHighRisk[t] = tp + fp
    curve.shareHighRiskWithOutcome[t] = tp
    curve.treatAll[t] = all
    curve.interventionsAvoided[t] = odds > 0 ? (100 * (curve.netBenefit[t] - all)) / odds : Number.NaN
  }
  return curve
}

/** 1 − the Kaplan–Meier estimate at the horizon, of the members; NaN where none is followed that far. */
function riskAmong(
  order: Uint32Array,
  { time, event, start }: { time: ArrayLike<number>; event: ArrayLike<number>; start?: ArrayLike<number> },
  horizon: number,
  member: (row: number) => boolean,
): number {
  const rows = order.filter(member)
  const entries = start && Float64Array.from(rows, (row) => start[row]).sort()
  let survival = 1
  for (let i = 0; i < rows.length; ) {
    const now = time[rows[i]]
    if (now > horizon) return 1 - survival
    let j = i
    let deaths = 0
    while (j < rows.length && time[rows[j]] === now) deaths += event[rows[j++]] ? 1 : 0
    if (deaths > 0) survival *= 1 - deaths / ((entries ? countBelow(entries, now) : rows.length) - i)
    i = j
  }
  const last = rows.length > 0 ? time[rows[rows.length - 1]] : -Infinity
  return survival === 0 || last === horizon ? 1 - survival : Number.NaN
}

/** How many of a sorted array lie below `limit`. */
function countBelow(sorted: Float64Array, limit: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle] < limit) low = middle + 1
    else high = middle
  }
  return low
}

function meanOf(rows: Float64Array[]): Float64Array {
  return rows[0].map((_, t) => rows.reduce((sum, row) => sum + row[t], 0) / rows.length)
}

function checkThresholds(thresholds: ArrayLike<number>): void {
  for (let t = 0; t < thresholds.length; t++)
    if (!(thresholds[t] >= 0 && thresholds[t] < 1))
      throw InvalidArgument('thresholds', `in [0, 1), not ${thresholds[t]}`)
}

function checkRisks(risks: ArrayLike<number>): void {
  for (let i = 0; i < risks.length; i++)
    if (!(risks[i] >= 0 && risks[i] <= 1))
      throw InvalidArgument('risks', `from 0 to 1, not ${risks[i]} at position ${i}`)
}
