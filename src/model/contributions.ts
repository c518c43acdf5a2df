import type { ModelFile } from './model-file.ts'

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
  const middle = file.terms.map((term) => middleTerm(file, term))
  const variables = file.points?.variables ?? columnsAlone(file)
  return variables.map(({ name, label, intercept, lowest, terms }) => {
    const own = new Map<string, number>()
    let sum = intercept
    for (const { name: term, estimate } of terms) {
      const j = at.get(term)!
      const { column } = file.terms[j]
      own.set(column, (own.get(column) ?? 0) + estimate * (x[j] - middle[j]))
      sum += estimate * x[j]
    }
    const columns = [...own].map(([column, logOdds]) => ({ column, value: called(column), logOdds }))
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

/** A term of a patient in the middle of the training cohort: median or most frequent level of its column. */
function middleTerm({ columns }: ModelFile, { column, level }: ModelFile['terms'][number]): number {
  const { levels, imputed, bins } = columns.find(({ name }) => name === column)!
  return level === undefined ? (imputed ?? middleOf(bins!.edges)) : Number(levels![imputed ?? 0].value === level)
}

function middleOf(edges: readonly number[]): number {
  return (edges[0] + edges[edges.length - 1]) / 2
}
