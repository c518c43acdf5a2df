import { type ForestFigure, type ForestRow, forestPlot } from '../../../figures/charts/forest.ts'
import type { ModelResult } from '../../../model/index.ts'
import { columnsOf } from '../../../model/terms/linear-predictor.ts'
import { pow } from '../../../portable-math.ts'
import { pValue } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText } from '../../../text/with-numbers.ts'
import type { PredictedCohort } from '../../stages/cohort.ts'
import type { StudyModels } from '../../stages/outcome-models.ts'
import type { DrawnFigure } from '../chapter.ts'
import { labelOf } from '../variable-labels.ts'

/** The model's odds ratios as a forest, factors with their reference; nothing for one term or a penalised model. */
export function forestFigure(
  { drawings, models: { forest: words, per } }: Messages,
  { name, label, terms, estimator }: ModelResult,
  predictors: StudyModels['predictors'],
  { training, outcome }: PredictedCohort,
): DrawnFigure[] {
  // of a spline or of columns that interact no single coefficient is the effect
  const mixed = new Set(terms.filter(({ knots, times }) => knots || times).flatMap((term) => columnsOf([term])))
  const plain = terms.filter(({ column }) => !mixed.has(column))
  if (plain.length < 2 || estimator === 'lasso') return []
  const labels = labelOf(predictors, per)
  const levelOf = (column: string, level: string) =>
    predictors.find((one) => one.name === column)?.levels?.findIndex(({ value }) => value === level) ?? -1
  /** Training patients with a level, those with the outcome first. */
  const counted = (column: string, level: number): string | undefined => {
    const values = predictors.find((one) => one.name === column)?.values
    if (!values) return undefined
    const own = training.filter((row) => values[row] === level)
    return `${own.reduce((sum, row) => sum + outcome.positive[row], 0)}/${own.length}`
  }
  const rows: ForestRow[] = []
  let factor: string | undefined
  for (const { column, level, or, lower, upper, p } of plain) {
    if (level !== undefined && column !== factor) {
      rows.push({ label: labels.column(column) })
      const reference = predictors.find((one) => one.name === column)?.levels?.[0]
      if (reference) rows.push({ label: reference.label, reference: 'yes', indent: 'yes', counts: counted(column, 0) })
    }
    factor = level === undefined ? undefined : column
    const by = level === undefined ? labels.per(column) : 1
    rows.push({
      label: level === undefined ? labels.ratioOf(column) : labels.level(column, level),
      ...(level !== undefined && { indent: 'yes' as const }),
      ...(level !== undefined && { counts: counted(column, levelOf(column, level)) }),
      estimate: pow(or, by),
      lower: pow(lower, by),
      upper: pow(upper, by),
      p: pValue(p).text,
    })
  }
  const data: ForestFigure = { measure: words.measure, rows, counts: words.counts, sides: [words.lower, words.higher] }
  const invalid = terms.some(({ validInference }) => !validInference)
  return [
    {
      id: `forest-${name}`,
      title: words.title(label),
      caption: plainText(words.caption(invalid)),
      description: words.description(plain.length),
      data: { ...data, terms: plain.length },
      drawing: forestPlot(data, undefined, drawings),
    },
  ]
}

/** The AUC of every model by each way of measuring: what can be believed first, what flatters last. */
export function aucForest(
  { document, drawings, models: { aucForest: words } }: Messages,
  results: readonly ModelResult[],
): DrawnFigure[] {
  const kinds = ['nested', 'optimismCorrected', 'heldOut', 'apparent'] as const
  const rows = results.flatMap(({ label, performance }): ForestRow[] => {
    const own = kinds.flatMap((kind): ForestRow[] => {
      const part = performance[kind]
      if (!part || !Number.isFinite(part.auc)) return []
      const { auc, lower, upper } = part
      return [{ label: document[kind], estimate: auc, lower, upper, indent: 'yes' }]
    })
    return own.length > 0 ? [{ label }, ...own] : []
  })
  if (rows.length === 0) return []
  const data: ForestFigure = { measure: words.measure, rows, none: 0.5 }
  return [
    {
      id: 'auc-forest',
      title: words.title,
      caption: plainText(words.caption),
      description: words.description(results.length),
      data: { ...data, models: results.length },
      drawing: forestPlot(data, undefined, drawings),
    },
  ]
}
