import { Problem } from '../../../errors/index.ts'
import type { ModelResult, Predictor } from '../../../model/index.ts'
import { columnsOf } from '../../../model/terms/linear-predictor.ts'
import type { Table } from '../../../report/document.ts'
import {
  type RegressionEstimate,
  type RegressionRow,
  regressionTable,
} from '../../../report/tables/regression-table.ts'
import { type Matrix, matrixFromColumns } from '../../../statistics/numerics/matrix.ts'
import { logistic } from '../../../statistics/regression/logistic.ts'
import { waldStatistics } from '../../../statistics/regression/logistic-inference.ts'
import { cox } from '../../../statistics/survival/cox.ts'
import { outcomeAt } from '../../../step.ts'
import type { Messages } from '../../../text/locales/index.ts'
import type { PredictedCohort, StudyCohort } from '../../stages/cohort.ts'
import type { CoxModels } from '../../stages/cox-models.ts'
import { labelOf, lowerFirst } from '../variable-labels.ts'

/**
 * Each named predictor by itself over the training rows that have it, beside its place in the leading model. For the
 * reader only: nothing is selected by these p-values.
 */
export function regressionsOf(
  messages: Messages,
  predictors: readonly Predictor[],
  { cohort, training, outcome }: PredictedCohort,
  lead: ModelResult | undefined,
): Table[] {
  if (!lead) return []
  return tableOf(messages, predictors, cohort, lead, {
    id: 'regressions',
    title: messages.models.regressions(lead.label),
    ratio: 'odds',
    alone: (predictor) =>
      univariable(predictor, training, (design, rows) => {
        const fit = logistic(
          design,
          Array.from(rows, (row) => outcome.positive[row]),
        )
        if (fit.separation) return fit.separation.columns
        return waldStatistics(fit)
          .slice(1)
          .map(({ lower, upper, p }, j) => ({ estimate: fit.coefficients[j + 1], lower, upper, p }))
      }),
  })
}

/** The same of the time to an event: each predictor by itself in a Cox regression, beside its place in the leading model. */
export function coxRegressionsOf(messages: Messages, { cohort }: StudyCohort, models: CoxModels): Table[] {
  const { lead, predictors, training, fitted, followUp } = models
  const { outcome } = fitted
  if (outcome.kind !== 'survival') return []
  return tableOf(messages, predictors, cohort, lead, {
    id: `regressions-${lead.name}`,
    title: messages.survivalTables.univariable(lowerFirst(followUp.label), lead.label),
    ratio: 'hazard',
    alone: (predictor) =>
      univariable(predictor, training, (design, rows) => {
        const { time, event, start } = outcomeAt(outcome, rows)
        const fit = cox(design, time, event, { start })
        if (fit.diverging) return fit.diverging
        return fit.wald.map(({ lower, upper, p }, j) => ({ estimate: fit.coefficients[j], lower, upper, p }))
      }),
  })
}

function tableOf(
  messages: Messages,
  predictors: readonly Predictor[],
  cohort: StudyCohort['cohort'],
  lead: ModelResult,
  regressions: {
    id: string
    title: string
    ratio: 'odds' | 'hazard'
    alone: (predictor: Predictor) => (RegressionEstimate | undefined)[]
  },
): Table[] {
  const named = predictors.filter(({ name }) => cohort.columns.has(name))
  if (named.length === 0) return []
  const labels = labelOf(predictors, messages.models.per)
  const rows = named.flatMap((predictor): RegressionRow[] => {
    const alone = regressions.alone(predictor)
    const inModel = (level?: string): RegressionEstimate | undefined => {
      const all = lead.terms.filter((one) => columnsOf([one]).includes(predictor.name))
      // of a spline or of columns that interact no single coefficient is the effect
      if (all.some(({ knots, times }) => knots || times)) return undefined
      const term = all.find((one) => one.level === level)
      return term && { estimate: term.estimate, lower: Math.log(term.lower), upper: Math.log(term.upper), p: term.p }
    }
    const label = labels.column(predictor.name)
    if (!predictor.levels) {
      const ratio = { label: labels.ratioOf(predictor.name), per: labels.per(predictor.name) }
      return [{ ...ratio, univariable: alone[0], multivariable: inModel() }]
    }
    return predictor.levels.slice(1).map((level, i) => ({
      label: level.label,
      factor: label,
      univariable: alone[i],
      multivariable: inModel(level.value),
    }))
  })
  const references = Object.fromEntries(
    named.flatMap(({ name, levels }) => (levels ? [[labels.column(name), levels[0].label]] : [])),
  )
  return [
    regressionTable({
      id: regressions.id,
      number: '',
      title: regressions.title,
      ratio: regressions.ratio,
      rows,
      references,
      notes: [messages.models.regressionsNote],
      messages,
    }),
  ]
}

/**
 * One estimate for a number, one for each level but the first of a factor; undefined where there is none. Of a level in
 * which all or none have the outcome there is no estimate, and the others are what they are without its patients.
 * estimate  the estimates, or the columns along which the outcome is separated
 */
function univariable(
  { values, levels }: Predictor,
  training: Int32Array,
  estimate: (design: Matrix, rows: Int32Array) => RegressionEstimate[] | number[],
): (RegressionEstimate | undefined)[] {
  const known = training.filter((row) => !Number.isNaN(values[row]))
  const columns: (number | undefined)[] = levels ? levels.slice(1).map((_, i) => i + 1) : [undefined]
  const estimatesOf = (rows: Int32Array): (RegressionEstimate | undefined)[] => {
    const design = columns.map((level) =>
      Float64Array.from(rows, (row) => (level === undefined ? values[row] : Number(values[row] === level))),
    )
    // A level that nobody has would make the design singular: it has no estimate, the others have.
    const used = columns.filter((_, i) => design[i].some((value) => value !== design[i][0]))
    if (used.length === 0) return columns.map(() => undefined)
    const found = estimate(matrixFromColumns(used.map((level) => design[columns.indexOf(level)])), rows)
    if (isEstimated(found)) return columns.map((level) => found[used.indexOf(level)])
    const separated = new Set(found.map((j) => used[j]))
    if (!levels || separated.size === 0) return columns.map(() => undefined)
    return estimatesOf(rows.filter((row) => !separated.has(values[row])))
  }
  try {
    return estimatesOf(known)
  } catch (problem) {
    if (problem instanceof Problem) return columns.map(() => undefined)
    throw problem
  }
}

const isEstimated = (found: RegressionEstimate[] | number[]): found is RegressionEstimate[] =>
  typeof found[0] === 'object'
