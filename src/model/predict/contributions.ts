import { columnsOf, unitOf } from '../terms/linear-predictor.ts'
import { evaluateTerm, partsOf } from '../terms/term.ts'
import type { ModelFile } from './model-schema.ts'

/** What one variable of the nomogram does to a patient's risk. A score counts as one variable, with its columns inside. */
export interface Contribution {
  variable: string
  label: string
  /** Of a single column: the patient's value, a level by its label. */
  value?: string
  /** Points on the nomogram. */
  points?: number
  /** What it adds to the log-odds (of a Cox model: log-hazard) of a patient in the middle of the training cohort. */
  logOdds: number
  /** Inside it, each column by itself and each interaction, as `age * edge`. */
  columns: { column: string; value: string; logOdds: number }[]
}

/**
 * What each variable contributes to a risk.
 *
 * values  the patient's, by column: a number or a level's value; x  value of each of the file's terms
 */
export function contributionsOf(
  file: ModelFile,
  values: ReadonlyMap<string, number | string>,
  x: number[],
): Contribution[] {
  const called = (column: string) => {
    const value = values.get(column)!
    const { levels } = file.columns.find(({ name }) => name === column)!
    return levels?.find((level) => level.value === value)?.label ?? String(value)
  }
  const at = new Map(file.terms.map(({ name }, j) => [name, j]))
  const middle = middleTerms(file)
  const variables = file.points?.variables ?? columnsAlone(file)
  return variables.map(({ name, label, intercept, lowest, terms }) => {
    const own = new Map<string, { names: string[]; logOdds: number }>()
    let sum = intercept
    for (const { name: term, estimate } of terms) {
      const j = at.get(term)!
      const unit = unitOf(file.terms[j])
      const before = own.get(unit)?.logOdds ?? 0
      own.set(unit, { names: columnsOf([file.terms[j]]), logOdds: before + estimate * (x[j] - middle[j]) })
      sum += estimate * x[j]
    }
    const columns = [...own].map(([column, { names, logOdds }]) => ({
      column,
      value: names.map(called).join(', '),
      logOdds,
    }))
    return {
      variable: name,
      label,
      ...(columns.length === 1 && { value: columns[0].value }),
      ...(file.points && { points: (sum - lowest) * file.points.scale }),
      logOdds: columns.reduce((total, { logOdds }) => total + logOdds, 0),
      columns,
    }
  })
}

/** Each column as a variable of its own, of a file that does not know the nomogram's axes. */
function columnsAlone({ terms, columns }: ModelFile): NonNullable<ModelFile['points']>['variables'] {
  return columns.map(({ name, label }) => {
    const own = terms.filter(({ column }) => column === name)
    return { name, label, lowest: 0, intercept: 0, terms: own }
  })
}

/** The terms of a patient in the middle of the training cohort: median or most frequent level of each column. */
function middleTerms({ terms, columns }: ModelFile): number[] {
  const middle = Object.fromEntries(
    columns.map(({ name, levels, imputed, bins }) => [
      name,
      levels ? levels[imputed ?? 0].value : (imputed ?? middleOf(bins!.edges)),
    ]),
  )
  return terms.map((term) => evaluateTerm({ name: term.name, parts: partsOf(term) }, middle))
}

function middleOf(edges: readonly number[]): number {
  return (edges[0] + edges[edges.length - 1]) / 2
}
