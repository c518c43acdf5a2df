import type { NomogramNames } from '../figures/nomogram-of-model.ts'
import { scoreOf } from '../model/fitted.ts'
import { type ModelResult, type Nomogram, type NomogramModel, nomogram, nomogramOf } from '../model/index.ts'
import { columnsOf } from '../model/linear.ts'
import { type PredictorTable, rowsOf } from '../model/table.ts'
import type { PageInput } from '../report/nomogram-page.ts'
import { quantileOfSorted } from '../statistics/descriptive.ts'
import type { CoxModels } from './cox-models-of.ts'

export interface StudyNomogram {
  model: NomogramModel
  nomogram: Nomogram
  names: NomogramNames
  inputs: PageInput[]
  result: ModelResult
}

/**
 * The nomogram of a fitted model, its axes over the range of the training rows; undefined for a model without terms.
 * horizons  of a Cox model, the times by which the event is foretold and what their axes are called
 */
export function studyNomogram(
  result: ModelResult,
  table: PredictorTable,
  training: Int32Array,
  outcomeLabel: string,
  horizons: readonly { time: number; label: string }[] = [],
): StudyNomogram | undefined {
  const model = nomogramOf(result.model, table, training, outcomeLabel, horizons)
  if (!model) return undefined
  const labels: Record<string, string> = {}
  const levelLabels: Record<string, Record<string, string>> = {}
  const inputs = model.variables.map((variable): PageInput => {
    const { name } = variable
    const info = table.columns.find((column) => column.name === name)
    // A feature is called by its name, which no capital may change.
    const label = info && info.label === name ? name : sentenceCase(info?.label ?? name)
    labels[name] = info?.unit ? `${label}, ${info.unit}` : label
    const values = trainingValues(result, name, table, training)
    if (info?.levels) {
      const { levels } = info
      levelLabels[name] = Object.fromEntries(levels.map(({ value, label: text }) => [value, text]))
      return { name, label, levels, typical: levels[mostFrequent(values)].value }
    }
    const range: [number, number] = [values[0], values[values.length - 1]]
    const decimals = range[1] - range[0] >= 50 ? 0 : range[1] - range[0] >= 5 ? 1 : 2
    return {
      name,
      label,
      unit: info?.unit,
      range,
      decimals,
      typical: Number(quantileOfSorted(values, 0.5).toFixed(decimals)),
    }
  })
  return { model, nomogram: nomogram(model), names: { variables: labels, levels: levelLabels }, inputs, result }
}

/** The nomogram of the leading one of some Cox models, with an axis for the risk by each horizon. */
export function coxNomogram({ lead, table, training, followUp }: CoxModels): StudyNomogram | undefined {
  const horizons = followUp.horizons.map(({ time, label }) => ({ time, label: `${followUp.label} by ${label}` }))
  return studyNomogram(lead, table, training, followUp.label, horizons)
}

/** What the training rows had of a column or score, in rising order, without what is not known. */
function trainingValues({ model }: ModelResult, name: string, table: PredictorTable, training: Int32Array) {
  const score = model.scores.find((one) => one.name === name)
  const values = score
    ? scoreOf(score, rowsOf(table, training, columnsOf(score.terms)))
    : rowsOf(table, training, [name]).columns[0].values
  return values.filter((value) => !Number.isNaN(value)).sort()
}

function mostFrequent(values: Float64Array): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0
}

function sentenceCase(name: string): string {
  return name[0].toUpperCase() + name.slice(1)
}
