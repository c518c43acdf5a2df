import type { NomogramNames } from '../../figures/charts/nomogram-of-model.ts'
import { type PredictorTable, rowsOf } from '../../model/data/predictor-table.ts'
import { type DeployedModel, deployed } from '../../model/deploy/deployed-form.ts'
import { predictRows, scoreOf } from '../../model/fit/fitted-model.ts'
import {
  isHarmonised,
  type ModelResult,
  type Nomogram,
  type NomogramModel,
  nomogram,
  nomogramOf,
} from '../../model/index.ts'
import { columnsOf } from '../../model/terms/linear-predictor.ts'
import { horizonLabel } from '../../report/horizon-label.ts'
import type { PageInput } from '../../report/html/nomogram-page.ts'
import { quantileOfSorted } from '../../statistics/descriptive/descriptive.ts'
import { pretty } from '../../statistics/numerics/pretty.ts'
import type { Messages } from '../../text/locales/index.ts'
import type { StudyConfig } from '../file/schema.ts'
import type { CoxModels } from './cox-models.ts'

export interface StudyNomogram {
  model: NomogramModel
  nomogram: Nomogram
  names: NomogramNames
  inputs: PageInput[]
  /** The model in the form in which it is drawn and handed on. */
  result: DeployedModel
  /**
   * A patient who does not exist: of each variable the median or most frequent value of the half of the training rows with
   * the higher risk. What is printed goes from hand to hand, so that no real patient's values are drawn.
   */
  worked: Record<string, number | string>
}

/**
 * The nomogram of a fitted model, its axes over the range of the training rows; undefined for a model without
 * terms, and for one on harmonised features: what ComBat makes of a new patient's nobody knows.
 * horizons  of a Cox model, the times by which the event is foretold and what their axes are called
 */
export function studyNomogram(
  result: DeployedModel,
  table: PredictorTable,
  training: Int32Array,
  outcomeLabel: string,
  horizons: readonly { time: number; label: string }[] = [],
): StudyNomogram | undefined {
  // Where all coefficients are shrunk to nothing there is nothing to draw.
  if (isHarmonised(result) || result.model.terms.every(({ estimate }) => estimate === 0)) return undefined
  const model = nomogramOf(result.model, table, training, outcomeLabel, horizons)
  if (!model) return undefined
  const drawn = nomogram(model)
  const worked: StudyNomogram['worked'] = {}
  const risky = higherRisk(result, table, training)
  const { names, inputs } = namesAndInputs(model.variables, table, (name) =>
    trainingValues(result, name, table, training),
  )
  for (const { name, typical } of namesAndInputs(model.variables, table, (name) => {
    const riskier = trainingValues(result, name, table, risky)
    return riskier.length > 0 ? riskier : trainingValues(result, name, table, training)
  }).inputs)
    worked[name] = typical
  for (const { given } of drawn.axes)
    for (const [name, value] of Object.entries(given))
      if (typeof value === 'number') worked[name] = nearest(settingsOf(drawn, name), Number(worked[name]))
  return { model, nomogram: drawn, names, inputs, result, worked }
}

/**
 * What the variables of a nomogram are called, and what its page asks for.
 * valuesOf  what the training rows had of a column or score, in rising order and without what is not known
 */
export function namesAndInputs(
  variables: NomogramModel['variables'],
  table: PredictorTable,
  valuesOf: (name: string) => Float64Array,
): { names: NomogramNames; inputs: PageInput[] } {
  const labels: Record<string, string> = {}
  const levelLabels: Record<string, Record<string, string>> = {}
  const inputs = variables.map((variable): PageInput => {
    const { name } = variable
    const info = table.columns.find((column) => column.name === name)
    // A feature is called by its name, which no capital may change.
    const label = info && info.label === name ? name : sentenceCase(info?.label ?? name)
    labels[name] = info?.unit ? `${label}, ${info.unit}` : label
    const values = valuesOf(name)
    if (info?.levels) {
      const { levels } = info
      levelLabels[name] = Object.fromEntries(levels.map(({ value, label: text }) => [value, text]))
      return { name, label, levels, typical: levels[mostFrequent(values)].value }
    }
    const ticks = 'values' in variable ? variable.values.map(Number) : pretty(...variable.range, 10)
    const [low, high] = [ticks[0], ticks[ticks.length - 1]]
    const decimals = Math.max(0, Math.ceil(Math.log10(50 / (high - low || 1))))
    const middle = 'values' in variable ? mostFrequent(values) : quantileOfSorted(values, 0.5)
    return { name, label, unit: info?.unit, range: [low, high], decimals, typical: Number(middle.toFixed(decimals)) }
  })
  return { names: { variables: labels, levels: levelLabels }, inputs }
}

/** The same of columns that are variables themselves, over the rows that a model was fitted to. */
export function columnNamesAndInputs(
  variables: NomogramModel['variables'],
  table: PredictorTable,
  rows: Int32Array,
): { names: NomogramNames; inputs: PageInput[] } {
  return namesAndInputs(variables, table, (name) => rowsOf(table, rows, [name]).columns[0].values.sort())
}

/** Values of a variable at which the axes of those that it interacts with are drawn. */
function settingsOf({ axes }: Nomogram, name: string): number[] {
  return axes.flatMap(({ given }) => (name in given ? [Number(given[name])] : []))
}

function nearest(values: readonly number[], to: number): number {
  return values.reduce((best, value) => (Math.abs(value - to) < Math.abs(best - to) ? value : best))
}

/** The half of the training rows with the higher risk. */
function higherRisk({ model }: ModelResult, table: PredictorTable, training: Int32Array): Int32Array {
  const own = columnsOf([...model.terms, ...model.scores.flatMap((score) => score.terms)])
  const names = own.filter((name) => !model.scores.some((score) => score.name === name))
  const lp = predictRows(model, rowsOf(table, training, names))
  const known = Array.from(training.keys()).filter((i) => Number.isFinite(lp[i]))
  known.sort((a, b) => lp[a] - lp[b])
  return Int32Array.from(known.slice(Math.floor(known.length / 2)), (i) => training[i])
}

/** The nomogram of the leading one of some Cox models, with an axis for the risk by each horizon. */
export function coxNomogram(
  { lead, table, training, followUp }: CoxModels,
  deploy: StudyConfig['deploy'],
  messages: Messages,
): StudyNomogram | undefined {
  const horizons = followUp.horizons.map(({ time }) => ({
    time,
    label: messages.nomogram.riskAt(followUp.label, horizonLabel(time, followUp.unit, messages)),
  }))
  return studyNomogram(deployed(lead, deploy), table, training, followUp.label, horizons)
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
