import { columnsOf } from '../terms/linear-predictor.ts'
import type { ModelFile } from './model-schema.ts'

/** What parts of a model file contradict each other, as after an edit by hand whose hash was made anew; undefined where none do. */
export function inconsistencyOf(file: ModelFile): string | undefined {
  const { family, columns, classes, terms, thresholds, equations, residual, points, baseline, uncertainty } = file
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
  const needsBaseline = family === 'cox' || family === 'fine-gray'
  if (needsBaseline && (!baseline?.time.length || baseline.time.length !== baseline.survival.length))
    return 'a baseline of times and as many survivals is needed'
  if (family === 'ordinal' && (!classes || thresholds?.length !== classes.length - 1))
    return 'a threshold between each two classes is needed'
  const isWhole = ({ estimates }: { estimates: number[] }) => estimates.length === terms.length
  if (family === 'multinomial' && (!classes || equations?.length !== classes.length - 1 || !equations.every(isWhole)))
    return 'an equation of each class but the first, with an estimate a term, is needed'
  if (family === 'linear' && !residual) return 'the standard deviation about its mean is needed'
  const size = equations ? equations.length * (terms.length + 1) : (thresholds?.length ?? 1) + terms.length
  const isSquare = (matrix: number[][]) => matrix.length === size && matrix.every((row) => row.length === size)
  if (uncertainty.kind === 'wald' && !isSquare(uncertainty.covariance)) return `the covariance is not ${size} × ${size}`
  if (uncertainty.kind === 'refits' && !uncertainty.members.every(isWhole)) return 'a refit has not an estimate a term'
  return undefined
}
