import type { Cohort } from '../../cohort/codebook/variable.ts'
import { columnNamed } from '../../cohort/column-named.ts'
import { type Fault, fault } from '../../cohort/fault.ts'
import { OutcomeOfOneLevel, Problem, problemOr, RegressionOutcome } from '../../errors/index.ts'
import { predictorsOf } from '../../model/index.ts'
import { type Matrix, matrixFromColumns } from '../../statistics/numerics/matrix.ts'
import type { StudyConfig } from '../file/schema.ts'
import { fitRegression, type RegressionFit } from './regression-fit.ts'
import { judged, type RegressionMeasures, type Sample } from './regression-measures.ts'
import { type RegressionNomogram, regressionNomogram } from './regression-nomogram.ts'

type RegressionRequest = StudyConfig['regressions'][number]

/** One regression of an outcome that is not of two levels; plain JSON. */
export interface StudyRegression {
  outcome: string
  label: string
  kind: RegressionRequest['kind']
  /** Complete cases, and rows left out because the outcome or a column is not known. */
  n: number
  excluded: number
  /** In their order; none of a number. */
  classes: { label: string; n: number }[]
  terms: RegressionTerm[]
  /** Of an ordered outcome: log odds of this class or a lower one where all columns are 0. */
  thresholds?: number[]
  intercepts?: number[]
  /** Some class is separated, so that there are no estimates. */
  separated: boolean
  measures: RegressionMeasures
  nomogram?: RegressionNomogram
}

export interface RegressionTerm {
  column: string
  label: string
  level?: string
  reference?: string
  /** Of several unordered classes: which one against the first. */
  of?: string
  estimate: number
  standardError: number
  p: number
}

/** The regressions that the study asks for; one that cannot be made is among the faults. */
export function studyRegressions(
  study: StudyConfig,
  cohort: Cohort,
): { regressions: StudyRegression[]; faults: Fault[] } {
  const regressions: StudyRegression[] = []
  const faults: Fault[] = []
  for (const request of study.regressions) {
    const found = problemOr(() => regressionOf(study, cohort, request))
    if (found instanceof Problem) faults.push(fault(found, { file: study.cohort.file, column: request.outcome }))
    else regressions.push(found)
  }
  return { regressions, faults }
}

function regressionOf(study: StudyConfig, cohort: Cohort, request: RegressionRequest): StudyRegression {
  const { file } = study.cohort
  const { variable, values } = columnNamed(cohort, request.outcome, file)
  const { levels } = variable
  if (request.kind !== 'linear' && (!levels || levels.length < 2))
    throw RegressionOutcome(file, request.outcome, request.kind)
  if (request.kind === 'linear' && levels) throw RegressionOutcome(file, request.outcome, request.kind)
  const order = orderOf(request, levels ?? [], file)
  const place = new Map(order.map((level, k) => [level, k]))
  const predictors = predictorsOf(cohort, request.outcome, request.terms)
  const known = cohort.ids.flatMap((_, row) => {
    const complete = Number.isFinite(values[row]) && predictors.every((one) => !Number.isNaN(one.values[row]))
    return complete && (!levels || place.has(values[row])) ? [row] : []
  })
  const y = Float64Array.from(known, (row) => (levels ? place.get(values[row])! : values[row]))
  const design = predictors.flatMap(({ name, label, levels: own, values: of }) => {
    if (!own) return [{ column: name, label, values: Float64Array.from(known, (row) => of[row]) }]
    return own.slice(1).map((level, i) => ({
      column: name,
      label,
      level: level.label,
      value: level.value,
      reference: own[0].label,
      values: Float64Array.from(known, (row) => Number(of[row] === i + 1)),
    }))
  })
  const used = design.filter((column) => column.values.some((value) => value !== column.values[0]))
  const classes = order.map((level, k) => ({
    label: levels![level].label,
    n: y.reduce((sum, value) => sum + Number(value === k), 0),
  }))
  const empty = classes.find(({ n }) => n === 0)
  if (empty) throw OutcomeOfOneLevel(file, request.outcome, empty.label)
  const x: Matrix = matrixFromColumns(used.map((column) => column.values))
  const fit = fitRegression(request.kind, x, y)
  const sample: Sample = {
    x,
    y,
    patients: known.map((row) => cohort.patientOf[row]),
    classes: classes.map(({ label }) => label),
  }
  const shapes = used.map(({ values: _, ...shape }) => shape)
  return {
    outcome: request.outcome,
    label: request.label ?? variable.label,
    kind: request.kind,
    n: known.length,
    excluded: cohort.ids.length - known.length,
    classes,
    terms: termsOf(fit, shapes, classes),
    ...(fit.thresholds && { thresholds: fit.thresholds }),
    ...(fit.intercepts && { intercepts: fit.intercepts }),
    separated: fit.separated,
    measures: judged(request.kind, sample, fit, study.validation.nested ?? { folds: 10, repeats: 1 }, study.seed),
    nomogram: fit.separated
      ? undefined
      : regressionNomogram(request.kind, fit, shapes, cohort, known, classes, variable.label),
  }
}

/** Indices of the outcome's levels: in the order that the study gives, else the codebook's. Throws RegressionOutcome. */
function orderOf(
  { outcome, kind, order }: RegressionRequest,
  levels: readonly { value: string; label: string }[],
  file: string,
): number[] {
  if (kind === 'linear') return []
  if (!order) return levels.map((_, k) => k)
  return order.map((asked) => {
    const at = levels.findIndex(({ value, label }) => value === String(asked) || label === String(asked))
    if (at < 0) throw RegressionOutcome(file, outcome, kind, String(asked))
    return at
  })
}

function termsOf(
  { estimates }: RegressionFit,
  shapes: readonly { column: string; label: string; level?: string; reference?: string }[],
  classes: readonly { label: string }[],
): RegressionTerm[] {
  return estimates.flatMap((own, c) =>
    own.map(({ estimate, standardError, p }, j) => ({
      ...shapes[j],
      ...(estimates.length > 1 && { of: classes[c + 1].label }),
      estimate,
      standardError,
      p,
    })),
  )
}
