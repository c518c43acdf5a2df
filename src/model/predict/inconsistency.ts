import { columnsOf } from '../terms/linear-predictor.ts'
import type { ModelFile } from './model-schema.ts'

/** What parts of a model file contradict each other, as after an edit by hand whose hash was made anew; undefined where none do. */
export function inconsistencyOf({
  family,
  columns,
  terms,
  points,
  baseline,
  uncertainty,
}: ModelFile): string | undefined {
  for (const { name, levels, bins, imputed } of columns) {
    if (!levels && !bins) return `the column ${name} has neither levels nor bins`
    if (levels && imputed !== undefined && !levels[imputed]) return `the column ${name} has no level ${imputed}`
  }
  const unknown = (names: readonly string[], of: readonly { name: string }[]) => {
    const known = new Set(of.map(({ name }) => name))
    return names.find((name) => !known.has(name))
  }
  const column = unknown(columnsOf(terms), columns)
  if (column !== undefined) return `a term is of the column ${column}, which is not there`
  const drawn = points?.variables.flatMap((variable) => variable.terms.map(({ name }) => name)) ?? []
  const term = unknown(drawn, terms)
  if (term !== undefined) return `the points are of the term ${term}, which is not there`
  if (family === 'cox' && (!baseline?.time.length || baseline.time.length !== baseline.survival.length))
    return 'a baseline of times and as many survivals is needed'
  const size = terms.length + 1
  const isSquare = (matrix: number[][]) => matrix.length === size && matrix.every((row) => row.length === size)
  if (uncertainty.kind === 'wald' && !isSquare(uncertainty.covariance)) return `the covariance is not ${size} × ${size}`
  if (uncertainty.kind === 'refits' && uncertainty.members.some(({ estimates }) => estimates.length !== terms.length))
    return 'a refit has not an estimate a term'
  return undefined
}
