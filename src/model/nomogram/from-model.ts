import { rangeOf } from '../../statistics/descriptive/range.ts'
import { type PredictorTable, rowsOf } from '../data/predictor-table.ts'
import { baselineAt } from '../fit/baseline-survival.ts'
import { type FittedModel, predictRows, scoreOf } from '../fit/fitted-model.ts'
import { columnsOf, type FittedTerm } from '../terms/linear-predictor.ts'
import { partsOf, type Term } from '../terms/term.ts'
import type { NomogramModel, NomogramOutcome, NomogramVariable } from './nomogram.ts'

/** A number that takes this many values or fewer gets a tick at each, as rms' datadist has it. */
const maximumValues = 10
/** A value that fewer rows have would tell of a patient: it is no tick of its own. */
const minimumRows = 5

/** Probabilities that clinicians look for; those beyond the linear predictor's axis are left out. */
const probabilities = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99]

/**
 * What `nomogram` draws of a fitted model. A score that stands beside other terms is one axis; of a model that is nothing
 * but one score (a joint LASSO, a score alone), every column of the score has its own.
 *
 * Undefined for a model without a term.
 *
 * @param model the fitted model
 * @param table the predictors
 * @param training indices of the rows whose values give the axes their ranges
 * @param outcomeLabel what the last axis is called
 * @param horizons of a Cox model, the times by which the risk of an event is read off, each with what its axis is
 *   called
 * @returns what `nomogram` takes
 */
export function nomogramOf(
  model: FittedModel,
  table: PredictorTable,
  training: Int32Array,
  outcomeLabel: string,
  horizons: readonly { time: number; label: string }[] = [],
): NomogramModel | undefined {
  const { intercept, terms } = unfolded(model)
  if (terms.length === 0) return undefined
  const scoreNames = new Set(model.scores.map((score) => score.name))
  const columns = [...model.terms, ...model.scores.flatMap((score) => score.terms)]
  const rows = rowsOf(
    table,
    training,
    columnsOf(columns).filter((name) => !scoreNames.has(name)),
  )
  const variables = columnsOf(terms).map((name): NomogramVariable => {
    const score = model.scores.find((own) => own.name === name)
    if (score) return { name, label: name, range: rangeOf(scoreOf(score, rows)) }
    const { label, unit, levels } = table.columns.find((column) => column.name === name)!
    if (levels) return { name, label, values: levels.map((level) => level.value) }
    const { values } = rows.columns.find((column) => column.name === name)!
    const distinct = [...new Set(values)].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)
    const titled = unit ? `${label} (${unit})` : label
    const scale = distinct.length <= maximumValues && scaleOf(distinct, values)
    if (scale) return { name, label: titled, values: scale }
    return { name, label: titled, range: [distinct[0], distinct[distinct.length - 1]] }
  })
  return {
    intercept,
    terms: terms.map((term): Term & { estimate: number } => ({
      name: term.name,
      estimate: term.estimate,
      parts: partsOf(term),
    })),
    variables,
    linearPredictor: rangeOf(predictRows(model, rows)),
    outcomes: outcomesOf(model, outcomeLabel, horizons),
  }
}

/**
 * The values that a number takes as ticks, where these tell of nobody: each is had by several rows, or all are whole and
 * those between are shown too, as of a count or grade.
 */
function scaleOf(distinct: readonly number[], values: Float64Array): number[] | undefined {
  const shared = distinct.every((value) => values.filter((own) => own === value).length >= minimumRows)
  if (shared) return [...distinct]
  const [low, high] = [distinct[0], distinct[distinct.length - 1]]
  if (high - low > maximumValues || !distinct.every(Number.isInteger)) return undefined
  return Array.from({ length: high - low + 1 }, (_, i) => low + i)
}

/** A model's terms, where a lone score's own stand for it. */
function unfolded(model: FittedModel): { intercept: number; terms: FittedTerm[] } {
  const [score] = model.scores
  const lone = model.scores.length === 1 && model.terms.length === 1 && model.terms[0].column === score.name
  if (!lone) return { intercept: model.intercept, terms: model.terms }
  const slope = model.terms[0].estimate
  return {
    intercept: model.intercept + slope * score.intercept,
    terms: score.terms.map((term) => ({ ...term, estimate: slope * term.estimate })),
  }
}

function outcomesOf(
  { family, baseline }: FittedModel,
  label: string,
  horizons: readonly { time: number; label: string }[],
): NomogramOutcome[] {
  if (family === 'logistic') return [{ label, of: { kind: 'logistic' }, at: probabilities }]
  return horizons.map(({ time, label: at }) => ({
    label: at,
    of: { kind: 'risk', baseline: baselineAt(baseline!, time) },
    at: [0.02, 0.15, ...probabilities].sort((a, b) => a - b), // early risks are small
  }))
}
