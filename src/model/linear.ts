import type { Rows } from '../step.ts'

/** A fitted coefficient on one column, or on one level of a factor, or on a score. */
export interface FittedTerm {
  /** As rms names it: `age`, `edge=blur`. */
  name: string
  column: string
  level?: string
  estimate: number
}

/** Intercept plus the terms' sum for each row; NaN where a column is not known. Columns that are absent count as such. */
export function linearPredictorOf(terms: readonly FittedTerm[], intercept: number, rows: Rows): Float64Array {
  const lp = new Float64Array(rows.rows.length).fill(intercept)
  const byName = new Map(rows.columns.map((column) => [column.name, column]))
  for (const { column, level, estimate } of terms) {
    const found = byName.get(column)
    if (!found) return lp.fill(Number.NaN)
    const { values, levels } = found
    if (level === undefined) {
      for (let i = 0; i < lp.length; i++) lp[i] += estimate * values[i]
    } else {
      const at = levels?.indexOf(level) ?? -1
      for (let i = 0; i < lp.length; i++) {
        if (Number.isNaN(values[i])) lp[i] = Number.NaN
        else if (values[i] === at) lp[i] += estimate
      }
    }
  }
  return lp
}

/** The columns that the terms need, each once, in their order. */
export function columnsOf(terms: readonly { column: string }[]): string[] {
  return [...new Set(terms.map((term) => term.column))]
}
