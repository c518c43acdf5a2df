import { Problem } from '../../../errors/index.ts'
import type { ModelResult, Predictor } from '../../../model/index.ts'
import { columnsOf } from '../../../model/terms/linear-predictor.ts'
import type { Table } from '../../../report/document.ts'
import {
  type RegressionEstimate,
  type RegressionRow,
  regressionTable,
} from '../../../report/tables/regression-table.ts'
import { matrixFromColumns } from '../../../statistics/numerics/matrix.ts'
import { logistic } from '../../../statistics/regression/logistic.ts'
import { waldStatistics } from '../../../statistics/regression/logistic-inference.ts'
import type { Messages } from '../../../text/locales/index.ts'
import type { PredictedCohort } from '../../stages/cohort.ts'
import { labelOf } from '../variable-labels.ts'

/**
 * Each named predictor by itself over the training rows that have it, beside its place in the leading model. For the
 * reader only: nothing is selected by these p-values.
 */
export function regressionsOf(
  messages: Messages,
  predictors: readonly Predictor[],
  of: PredictedCohort,
  lead: ModelResult | undefined,
): Table[] {
  const named = predictors.filter(({ name }) => of.cohort.columns.has(name))
  if (named.length === 0 || !lead) return []
  const labels = labelOf(predictors)
  const rows = named.flatMap((predictor): RegressionRow[] => {
    const alone = univariable(predictor, of)
    const inModel = (level?: string): RegressionEstimate | undefined => {
      const all = lead.terms.filter((one) => columnsOf([one]).includes(predictor.name))
      // of a spline or of columns that interact no single coefficient is the effect
      if (all.some(({ knots, times }) => knots || times)) return undefined
      const term = all.find((one) => one.level === level)
      return term && { estimate: term.estimate, lower: Math.log(term.lower), upper: Math.log(term.upper), p: term.p }
    }
    const label = labels.column(predictor.name)
    if (!predictor.levels) return [{ label, univariable: alone[0], multivariable: inModel() }]
    return predictor.levels.slice(1).map((level, i) => ({
      label: level.label,
      of: label,
      univariable: alone[i],
      multivariable: inModel(level.value),
    }))
  })
  const references = Object.fromEntries(
    named.flatMap(({ name, levels }) => (levels ? [[labels.column(name), levels[0].label]] : [])),
  )
  return [
    regressionTable({
      id: 'regressions',
      number: '',
      title: messages.models.regressions(lead.label),
      rows,
      references,
      notes: [messages.models.regressionsNote],
      messages,
    }),
  ]
}

/** One estimate for a number, one for each level but the first of a factor; undefined where there is none. */
function univariable(
  { values, levels }: Predictor,
  { training, outcome }: PredictedCohort,
): (RegressionEstimate | undefined)[] {
  const rows = training.filter((row) => !Number.isNaN(values[row]))
  const own = Array.from(rows, (row) => values[row])
  const columns = levels ? levels.slice(1).map((_, i) => own.map((value) => Number(value === i + 1))) : [own]
  // A level that nobody has would make the design singular: it has no estimate, the others have.
  const used = columns.map((column) => column.some((value) => value !== column[0]))
  try {
    const design = matrixFromColumns(columns.filter((_, i) => used[i]).map((column) => Float64Array.from(column)))
    const fit = logistic(
      design,
      Array.from(rows, (row) => outcome.positive[row]),
    )
    if (fit.separation) return columns.map(() => undefined)
    const wald = waldStatistics(fit).slice(1)
    let next = 1
    return columns.map((_, i) => {
      if (!used[i]) return undefined
      const { lower, upper, p } = wald[next - 1]
      return { estimate: fit.coefficients[next++], lower, upper, p }
    })
  } catch (problem) {
    if (problem instanceof Problem) return columns.map(() => undefined)
    throw problem
  }
}
