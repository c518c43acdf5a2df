import type { Cohort } from '../../../cohort/codebook/variable.ts'
import { columnNamed } from '../../../cohort/column-named.ts'
import { type Fault, fault } from '../../../cohort/fault.ts'
import { aProblem, OutcomeOfOneLevel, Problem, RegressionOutcome } from '../../../errors/index.ts'
import { predictorsOf, predictorTable } from '../../../model/index.ts'
import { fitRegression, type RegressionFit } from '../../../model/regressions/fit-regression.ts'
import type { ParallelMap } from '../../../parallel.ts'
import { pow } from '../../../portable-math.ts'
import { type Matrix, matrixFromColumns } from '../../../statistics/numerics/matrix.ts'
import type { StudyConfig } from '../../file/schema.ts'
import { type ColumnModel, type ColumnPage, designOf, fileNameOf, foldText, termsOfDesign } from './column-models.ts'
import {
  judged,
  type RegressionMeasures,
  type RegressionPart,
  regressionFold,
  type Sample,
} from './regression-measures.ts'
import { type RegressionNomogram, regressionPage } from './regression-nomogram.ts'

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
  /**
   * What there is for each parameter of an equation: of unordered classes patients of the rarest, of ordered ones Harrell's
   * limiting sample size n − Σ nₖ³ / n², of a number patients.
   */
  perParameter: number
  /** Some class is separated, so that there are no estimates. */
  separated: boolean
  measures: RegressionMeasures
  nomogram?: RegressionNomogram
  /** What its files are called after: model-FILE.json and nomogram-FILE.html; absent where it has none. */
  file?: string
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
  lower: number
  upper: number
  p: number
}

/** The regressions that the study asks for, and as they are handed on; one that cannot be made is among the faults. */
export async function studyRegressions(
  study: StudyConfig,
  cohort: Cohort,
  map: ParallelMap,
): Promise<{ regressions: StudyRegression[]; deployed: ColumnModel[]; faults: Fault[] }> {
  const regressions: StudyRegression[] = []
  const deployed: ColumnModel[] = []
  const faults: Fault[] = []
  for (const request of study.regressions) {
    const found = await regressionOf(study, cohort, request, map).catch(aProblem)
    if (found instanceof Problem) {
      faults.push(fault(found, { file: study.cohort.file, column: request.outcome }))
      continue
    }
    const name = fileNameOf(request.outcome, new Set(deployed.map((one) => one.name)))
    regressions.push({ ...found.regression, ...(found.deployed && { file: name }) })
    if (found.deployed) deployed.push({ name, ...found.deployed })
  }
  return { regressions, deployed, faults }
}

async function regressionOf(
  study: StudyConfig,
  cohort: Cohort,
  request: RegressionRequest,
  map: ParallelMap,
): Promise<{ regression: StudyRegression; deployed?: Omit<ColumnModel, 'name'> }> {
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
  const used = designOf(predictors, known).filter((column) => column.values.some((value) => value !== column.values[0]))
  const classes = order.map((level, k) => ({
    value: levels![level].value,
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
  const label = request.label ?? variable.label
  const table = predictorTable(cohort.ids, cohort.patientOf, predictors)
  const rows = Int32Array.from(known)
  const asked = study.validation.nested ?? { folds: 10, repeats: 1 }
  const measures = await judged(request.kind, sample, fit, asked, study.seed, map)
  const terms = termsOfDesign(shapes, request.kind === 'multinomial' ? shapes.map(() => 0) : coefficientsOf(fit)[0])
  const page = fit.separated
    ? undefined
    : regressionPage(request.kind, fit, terms, table, rows, classes, variable.label)
  const regression: StudyRegression = {
    outcome: request.outcome,
    label,
    kind: request.kind,
    n: known.length,
    excluded: cohort.ids.length - known.length,
    classes: classes.map(({ value: _, ...one }) => one),
    terms: termsOf(fit, shapes, classes),
    ...(fit.thresholds && { thresholds: fit.thresholds }),
    ...(fit.intercepts && { intercepts: fit.intercepts }),
    perParameter: limitingSize(request.kind, classes, known.length) / Math.max(1, used.length),
    separated: fit.separated,
    measures,
    ...(page?.nomogram && { nomogram: { model: page.model, nomogram: page.nomogram, names: page.names } }),
  }
  if (!page) return { regression }
  const { unit } = variable
  const last = classes.at(-1)?.value ?? ''
  return {
    regression,
    deployed: {
      label,
      family: request.kind,
      outcome: { column: request.outcome, label, positive: last, ...(unit !== undefined && { unit }) },
      terms,
      fit: ownFit(request.kind, fit, classes),
      uncertainty: { kind: 'wald', covariance: fit.covariance },
      performance: performanceOf(measures),
      folds: measures.nested
        ? Array.from({ length: measures.repeats }, (_, r) =>
            foldText(regressionFold(sample, measures.folds, study.seed, r)),
          )
        : [],
      table,
      rows,
      events: classes.length > 0 ? Math.min(...classes.map(({ n }) => n)) : known.length,
      page: { ...page, ...unseenOf(request.kind, measures) },
    },
  }
}

function limitingSize(kind: RegressionRequest['kind'], classes: readonly { n: number }[], n: number): number {
  if (kind === 'linear') return n
  if (kind === 'multinomial') return Math.min(...classes.map((own) => own.n))
  return n - classes.reduce((sum, own) => sum + pow(own.n, 3), 0) / n ** 2
}

const coefficientsOf = ({ estimates }: RegressionFit) => estimates.map((own) => own.map(({ estimate }) => estimate))

/** What the file has of a fit besides its terms. */
function ownFit(
  kind: RegressionRequest['kind'],
  fit: RegressionFit,
  classes: readonly { value: string; label: string; n: number }[],
): ColumnModel['fit'] {
  const { thresholds, intercepts = [], residual } = fit
  if (kind === 'linear') return { intercept: intercepts[0], residual }
  const all = classes.reduce((sum, { n }) => sum + n, 0)
  const own = classes.map(({ value, label, n }) => ({ value, label, share: Math.round((100 * n) / all) / 100 }))
  if (kind === 'ordinal') return { intercept: 0, classes: own, thresholds }
  const equations = coefficientsOf(fit).map((estimates, c) => ({ intercept: intercepts[c], estimates }))
  return { intercept: 0, classes: own, equations }
}

/** The measures that the file keeps: of how it was made, and out of fold. */
function performanceOf({ apparent, nested }: RegressionMeasures): ColumnModel['performance'] {
  const of = ({ handTill, orc, r2, rmse }: RegressionPart) =>
    Object.fromEntries(
      Object.entries({ handTill, orc, r2, rmse }).flatMap(([name, measure]) =>
        measure ? [[name, Number.isNaN(measure.value) ? null : measure.value] as const] : [],
      ),
    )
  return { apparent: of(apparent), ...(nested && { nested: of(nested) }) }
}

function unseenOf(kind: RegressionRequest['kind'], { nested }: RegressionMeasures): Pick<ColumnPage, 'unseen'> {
  const measure = kind === 'linear' ? nested?.r2 : kind === 'ordinal' ? nested?.orc : nested?.handTill
  const called = { linear: 'R²', ordinal: 'ORC', multinomial: 'Hand–Till AUC' }[kind]
  return measure ? { unseen: { measure: called, ...measure } } : {}
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
    own.map((estimated, j) => ({
      ...shapes[j],
      ...(estimates.length > 1 && { of: classes[c + 1].label }),
      ...estimated,
    })),
  )
}
