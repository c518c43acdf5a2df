import type { Rows } from '../../step.ts'
import { evaluateTerm, partsOf, type TermShape, type Value } from './term.ts'

/** A fitted coefficient on one column, one level of a factor, a spline function, an interaction of such, or a score. */
export interface FittedTerm extends TermShape {
  estimate: number
}

/** Intercept plus the terms' sum for each row; NaN where a column is not known. Columns that are absent count as such. */
export function linearPredictorOf(terms: readonly FittedTerm[], intercept: number, rows: Rows): Float64Array {
  const lp = new Float64Array(rows.rows.length).fill(intercept)
  const byName = new Map(rows.columns.map((column) => [column.name, column]))
  for (const term of terms) {
    if (columnsOf([term]).some((name) => !byName.has(name))) return lp.fill(Number.NaN)
    const { column, level, estimate } = term
    const { values, levels } = byName.get(column)!
    if (term.times || term.knots) addProduct(term, rows, byName, lp)
    else if (level === undefined) {
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

/** Adds a spline function or an interaction to each row's sum. */
function addProduct(term: FittedTerm, rows: Rows, byName: Map<string, Rows['columns'][number]>, lp: Float64Array) {
  const columns = columnsOf([term]).map((name) => byName.get(name)!)
  const product = { name: term.name, parts: partsOf(term) }
  const own: Record<string, Value> = {}
  for (let i = 0; i < rows.rows.length; i++) {
    for (const { name, values, levels } of columns) own[name] = levels ? levels[values[i]] : values[i]
    lp[i] += term.estimate * evaluateTerm(product, own)
  }
}

/** The columns that the terms need, each once, in their order. */
export function columnsOf(terms: readonly Pick<TermShape, 'column' | 'times'>[]): string[] {
  return [...new Set(terms.flatMap(({ column, times = [] }) => [column, ...times.map((part) => part.column)]))]
}

/** What enters and leaves a model together: all functions of a column, or all products of two. */
export function unitOf(term: Pick<TermShape, 'column' | 'times'>): string {
  return columnsOf([term]).join(' * ')
}
