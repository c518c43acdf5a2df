import { type CsvCell, writeCsv } from '../../cohort/tables/write-csv.ts'
import { completeRows } from '../../model/data/complete-blocks.ts'
import { type ResolvedModel, resolveModel } from '../../model/plan/resolve.ts'
import { publishedPlan } from '../../model/validate/as-published-plan.ts'
import { type ScoreTrace, traceScores } from '../../model/validate/score-trace.ts'
import type { StudyOutput } from '../output.ts'
import type { CoxModels } from '../stages/cox-models.ts'
import type { SurvivalRequest } from '../stages/survival-request.ts'
import { rNames } from './r-text.ts'

/** What R is given of a study, and what each thing is called there. */
export interface Analysis {
  models: ResolvedModel[]
  scores: ScoreTrace[]
  /** R's name of a column or score. */
  named: (name: string) => string
  /** Levels of the columns that are factors, by R's name. */
  factors: Map<string, string[]>
  /** Models that some row cannot have a prediction of, because it lacks a whole block. */
  partial: Set<string>
  files: { name: string; text: string }[]
}

interface DataColumn {
  name: string
  levels?: readonly string[]
  values: ArrayLike<number>
}

/** Columns of analysis.csv that are nobody's variable. */
const own = ['id', 'set', 'outcome']

/** The data of a study's models and survival analyses, one row a row of the analysed cohort. */
export function analysisOf({ cohort: patients, models: fitted, coxModels, survival: analyses }: StudyOutput): Analysis {
  const { cohort, outcome, training, validation } = patients
  const basis = fitted.fitted
  const asked = basis && (basis.protocol === 'as-published' ? publishedPlan(basis) : basis.plan)
  // a model that could not be fitted is among the faults; there is nothing of it to repeat
  const made = new Set(fitted.results.map(({ name }) => name))
  const plan = asked && { ...asked, models: asked.models.filter(({ name }) => made.has(name)) }
  const known = new Set(fitted.table.columns.map((column) => column.name))
  const logistic = plan ? plan.models.map((model) => resolveModel(plan, model, known)) : []
  const cox = coxModels.flatMap(resolvedCox)
  const models = [...logistic, ...cox]
  const scores = basis && plan ? traceScores({ ...basis, plan }) : []
  const offered = [...fitted.predictors, ...coxModels.flatMap(({ predictors }) => predictors)]
  const terms = [...new Set(models.flatMap((model) => (model.kind === 'terms' ? model.columns : [])))]
  const predictors = terms.map((name): DataColumn => {
    const { levels, values } = offered.find((predictor) => predictor.name === name)!
    return { name, levels: levels?.map(({ value }) => value), values }
  })
  // an analysis that could not be made is among the faults
  const requests = analyses.flatMap(({ request }) => request ?? [])
  const followed = coxModels.flatMap(({ followUp: { time, event, start } }) => [time, event, ...(start ? [start] : [])])
  const survival = [...new Set([...requests.flatMap(columnsOfRequest), ...followed])]
    .filter((name) => !terms.includes(name))
    .map((name): DataColumn => {
      const { variable, values } = cohort.columns.get(name)!
      return { name, levels: variable.levels?.map(({ value }) => value), values }
    })
  const columns = [...predictors, ...survival]
  const everything = [...columns, ...scores.flatMap((trace) => trace.columns)]
  const names = rNames([...everything.map(({ name }) => name), ...scores.map(({ score }) => score.name)], own)
  const named = (name: string) => names.get(name)!
  const factors = new Map<string, string[]>()
  for (const { name, levels } of everything) if (levels) factors.set(named(name), [...levels])

  const set = cohort.ids.map(() => '')
  for (const row of training) set[row] = 'training'
  for (const row of validation) set[row] = 'validation'
  const tables = new Map(coxModels.flatMap(({ results, table }) => results.map(({ name }) => [name, table])))
  const parts = models.map(({ name, groups }) => ({
    name,
    known: completeRows(tables.get(name) ?? fitted.table, groups),
  }))
  const partial = parts.filter((part) => part.known.includes(0))
  const header = [
    ...own,
    ...columns.map(({ name }) => named(name)),
    ...scores.flatMap(({ score }) => [foldColumn(named(score.name)), crossFittedColumn(named(score.name))]),
    ...partial.map(({ name }) => knownColumn(name)),
  ]
  const folded = scores.map(({ rows, fold, crossFitted }) => {
    const at = new Map(Array.from(rows, (row, i) => [row, i]))
    return (row: number): CsvCell[] => {
      const i = at.get(row)
      return i === undefined ? [undefined, undefined] : [fold[i] + 1, crossFitted[i]]
    }
  })
  const lines = cohort.ids.map((id, row): CsvCell[] => [
    id,
    set[row],
    outcome?.positive[row],
    ...columns.map((column) => cellOf(column, row)),
    ...folded.flatMap((of) => of(row)),
    ...partial.map((part) => part.known[row]),
  ])
  const files = [
    { name: 'reproduce/analysis.csv', text: writeCsv(header, lines) },
    ...scores.flatMap((trace) => scoreFiles(trace, cohort.ids.length, named)),
  ]
  return {
    models,
    scores,
    named,
    factors,
    partial: new Set(partial.map(({ name }) => name)),
    files,
  }
}

/** Cox models with their blocks looked up. */
function resolvedCox({ fitted, results }: CoxModels): ResolvedModel[] {
  const plan = fitted.protocol === 'as-published' ? publishedPlan(fitted) : fitted.plan
  const known = new Set(fitted.table.columns.map((column) => column.name))
  const made = new Set(results.map(({ name }) => name))
  return plan.models.filter(({ name }) => made.has(name)).map((model) => resolveModel(plan, model, known))
}

const columnsOfRequest = ({ time, event, by, start }: SurvivalRequest) => [time, event, by, ...(start ? [start] : [])]

export const foldColumn = (score: string) => `${score}.fold`
export const crossFittedColumn = (score: string) => `${score}.crossfitted`
export const knownColumn = (model: string) => `known.${model.replace(/[^A-Za-z0-9._]/g, '.')}`

/** The columns of a score, and which of them its filters kept on all training rows and outside each fold. */
function scoreFiles({ score, columns, kept, keptOutside }: ScoreTrace, rows: number, named: (name: string) => string) {
  const name = named(score.name)
  const header = columns.map((column) => named(column.name))
  const lines = Array.from({ length: rows }, (_, row) => columns.map((column) => cellOf(column, row)))
  const sets = [kept, ...keptOutside].map((names) => new Set(names))
  const flags = columns.map((column) => [named(column.name), ...sets.map((set) => Number(set.has(column.name)))])
  const folds = keptOutside.map((_, f) => `fold.${f + 1}`)
  return [
    { name: `reproduce/${name}.csv`, text: writeCsv(header, lines) },
    { name: `reproduce/${name}.columns.csv`, text: writeCsv(['column', 'whole', ...folds], flags) },
  ]
}

function cellOf({ levels, values }: DataColumn, row: number) {
  const value = values[row]
  return levels && !Number.isNaN(value) ? levels[value] : value
}
