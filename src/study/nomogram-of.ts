import type { NomogramNames } from '../figures/nomogram-of-model.ts'
import { scoreOf } from '../model/fitted.ts'
import { type ModelResult, type Nomogram, type NomogramModel, type NomogramVariable, nomogram } from '../model/index.ts'
import { columnsOf } from '../model/linear.ts'
import { type PredictorTable, rowsOf } from '../model/table.ts'
import type { PageInput } from '../report/nomogram-page.ts'
import { quantile } from '../statistics/quantile.ts'

/** Probabilities that the last axis is labelled with, as papers print it. */
const probabilities = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99]

export interface StudyNomogram {
  model: NomogramModel
  nomogram: Nomogram
  names: NomogramNames
  inputs: PageInput[]
  result: ModelResult
}

/**
 * The nomogram of a fitted logistic model, its axes over the range of the training rows.
 * Undefined for a model without terms, and for a penalised one, whose columns are too many to be drawn.
 */
export function studyNomogram(
  result: ModelResult,
  table: PredictorTable,
  training: Int32Array,
  outcomeLabel: string,
): StudyNomogram | undefined {
  const { model: fitted } = result
  if (fitted.terms.length === 0 || fitted.estimator === 'lasso') return undefined
  const names = columnsOf(fitted.terms)
  const variables: NomogramVariable[] = []
  const inputs: PageInput[] = []
  const labels: Record<string, string> = {}
  const levelLabels: Record<string, Record<string, string>> = {}
  for (const name of names) {
    const score = fitted.scores.find((one) => one.name === name)
    const info = table.columns.find((column) => column.name === name)
    const label = info?.label ?? sentenceCase(name)
    labels[name] = info?.unit ? `${label}, ${info.unit}` : label
    const values = score
      ? scoreOf(score, rowsOf(table, training, columnsOf(score.terms)))
      : rowsOf(table, training, [name]).columns[0].values
    const known = values.filter((value) => !Number.isNaN(value)).sort()
    if (info?.levels) {
      const { levels } = info
      variables.push({ name, label, values: levels.map(({ value }) => value) })
      levelLabels[name] = Object.fromEntries(levels.map(({ value, label: text }) => [value, text]))
      inputs.push({ name, label, levels, typical: levels[mostFrequent(known)].value })
      continue
    }
    const range: [number, number] = [known[0], known[known.length - 1]]
    variables.push({ name, label, range })
    const decimals = range[1] - range[0] >= 50 ? 0 : range[1] - range[0] >= 5 ? 1 : 2
    const typical = Number(quantile(known, 0.5).toFixed(decimals))
    inputs.push({ name, label, unit: info?.unit, range, decimals, typical })
  }
  const lp = result.performance.apparent.predictions.map((one) => one.lp).filter((value) => !Number.isNaN(value))
  const model: NomogramModel = {
    intercept: fitted.intercept,
    terms: fitted.terms.map(({ name, column, level, estimate }) => ({
      name,
      parts: [level === undefined ? { column } : { column, level }],
      estimate,
    })),
    variables,
    linearPredictor: [Math.min(...lp), Math.max(...lp)],
    outcomes: [{ label: outcomeLabel, of: { kind: 'logistic' }, at: probabilities }],
  }
  return { model, nomogram: nomogram(model), names: { variables: labels, levels: levelLabels }, inputs, result }
}

function mostFrequent(values: Float64Array): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0
}

function sentenceCase(name: string): string {
  return name[0].toUpperCase() + name.slice(1)
}
