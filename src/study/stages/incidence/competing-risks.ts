import type { Cohort } from '../../../cohort/codebook/variable.ts'
import { columnNamed, columnTimes } from '../../../cohort/column-named.ts'
import { aProblem, Problem } from '../../../errors/index.ts'
import type { Predictor } from '../../../model/index.ts'
import type { ParallelMap } from '../../../parallel.ts'
import { rangeOf } from '../../../statistics/descriptive/range.ts'
import { matrixFromColumns } from '../../../statistics/numerics/matrix.ts'
import type { ChiSquareTest } from '../../../statistics/regression/logistic-inference.ts'
import { cox } from '../../../statistics/survival/cox.ts'
import { cumulativeIncidence, incidenceAt } from '../../../statistics/survival/cumulative-incidence.ts'
import { fineGray } from '../../../statistics/survival/fine-gray.ts'
import { grayTest } from '../../../statistics/survival/gray-test.ts'
import { countedFollowUp } from '../counted-follow-up.ts'
import { observedEvents } from '../endpoints.ts'
import { type ColumnModel, designOf } from '../regressions/column-models.ts'
import type { SurvivalRequest } from '../survival-request.ts'
import { type FineGrayModel, type FineGrayNames, fineGrayModel } from './fine-gray.ts'

/** Incidence of the event where another one may come first, and models of both hazards; plain JSON. */
export interface CompetingRisks {
  label: string
  n: number
  events: number
  competing: number
  groups: {
    label: string
    n: number
    atTimes: ReturnType<typeof incidenceAt>
    /** The curve, from its first event on, and how many are followed to each of the figure's marks. */
    curve: { time: number[]; incidence: number[]; lower: number[]; upper: number[] }
    censored: number[]
    atRisk: number[]
  }[]
  gray?: ChiSquareTest
  /** On complete cases of the study's `terms`. */
  model?: { n: number; events: number; competing: number; terms: CompetingTerm[]; fineGray?: FineGrayModel }
}

export interface CompetingTerm {
  column: string
  label: string
  level?: string
  /** Of a factor, what its levels are compared with. */
  reference?: string
  causeSpecific?: Ratio
  subdistribution?: Ratio
}

interface Ratio {
  ratio: number
  lower: number
  upper: number
  p: number
}

/** A patient with both at one time counts as having had the event. Throws ColumnAbsent. */
export async function competingRisksOf(
  cohort: Cohort,
  request: Omit<SurvivalRequest, 'start'> & { competing: string },
  file: string,
  seed: number,
  map: ParallelMap,
): Promise<(CompetingRisks & { deployed?: Omit<ColumnModel, 'name'> }) | undefined> {
  const { time, event } = countedFollowUp(cohort, request, file)
  const column = columnNamed(cohort, request.competing, file)
  const other = observedEvents(column)
  const by = columnNamed(cohort, request.by, file)
  const known = cohort.ids
    .map((_, row) => row)
    .filter((row) => [time[row], event[row], other[row], by.values[row]].every(Number.isFinite))
  const causeOf = (row: number) => (event[row] === 1 ? 1 : other[row] === 1 ? 2 : 0)
  const pick = (rows: readonly number[]) => ({
    time: Float64Array.from(rows, (row) => time[row]),
    cause: Float64Array.from(rows, causeOf),
  })
  const all = pick(known)
  const count = (cause: ArrayLike<number>, code: number) => Array.from(cause).filter((value) => value === code).length
  if (count(all.cause, 1) === 0) return undefined
  const marks = columnTimes(rangeOf(all.time)[1]).filter((mark) => mark > 0)
  const groups = (by.variable.levels ?? []).flatMap(({ label }, index) => {
    const own = pick(known.filter((row) => by.values[row] === index))
    const none = marks.map((mark) => ({ time: mark, incidence: 0, standardError: 0, lower: 0, upper: 0 }))
    if (own.time.length === 0) return []
    const curve = count(own.cause, 1) > 0 ? cumulativeIncidence(own.time, own.cause) : undefined
    const censored = Array.from(own.time).filter((_, i) => own.cause[i] === 0)
    const end = rangeOf(own.time)[1]
    const drawn = (values: ArrayLike<number> | undefined) => {
      const level = [...Array.from(values ?? [])]
      return [...level, level.at(-1) ?? 0]
    }
    const followed = (mark: number) => own.time.filter((t) => t >= mark).length
    return [
      {
        label,
        n: own.time.length,
        atTimes: curve ? incidenceAt(curve, marks) : none,
        curve: {
          time: [...Array.from(curve?.time ?? []), end],
          incidence: drawn(curve?.incidence),
          lower: drawn(curve?.lower),
          upper: drawn(curve?.upper),
        },
        censored: [...new Set(censored)].sort((a, b) => a - b),
        atRisk: [0, ...marks].map(followed),
      },
    ]
  })
  const gray = unlessProblem(() =>
    grayTest(
      all.time,
      all.cause,
      known.map((row) => by.values[row]),
    ),
  )
  const unit = request.unit ?? columnNamed(cohort, request.time, file).variable.unit
  const { label } = columnNamed(cohort, request.event, file).variable
  const names: FineGrayNames = {
    ...{ label: request.label ?? label, time: request.time, event: request.event },
    ...(unit !== undefined && { unit }),
    ...(request.landmark !== undefined && { landmark: request.landmark }),
    competing: { column: request.competing, label: column.variable.label },
  }
  const asked = { marks, seed, names, map }
  const fitted = request.terms && (await modelOf(cohort, request.terms, file, known, pick, asked))
  return {
    label: column.variable.label,
    n: known.length,
    events: count(all.cause, 1),
    competing: count(all.cause, 2),
    groups,
    ...(gray && { gray }),
    ...(fitted && { model: fitted.model }),
    ...(fitted?.deployed && { deployed: fitted.deployed }),
  }
}

async function modelOf(
  cohort: Cohort,
  terms: readonly string[],
  file: string,
  known: readonly number[],
  pick: (rows: readonly number[]) => { time: Float64Array; cause: Float64Array },
  asked: { marks: number[]; seed: number; names: FineGrayNames; map: ParallelMap },
): Promise<{ model: CompetingRisks['model']; deployed?: Omit<ColumnModel, 'name'> }> {
  const predictors = terms.map((name): Predictor => {
    const { variable, values } = columnNamed(cohort, name, file)
    const { label, unit, levels } = variable
    return { name, label, unit, values, ...(levels && { levels }) }
  })
  const rows = known.filter((row) => predictors.every(({ values }) => Number.isFinite(values[row])))
  const { time, cause } = pick(rows)
  const own = cause.map((value) => Number(value === 1))
  const design = designOf(predictors, rows)
  const x = matrixFromColumns(design.map(({ values }) => values))
  const specific = unlessProblem(() => {
    const fit = cox(x, time, own)
    return fit.diverging ? undefined : fit
  })
  const sub = unlessProblem(() => fineGray(x, time, cause))
  const shapes = design.map(({ values: _, ...shape }) => shape)
  const patients = rows.map((row) => cohort.patientOf[row])
  const data = { x, design: shapes, predictors, rows, patients, time, cause }
  const made = sub && (await fineGrayModel(cohort, sub, data, asked).catch(aProblem))
  const drawn = made instanceof Problem ? undefined : made
  const ratio = (fit: typeof specific | typeof sub, j: number): Ratio | undefined => {
    if (!fit) return undefined
    const { lower, upper, p } = fit.wald[j]
    return { ratio: Math.exp(fit.coefficients[j]), lower: Math.exp(lower), upper: Math.exp(upper), p }
  }
  const model = {
    n: rows.length,
    events: own.reduce((sum, value) => sum + value, 0),
    competing: cause.filter((value) => value === 2).length,
    ...(drawn && { fineGray: drawn.model }),
    terms: shapes.map(({ value: _, ...term }, j) => ({
      ...term,
      causeSpecific: ratio(specific, j),
      subdistribution: ratio(sub, j),
    })),
  }
  return { model, ...(drawn?.deployed && { deployed: drawn.deployed }) }
}

function unlessProblem<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}
