import { applyCombat, type CombatFit, fitCombat } from '../../statistics/combat/combat.ts'
import {
  applyLongitudinalCombat,
  fitLongitudinalCombat,
  type LongitudinalCombatFit,
  standardised,
} from '../../statistics/combat/longitudinal.ts'
import { expectedValue } from '../../statistics/combat/model.ts'
import { mean, variance } from '../../statistics/descriptive/descriptive.ts'
import { columnOf, type Matrix, matrixFromColumns } from '../../statistics/numerics/matrix.ts'
import type { RowColumn, Rows, TrainingRows } from '../../step.ts'

/** What ComBat is told. */
export interface CombatAsked {
  /** The centre that stays as it is and to which the others are brought, by its number; without it their weighted mean. */
  reference?: number
  /** Columns whose effect on the features is kept. */
  keep?: readonly string[]
  /** Batch variables one after the other in place of the centre. */
  by?: readonly string[]
  /** An intercept for each patient, of whom several rows are known. */
  longitudinal?: boolean
}

/** Batch effects of the named columns. */
export interface Harmonisation {
  names: string[]
  /** One a batch variable, in the order in which they are taken out. */
  stages: Stage[]
  /** What is kept, as columns of numbers. */
  keep: Covariate[]
}

interface Stage {
  /** The column of the batches; the centre where it is absent. */
  by?: string
  fit: CombatFit | LongitudinalCombatFit
  /** What is expected of a batch that was not there, from those that were: spread of shifts, rows' worth of variance 1. */
  prior: { spread: number; rows: number }
}

/** A number, or whether a factor has one of its levels; `mean` stands for what is missing. */
interface Covariate {
  name: string
  level?: number
  mean: number
}

/** Learns the batch effects of the continuous columns, one batch variable on what the one before left. */
export function fitHarmonisation(
  training: TrainingRows,
  { reference, keep: asked = [], by = [], longitudinal }: CombatAsked,
): Harmonisation {
  const { columns, counts, patients } = training
  const drawn: number[] = []
  for (let i = 0; i < counts.length; i++) for (let copy = counts[i]; copy > 0; copy--) drawn.push(i)
  const own = columns.filter((column) => !column.levels)
  const names = own.map((column) => column.name)
  const keep = covariatesOf(training, asked, drawn)
  const stages: Stage[] = []
  let harmonised: readonly RowColumn[] = own
  for (const variable of by.length > 0 ? by : [undefined]) {
    const batches = batchesOf(training, variable)
    const told = variable === undefined ? {} : { by: variable }
    if (own.length === 0) {
      stages.push({ ...told, fit: withoutEffects(batches), prior: { spread: 0, rows: 4 } })
      continue
    }
    const data = matrixFromColumns(harmonised.map(({ values }) => Float64Array.from(drawn, (i) => values[i])))
    const labels = drawn.map((i) => String(batches[i]))
    const covariates = keep.length > 0 ? covariateMatrix(training, keep, drawn) : undefined
    const sizes = new Map<number, number>()
    // a patient drawn twice is still one: of a batch of one nothing but the shift can be told
    for (const batch of batches) sizes.set(batch, (sizes.get(batch) ?? 0) + 1)
    const fit = longitudinal
      ? fitLongitudinalCombat(
          data,
          labels,
          drawn.map((i) => patients[i]),
          covariates,
        )
      : fitCombat(data, labels, {
          meanOnly: [...sizes.values()].some((rows) => rows === 1),
          ...(reference !== undefined && { reference: String(reference) }),
          ...(covariates && { covariates }),
        })
    const stage = { ...told, fit, prior: priorOf(fit) }
    stages.push(stage)
    harmonised = harmonisedColumns(stage, keep, harmonised, training)
  }
  return { names, stages, keep }
}

/** Applies what `fitHarmonisation` learnt to the columns that are there. */
export function applyHarmonisation({ names, stages, keep }: Harmonisation, rows: Rows): Rows {
  const at = new Map(names.map((name, j) => [name, j]))
  const own = rows.columns.filter((column) => at.has(column.name))
  if (own.length === 0) return rows
  const places = own.map((column) => at.get(column.name)!)
  const done = stages.reduce<readonly RowColumn[]>(
    (columns, stage) => harmonisedColumns({ ...stage, fit: restricted(stage.fit, places) }, keep, columns, rows),
    own,
  )
  const valuesOf = new Map(done.map(({ name, values }) => [name, values]))
  const columns = rows.columns.map((column) => {
    const values = valuesOf.get(column.name)
    if (!values) return column
    // Readers are compared by what they measured: the second reading is not harmonised.
    return { ...column, values, isMade: undefined, ...(column.second && { first: column.first ?? column.values }) }
  })
  return { ...rows, columns }
}

/** The same batch effects, of the needed columns only. */
export function harmonisationOf({ names, stages, keep }: Harmonisation, needed: ReadonlySet<string>): Harmonisation {
  const kept = names.flatMap((name, j) => (needed.has(name) ? [j] : []))
  return {
    names: kept.map((j) => names[j]),
    stages: stages.map((stage) => ({ ...stage, fit: restricted(stage.fit, kept) })),
    keep,
  }
}

function batchesOf(rows: Rows, by: string | undefined): Int32Array {
  const batches = by === undefined ? rows.batches : besideNamed(rows, by)?.values
  if (!batches) throw new RangeError('ComBat needs the batch of every row')
  return Int32Array.from(batches)
}

const besideNamed = ({ beside = [] }: Rows, name: string) => beside.find((column) => column.name === name)

/** The covariates that vary in the training rows: a number as it is, a factor as its levels but the first. */
function covariatesOf(rows: Rows, names: readonly string[], drawn: readonly number[]): Covariate[] {
  const found = names.flatMap((name): Covariate[] => {
    const { levels } = besideNamed(rows, name) ?? {}
    if (!levels) return [{ name, mean: 0 }]
    return levels.slice(1).map((_, i) => ({ name, level: i + 1, mean: 0 }))
  })
  return found.flatMap((covariate) => {
    const values = covariateValues(rows, covariate)
    const known = drawn.map((i) => values[i]).filter((value) => !Number.isNaN(value))
    return known.some((value) => value !== known[0]) ? [{ ...covariate, mean: mean(known) }] : []
  })
}

function covariateValues(rows: Rows, { name, level }: Covariate): Float64Array {
  const column = besideNamed(rows, name)
  if (!column) throw new RangeError(`ComBat needs ${name} of every row`)
  return level === undefined
    ? column.values
    : column.values.map((value) => (Number.isNaN(value) ? value : Number(value === level)))
}

function covariateMatrix(rows: Rows, keep: readonly Covariate[], places?: readonly number[]): Matrix {
  return matrixFromColumns(
    keep.map((covariate) => {
      const values = covariateValues(rows, covariate).map((value) => (Number.isNaN(value) ? covariate.mean : value))
      return places ? Float64Array.from(places, (i) => values[i]) : values
    }),
  )
}

/** The columns without the effects of one batch variable. */
function harmonisedColumns(
  { by, fit, prior }: Stage,
  keep: readonly Covariate[],
  columns: readonly RowColumn[],
  rows: Rows,
): RowColumn[] {
  const n = rows.rows.length
  const labels = Array.from(batchesOf(rows, by), String)
  const covariates = keep.length > 0 ? covariateMatrix(rows, keep) : undefined
  const data = matrixFromColumns(columns.map(({ values }) => values.map((x) => (Number.isNaN(x) ? 0 : x))))
  const seen = new Set(fit.batches)
  const unseen = [...new Set(labels)].filter((label) => !seen.has(label))
  const standard = unseen.length > 0 ? standardisedBy(fit, data, labels, rows.patients, covariates) : []
  const effects = unseen.map((label) => effectOfNewBatch(fit, prior, standard, columns, labels, label))
  const extended = { ...fit, batches: [...fit.batches, ...unseen], effects: [...fit.effects, ...effects] }
  const { values } =
    'ratio' in extended
      ? applyLongitudinalCombat(
          { ...extended, batchMeans: [...extended.batchMeans, ...unseen.map(() => extended.grandMean)] },
          data,
          labels,
          rows.patients,
          covariates,
        )
      : applyCombat(extended, data, labels, covariates)
  return columns.map((column, j) => {
    const own = values.slice(j * n, (j + 1) * n)
    const { values: measured } = column
    for (let i = 0; i < n; i++) if (Number.isNaN(measured[i])) own[i] = Number.NaN
    return { ...column, values: own, isMade: undefined }
  })
}

/** One array an adjusted feature: its values less what is expected of them without their batch, in deviations. */
function standardisedBy(
  fit: Stage['fit'],
  data: Matrix,
  labels: readonly string[],
  patients: Int32Array,
  covariates: Matrix | undefined,
): Float64Array[] {
  if ('ratio' in fit) return standardised(fit, data, labels, patients, covariates)
  return fit.adjusted.map((at, f) =>
    Float64Array.from(
      columnOf(data, at),
      (value, i) => (value - expectedValue(fit, f, i, covariates)) / fit.pooledSd[f],
    ),
  )
}

/** Variance of the known batches' shifts, and how much their variances agree, in rows of variance 1. */
function priorOf({ batches, reference, effects }: CombatFit): Stage['prior'] {
  // a reference has no effect by definition, and shows nothing
  const shown = effects.filter((_, b) => batches[b] !== reference)
  const shifts = shown.flatMap(({ shift }) => [...shift])
  const scales = shown.flatMap(({ scale }) => [...scale])
  const average = mean(scales)
  return {
    spread: mean(shifts.map((shift) => shift * shift)),
    // the inverse gamma distribution with these moments, as degrees of freedom
    rows: 2 * (2 + average ** 2 / Math.max(variance(scales), 1e-6)),
  }
}

/**
 * Shift and variance of a batch that was not among the training rows, each column from the rows it has there: a normal
 * prior around no shift and an inverse gamma one around variance 1, of the width that the known batches show. One row
 * moves the shift a little; many rows decide it.
 */
function effectOfNewBatch(
  { adjusted }: CombatFit,
  prior: Stage['prior'],
  standard: readonly Float64Array[],
  columns: readonly RowColumn[],
  labels: readonly string[],
  label: string,
) {
  const shift = new Float64Array(adjusted.length)
  const scale = new Float64Array(adjusted.length).fill(1)
  adjusted.forEach((at, f) => {
    const { values } = columns[at]
    const own = standard[f].filter((_, i) => labels[i] === label && !Number.isNaN(values[i]))
    if (own.length === 0) return
    const weight = own.length * prior.spread
    shift[f] = (weight * mean(own)) / (weight + 1)
    if (own.length < 2) return
    const freedom = own.length - 1
    scale[f] = (prior.rows + freedom * variance(own)) / (prior.rows + freedom)
  })
  return { shift, scale }
}

/** What is learnt where the steps before have left nothing to harmonise. */
function withoutEffects(batches: ArrayLike<number>): CombatFit {
  const none = new Float64Array(0)
  const labels = [...new Set(Array.from(batches, String))].sort()
  const effects = labels.map(() => ({ shift: none, scale: none }))
  const columns = { features: 0, covariates: 0, adjusted: [], grandMean: none, pooledSd: none, coefficients: none }
  return { batches: labels, ...columns, effects }
}

/** The fit for some of its features, in the given order. */
function restricted<Fit extends Stage['fit']>(fit: Fit, features: readonly number[]): Fit {
  const place = new Map(features.map((feature, j) => [feature, j]))
  const taken = fit.adjusted.map((feature, f) => ({ f, at: place.get(feature) })).filter(({ at }) => at !== undefined)
  const of = (values: Float64Array) => Float64Array.from(taken, ({ f }) => values[f])
  const p = fit.adjusted.length
  const each = Array.from({ length: fit.covariates }, (_, j) => fit.coefficients.subarray(j * p, (j + 1) * p))
  return {
    ...fit,
    features: features.length,
    adjusted: taken.map(({ at }) => at!),
    grandMean: of(fit.grandMean),
    pooledSd: of(fit.pooledSd),
    coefficients: Float64Array.from(each.flatMap((values) => [...of(values)])),
    effects: fit.effects.map(({ shift, scale }) => ({ shift: of(shift), scale: of(scale) })),
    ...('ratio' in fit && { ratio: of(fit.ratio), batchMeans: fit.batchMeans.map(of) }),
  }
}
