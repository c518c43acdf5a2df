import type { Cohort } from '../../../cohort/codebook/variable.ts'
import type { NomogramNames } from '../../../figures/charts/nomogram-of-model.ts'
import { predictorTable } from '../../../model/data/predictor-table.ts'
import type { FittedModel } from '../../../model/fit/fitted-model.ts'
import { type Nomogram, type NomogramModel, nomogram, nomogramOf } from '../../../model/index.ts'
import type { ModelFile } from '../../../model/predict/model-schema.ts'
import { fineGrayPredictor } from '../../../model/regressions/refit-fine-gray.ts'
import type { ParallelMap } from '../../../parallel.ts'
import { rangeOf } from '../../../statistics/descriptive/range.ts'
import { pretty } from '../../../statistics/numerics/pretty.ts'
import { randomStream } from '../../../statistics/resampling/random.ts'
import { kFold } from '../../../statistics/resampling/resampling.ts'
import { type FineGrayFit, fineGrayRisk } from '../../../statistics/survival/fine-gray.ts'
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
export async function fineGrayModel(
  cohort: Cohort,
  fit: FineGrayFit,
  data: FineGrayData,
  { marks, seed, names, map }: { marks: readonly number[]; seed: number; names: FineGrayNames; map: ParallelMap },
): Promise<{ model: FineGrayModel; deployed?: Omit<ColumnModel, 'name'> } | undefined> {
  const { cause, time, x } = data
  const withEvent = data.patients.filter((_, i) => cause[i] === 1)
  const last = rangeOf(time.filter((_, i) => cause[i] === 1))[1]
  const horizons = marks.filter((mark) => mark <= last).slice(-3)
  const folds = Math.min(mostFolds, new Set(withEvent).size)
  const eta = fineGrayPredictor(fit, x)
  const apparent = horizons.map((at) => incidenceAtHorizon(fineGrayRisk(fit, eta, at), time, cause, at))
  const read = horizons.length > 0 ? readOff(cohort, fit, data, horizons) : undefined
  const fold = folds < 3 ? undefined : fineGrayFold(data, folds, seed)
  const refits = await fineGrayRefits(data, { horizons, fold, folds, resampled: read !== undefined, seed }, map)
  if (refits.failed) return undefined
  const unseen = refits.foretold.map((risk, h) => incidenceAtHorizon(risk, time, cause, horizons[h]))
  const made = read && handedOn(data, horizons, names, read, refits.uncertainty)
  const assigned = fold ? [foldText(fold)] : []
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

/** The model as a nomogram draws it; undefined without a term. */
function readOff(cohort: Cohort, fit: FineGrayFit, data: FineGrayData, horizons: readonly number[]) {
  const table = predictorTable(cohort.ids, cohort.patientOf, data.predictors)
  const terms = termsOfDesign(data.design, fit.coefficients)
  const baseline = baselineOf(fit, horizons)
  const fitted: FittedModel = {
    ...{ name: 'fine-gray', family: 'cox', transforms: [], scores: [], intercept: 0, terms, baseline },
    estimator: 'maximum likelihood',
  }
  const marks = horizons.map((at) => ({ time: at, label: String(at) }))
  const model = nomogramOf(fitted, table, Int32Array.from(data.rows), '', marks)
  return model && { table, terms, baseline, model }
}

/** The model as its file and its page have it. */
function handedOn(
  data: FineGrayData,
  horizons: readonly number[],
  { label, time, event, unit, competing, landmark }: FineGrayNames,
  { table, terms, baseline, model }: NonNullable<ReturnType<typeof readOff>>,
  uncertainty: ModelFile['uncertainty'],
): Omit<ColumnModel, 'name' | 'performance' | 'folds'> {
  const rows = Int32Array.from(data.rows)
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

/** The fold of each row, from 0: by patient, the causes spread evenly. */
const fineGrayFold = ({ cause, patients }: FineGrayData, folds: number, seed: number) =>
  kFold(cause.length, folds, randomStream(seed, 'fine-gray'), { groups: patients, strata: cause })

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
