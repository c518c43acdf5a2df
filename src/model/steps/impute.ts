import type { RowColumn, Step, TrainingRows } from '../../step.ts'
import { weightedMedian } from './weighted.ts'

export interface Imputation {
  /** What stands for a missing value of each column: the median, or the most frequent level. */
  values: Record<string, number>
  /** Share of the training rows in which the column was missing, where that was not 0. */
  missing: Record<string, number>
}

/** Single imputation: the median of a continuous column, the most frequent level of a factor, over the training rows. */
export const impute: Step<Imputation> = {
  name: 'impute',
  fit(training) {
    const values: Record<string, number> = {}
    const missing: Record<string, number> = {}
    for (const column of training.columns) {
      values[column.name] = column.levels
        ? mostFrequent(column, training)
        : weightedMedian(column.values, training.counts)
      let absent = 0
      for (let i = 0; i < column.values.length; i++) if (Number.isNaN(column.values[i])) absent++
      if (absent > 0) missing[column.name] = absent / column.values.length
    }
    return { values, missing }
  },
  apply({ values }, rows) {
    const columns = rows.columns.map((column) => {
      const value = values[column.name]
      if (value === undefined || !column.values.some(Number.isNaN)) return column
      return { ...column, values: column.values.map((x) => (Number.isNaN(x) ? value : x)) }
    })
    return { ...rows, columns }
  },
}

function mostFrequent({ values, levels }: RowColumn, { counts }: TrainingRows): number {
  const tally = new Float64Array(levels!.length)
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) tally[values[i]] += counts[i]
  return tally.indexOf(Math.max(...tally))
}
