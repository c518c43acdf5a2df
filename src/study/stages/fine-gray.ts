import type { Cohort } from '../../cohort/codebook/variable.ts'
import type { NomogramNames } from '../../figures/charts/nomogram-of-model.ts'
import { type PredictorTable, predictorTable } from '../../model/data/predictor-table.ts'
import type { FittedModel } from '../../model/fit/fitted-model.ts'
import { type Nomogram, type NomogramModel, nomogram, nomogramOf } from '../../model/index.ts'
import type { FittedTerm } from '../../model/terms/linear-predictor.ts'
import { rangeOf } from '../../statistics/descriptive/range.ts'
import type { Matrix } from '../../statistics/numerics/matrix.ts'
import { selectRows } from '../../statistics/numerics/matrix.ts'
import { decisionCurveCompeting } from '../../statistics/performance/decision-curve.ts'
import { randomStream } from '../../statistics/resampling/random.ts'
import { kFold } from '../../statistics/resampling/resampling.ts'
import { cumulativeIncidence, incidenceAt } from '../../statistics/survival/cumulative-incidence.ts'
import { type FineGrayFit, fineGray, fineGrayRisk } from '../../statistics/survival/fine-gray.ts'
import { timeDependentRoc } from '../../statistics/survival/time-dependent-roc.ts'

/** What a Fine–Gray model's risks do in patients of folds that it was not fitted to, at one time. */
export interface IncidenceAtHorizon {
  time: number
  /** Against everybody without the event by then, those with the competing event among them; NaN where there is none. */
  auc: number
  /** Mean risk, and the Aalen–Johansen estimate with its interval. */
  predicted: number
  observed: number
  lower: number
  upper: number
  groups: { predicted: number; observed: number; lower: number; upper: number; n: number }[]
  decision: { thresholds: number[]; netBenefit: number[]; treatAll: number[] }
}

/** A Fine–Gray model as it is read off and judged. */
export interface FineGrayModel {
  nomogram?: { model: NomogramModel; nomogram: Nomogram; names: NomogramNames }
  folds: number
  horizons: IncidenceAtHorizon[]
}

const mostFolds = 10
const eventsPerGroup = 5
const thresholds = Array.from({ length: 60 }, (_, i) => (i + 1) / 100)

/** A model's columns with the rows they are known in, their times and causes. */
export interface FineGrayData {
  x: Matrix
  terms: { column: string; level?: string }[]
  rows: readonly number[]
  time: Float64Array
  /** 0 censored, 1 the event, 2 the competing one. */
  cause: Float64Array
}

/**
 * The nomogram of a Fine–Gray model with an axis for the risk by each time, and what its risks do out of fold: discrimination,
 * calibration against the Aalen–Johansen estimate, and net benefit, with the competing event counted as one.
 */
export function fineGrayModel(
  cohort: Cohort,
  fit: FineGrayFit,
  data: FineGrayData,
  marks: readonly number[],
  seed: number,
  outcomeAt: (time: number) => string,
): FineGrayModel {
  const { cause, time } = data
  const events = cause.filter((value) => value === 1).length
  const last = rangeOf(time.filter((_, i) => cause[i] === 1))[1]
  const horizons = marks.filter((mark) => mark <= last).slice(-3)
  const folds = Math.min(mostFolds, events)
  const drawn = horizons.length > 0 && nomogramOfFineGray(cohort, fit, data, horizons, outcomeAt)
  return {
    ...(drawn && { nomogram: drawn }),
    folds,
    horizons: folds < 3 ? [] : outOfFold(data, horizons, folds, seed),
  }
}

function nomogramOfFineGray(
  { columns, ids, patientOf }: Cohort,
  { coefficients, baseline }: FineGrayFit,
  { terms, rows }: FineGrayData,
  horizons: readonly number[],
  outcomeAt: (time: number) => string,
): FineGrayModel['nomogram'] {
  const names = [...new Set(terms.map(({ column }) => column))]
  const predictors = names.map((name) => {
    const { variable, values } = columns.get(name)!
    const { label, unit, levels } = variable
    return { name, label, unit, values, ...(levels && { levels }) }
  })
  const table: PredictorTable = predictorTable(ids, patientOf, predictors)
  const hazardAt = (at: number) => {
    let hazard = 0
    for (let k = 0; k < baseline.time.length && baseline.time[k] <= at; k++) hazard = baseline.hazard[k]
    return hazard
  }
  const levelOf = (column: string, label: string | undefined) =>
    columns.get(column)!.variable.levels?.find((level) => level.label === label)?.value
  const model: FittedModel = {
    name: 'fine-gray',
    family: 'cox',
    transforms: [],
    scores: [],
    intercept: 0,
    terms: terms.map(({ column, level }, j): FittedTerm => {
      const value = levelOf(column, level)
      const estimate = coefficients[j]
      return value === undefined
        ? { name: column, column, estimate }
        : { name: `${column}=${value}`, column, level: value, estimate }
    }),
    estimator: 'maximum likelihood',
    baseline: { time: [...horizons], survival: horizons.map((at) => Math.exp(-hazardAt(at))) },
  }
  const outcomes = horizons.map((at) => ({ time: at, label: outcomeAt(at) }))
  const drawn = nomogramOf(model, table, Int32Array.from(rows), '', outcomes)
  if (!drawn) return undefined
  return {
    model: drawn,
    nomogram: nomogram(drawn),
    names: {
      variables: Object.fromEntries(
        predictors.map(({ name, label, unit }) => [name, unit ? `${label}, ${unit}` : label]),
      ),
      levels: Object.fromEntries(
        predictors.flatMap(({ name, levels }) =>
          levels ? [[name, Object.fromEntries(levels.map(({ value, label }) => [value, label]))]] : [],
        ),
      ),
    },
  }
}

function outOfFold({ x, time, cause }: FineGrayData, horizons: readonly number[], folds: number, seed: number) {
  const n = time.length
  const fold = kFold(n, folds, randomStream(seed, 'fine-gray'), { strata: cause })
  const risks = horizons.map(() => new Float64Array(n))
  for (let f = 0; f < folds; f++) {
    const learnt: number[] = []
    const held: number[] = []
    for (let i = 0; i < n; i++) (fold[i] === f ? held : learnt).push(i)
    const of = (values: Float64Array) => Float64Array.from(learnt, (i) => values[i])
    const fit = fineGray(selectRows(x, learnt), of(time), of(cause))
    const eta = held.map((i) => fit.coefficients.reduce((sum, b, j) => sum + b * x.values[j * n + i], 0))
    horizons.forEach((at, h) => {
      fineGrayRisk(fit, eta, at).forEach((risk, k) => {
        risks[h][held[k]] = risk
      })
    })
  }
  return horizons.map((at, h) => atHorizon(risks[h], time, cause, at))
}

function atHorizon(risk: Float64Array, time: Float64Array, cause: Float64Array, at: number): IncidenceAtHorizon {
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
  const count = Math.max(1, Math.min(5, Math.floor(events / eventsPerGroup)))
  const edge = (g: number) => Math.round((g * order.length) / count)
  const groups = Array.from({ length: count }, (_, g) => {
    const rows = order.slice(edge(g), edge(g + 1))
    return { predicted: mean(rows), n: rows.length, ...observedIn(rows) }
  })
  const curve = decisionCurveCompeting(risk, time, cause, at, thresholds)
  return {
    time: at,
    auc: timeDependentRoc(time, cause, risk, at, 'withoutEvent')?.auc ?? Number.NaN,
    predicted: mean(all),
    ...observedIn(all),
    groups,
    decision: {
      thresholds,
      netBenefit: Array.from(curve.netBenefit),
      treatAll: Array.from(curve.treatAll),
    },
  }
}
