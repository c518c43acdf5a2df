import { changedColumn, type RowColumn, type Step, type TrainingRows } from '../../step.ts'
import { pickNames } from './selection-step.ts'
import { weightedMedian } from './weighted-moments.ts'

export interface Imputation {
  /** What stands for a missing value of each column: the median, or the most frequent level. */
  values: Record<string, number>
  /** Share of the training rows in which the column was missing, where that was not 0. */
  missing: Record<string, number>
}

/**
 * Single imputation: the median of a continuous column, the most frequent level of a factor, over the training rows.
 * Fitted for the columns that lack a value; `alsoFor` adds those that may lack one where they are applied.
 */
export const impute: Step<Imputation> = {
  name: 'impute',
  fit(training) {
    const incomplete = training.columns.filter(({ values }) => isIncomplete(values))
    const missing: Record<string, number> = {}
    for (const { name, values } of incomplete) {
      let absent = 0
      for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) absent++
      missing[name] = absent / values.length
    }
    return alsoFor({ values: {}, missing }, training, incomplete)
  },
  apply({ values }, rows) {
    if (Object.keys(values).length === 0) return rows
    const columns = rows.columns.map((column) => {
      const value = values[column.name]
      if (value === undefined || !isIncomplete(column.values)) return column
      return changedColumn(column, (own, reading) =>
        reading === 'values' ? own.map((x) => (Number.isNaN(x) ? value : x)) : own,
      )
    })
    return { ...rows, columns }
  },
}

/** The same imputation with values for further columns of the training part. */
export function alsoFor(imputation: Imputation, training: TrainingRows, columns: readonly RowColumn[]): Imputation {
  const values = { ...imputation.values }
  for (const column of columns)
    values[column.name] ??= column.levels ? mostFrequent(column, training) : medianOr0(column.values, training.counts)
  return { ...imputation, values }
}

/** Of a column that is known in no training row 0: constant there, it does not enter a score. */
function medianOr0(values: Float64Array, counts: TrainingRows['counts']): number {
  const median = weightedMedian(values, counts)
  return Number.isNaN(median) ? 0 : median
}

export function isIncomplete(values: Float64Array): boolean {
  // Folds ask this of every column: a sum of zeros that is NaN where a value is, or is infinite, in four that do not wait
  // for each other.
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  const n = values.length
  const whole = n - (n % 4)
  for (let i = 0; i < whole; i += 4) {
    a += 0 * values[i]
    b += 0 * values[i + 1]
    c += 0 * values[i + 2]
    d += 0 * values[i + 3]
  }
  for (let i = whole; i < n; i++) a += 0 * values[i]
  return Number.isNaN(a + b + c + d) && values.some(Number.isNaN)
}

function mostFrequent({ values, levels }: RowColumn, { counts }: TrainingRows): number {
  const tally = new Float64Array(levels!.length)
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) tally[values[i]] += counts[i]
  return tally.indexOf(Math.max(...tally))
}

/** The same imputation of the needed columns only. */
export function restrictImputation({ values, missing }: Imputation, needed: ReadonlySet<string>): Imputation {
  return { values: pickNames(values, needed), missing: pickNames(missing, needed) }
}
