import type { Cohort } from '../../../cohort/codebook/variable.ts'
import type { NomogramNames } from '../../../figures/charts/nomogram-of-model.ts'
import { predictorTable } from '../../../model/data/predictor-table.ts'
import type { FittedModel } from '../../../model/fit/fitted-model.ts'
import { type Nomogram, type NomogramModel, nomogram, nomogramOf } from '../../../model/index.ts'
import { rangeOf } from '../../../statistics/descriptive/range.ts'
import { type Matrix, selectRows } from '../../../statistics/numerics/matrix.ts'
import { pretty } from '../../../statistics/numerics/pretty.ts'
import { randomStream } from '../../../statistics/resampling/random.ts'
import { kFold } from '../../../statistics/resampling/resampling.ts'
import { type FineGrayFit, fineGray, fineGrayRisk } from '../../../statistics/survival/fine-gray.ts'
import { columnNamesAndInputs } from '../nomogram.ts'
import { type ColumnModel, foldText, termsOfDesign } from '../regressions/column-models.ts'
import { type FineGrayData, fineGrayRefits, intervalOfRefits } from './fine-gray-refits.ts'
import { type IncidenceAtHorizon, incidenceAtHorizon } from './incidence-at-horizon.ts'

/** A Fine–Gray model as it is read off and judged. */
export interface FineGrayModel {
  nomogram?: { model: NomogramModel; nomogram: Nomogram; names: NomogramNames }
  folds: number
  /** On the patients it was fitted to, and on those of folds that it was not fitted to; empty where there are too few events. */
  apparent: IncidenceAtHorizon[]
  horizons: IncidenceAtHorizon[]
  /** What its files are called after, as of a regression. */
  file?: string
}

const mostFolds = 10
const intervals = 50

/** What the model is called, and the columns of its event and time. */
export interface FineGrayNames {
  label: string
  time: string
  event: string
  unit?: string
  competing: { column: string; label: string }
  landmark?: number
}

/**
 * A Fine–Gray model with what its risks do, apparent and out of fold: discrimination, calibration against the
 * Aalen–Johansen estimate, and net benefit, with the competing event counted as one; and how it is handed on.
 */
export function fineGrayModel(
  cohort: Cohort,
  fit: FineGrayFit,
  data: FineGrayData,
  marks: readonly number[],
  seed: number,
  names: FineGrayNames,
): { model: FineGrayModel; deployed?: Omit<ColumnModel, 'name'> } {
  const { cause, time, x } = data
  const withEvent = data.patients.filter((_, i) => cause[i] === 1)
  const last = rangeOf(time.filter((_, i) => cause[i] === 1))[1]
  const horizons = marks.filter((mark) => mark <= last).slice(-3)
  const folds = Math.min(mostFolds, new Set(withEvent).size)
  const eta = etaOf(fit, x)
  const apparent = horizons.map((at) => incidenceAtHorizon(fineGrayRisk(fit, eta, at), time, cause, at))
  const unseen = folds < 3 ? [] : outOfFold(data, horizons, folds, seed)
  const made = horizons.length > 0 ? handedOn(cohort, fit, data, horizons, seed, names) : undefined
  const assigned = folds < 3 ? [] : [foldText(fineGrayFold(data, folds, seed))]
  const drawn = made?.page.nomogram && { ...made.page, nomogram: made.page.nomogram }
  return {
    model: {
      ...(drawn && { nomogram: { model: drawn.model, nomogram: drawn.nomogram, names: drawn.names } }),
      folds,
      apparent,
      horizons: unseen,
    },
    ...(made && {
      deployed: {
        ...made,
        ...lastUnseen(made, unseen, names),
        performance: performanceOf(apparent, unseen),
        folds: assigned,
      },
    }),
  }
}

/** The page with how well risks by the last time told patients apart who were not in the fit. */
function lastUnseen(
  { page }: Pick<ColumnModel, 'page'>,
  unseen: readonly IncidenceAtHorizon[],
  { unit }: FineGrayNames,
) {
  const last = unseen.at(-1)
  if (!last || Number.isNaN(last.auc)) return { page }
  const measure = `AUC (${unit ? `${last.time} ${unit}` : last.time})`
  return { page: { ...page, unseen: { measure, value: last.auc, lower: Number.NaN, upper: Number.NaN } } }
}

/** The model as its file and its page have it. */
function handedOn(
  cohort: Cohort,
  fit: FineGrayFit,
  data: FineGrayData,
  horizons: readonly number[],
  seed: number,
  { label, time, event, unit, competing, landmark }: FineGrayNames,
): Omit<ColumnModel, 'name' | 'performance' | 'folds'> | undefined {
  const table = predictorTable(cohort.ids, cohort.patientOf, data.predictors)
  const rows = Int32Array.from(data.rows)
  const terms = termsOfDesign(data.design, fit.coefficients)
  const baseline = baselineOf(fit, horizons)
  const fitted: FittedModel = {
    ...{ name: 'fine-gray', family: 'cox', transforms: [], scores: [], intercept: 0, terms, baseline },
    estimator: 'maximum likelihood',
  }
  const model = nomogramOf(
    fitted,
    table,
    rows,
    '',
    horizons.map((at) => ({ time: at, label: String(at) })),
  )
  if (!model) return undefined
  const uncertainty = fineGrayRefits(data, horizons, seed)
  const own = { intercept: 0, baseline, horizons: [...horizons] }
  return {
    label,
    family: 'fine-gray',
    outcome: {
      ...{ column: event, label, positive: '1', time },
      ...(unit !== undefined && { unit }),
      ...(landmark !== undefined && { landmark }),
      competing: { ...competing, values: [] },
    },
    terms,
    fit: own,
    uncertainty,
    table,
    rows,
    events: data.cause.filter((value) => value === 1).length,
    page: {
      model,
      nomogram: nomogram(model),
      ...columnNamesAndInputs(model.variables, table, rows),
      interval: intervalOfRefits(uncertainty, own),
    },
  }
}

/** Survival where all columns are 0 (one minus the incidence), at round times and at the horizons. */
function baselineOf({ baseline: { time, hazard } }: FineGrayFit, horizons: readonly number[]) {
  const last = time[time.length - 1]
  const round = pretty(0, last, intervals).filter((at) => at <= last)
  const times = [...new Set([...round, ...horizons])].sort((a, b) => a - b)
  const hazardAt = (at: number) => hazard[time.findLastIndex((own) => own <= at)] ?? 0
  return { time: times, survival: times.map((at) => Math.exp(-hazardAt(at))) }
}

function etaOf({ coefficients }: Pick<FineGrayFit, 'coefficients'>, { rows: n, values }: Matrix): number[] {
  return Array.from({ length: n }, (_, i) => coefficients.reduce((sum, b, j) => sum + b * values[j * n + i], 0))
}

/** The fold of each row, from 0: by patient, the causes spread evenly. */
const fineGrayFold = ({ cause, patients }: FineGrayData, folds: number, seed: number) =>
  kFold(cause.length, folds, randomStream(seed, 'fine-gray'), { groups: patients, strata: cause })

function outOfFold(data: FineGrayData, horizons: readonly number[], folds: number, seed: number) {
  const { x, time, cause } = data
  const n = time.length
  const fold = fineGrayFold(data, folds, seed)
  const risks = horizons.map(() => new Float64Array(n))
  for (let f = 0; f < folds; f++) {
    const learnt: number[] = []
    const held: number[] = []
    for (let i = 0; i < n; i++) (fold[i] === f ? held : learnt).push(i)
    const of = (values: Float64Array) => Float64Array.from(learnt, (i) => values[i])
    const fit = fineGray(selectRows(x, learnt), of(time), of(cause))
    const eta = etaOf(fit, selectRows(x, held))
    horizons.forEach((at, h) => {
      fineGrayRisk(fit, eta, at).forEach((risk, k) => {
        risks[h][held[k]] = risk
      })
    })
  }
  return horizons.map((at, h) => incidenceAtHorizon(risks[h], time, cause, at))
}

/** The measures that the file keeps, by horizon. */
function performanceOf(apparent: IncidenceAtHorizon[], nested: IncidenceAtHorizon[]): ColumnModel['performance'] {
  const of = (each: IncidenceAtHorizon[]) =>
    Object.fromEntries(
      each.flatMap(({ time, auc, brier, ratio }) =>
        Object.entries({ auc, brier, ratio }).map(([name, value]) => [
          `${name}_${time}`,
          Number.isNaN(value) ? null : value,
        ]),
      ),
    )
  return { apparent: of(apparent), ...(nested.length > 0 && { nested: of(nested) }) }
}
