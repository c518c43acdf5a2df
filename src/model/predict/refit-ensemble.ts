import { cholesky, solveCholesky } from '../../statistics/numerics/linear-algebra.ts'
import type { Rows } from '../../step.ts'
import type { FittedTerm } from '../terms/linear-predictor.ts'
import { linearPredictorOf } from '../terms/linear-predictor.ts'

/** One refit as a function of the fitted model's own columns: what its risks are for a patient of whom no more is known. */
export interface EnsembleMember {
  intercept: number
  /** In the order of the model's terms. */
  estimates: number[]
}

/**
 * Whole-pipeline refits made to speak of the fitted model's columns: the least-squares projection, over the training rows,
 * of each refit's linear predictor on the model's terms. Refits select columns of their own, which whoever uses the model
 * does not have; what a refit says of a patient beyond the model's columns is averaged over the training rows.
 *
 * terms  of the flattened model; rows  the training rows, imputed; refits  linear predictors at those rows
 */
export function projectRefits(
  terms: readonly FittedTerm[],
  rows: Rows,
  refits: readonly ArrayLike<number>[],
): EnsembleMember[] {
  const n = rows.rows.length
  const p = terms.length + 1
  const design = [
    new Float64Array(n).fill(1),
    ...terms.map((term) => linearPredictorOf([{ ...term, estimate: 1 }], 0, rows)),
  ]
  const scale = design.map((column) => Math.sqrt(product(column, column)) || 1)
  const gram = new Float64Array(p * p)
  for (let j = 0; j < p; j++)
    for (let k = 0; k < p; k++) gram[j * p + k] = product(design[j], design[k]) / scale[j] / scale[k]
  for (let j = 0; j < p; j++) gram[j * p + j] += 1e-9 // terms may be dependent; any of the equal fits will do
  if (cholesky(gram, p, 0) >= 0) return []
  return refits.map((lp) => {
    const right = Float64Array.from(design, (column, j) => product(column, lp) / scale[j])
    const solution = Array.from(solveCholesky(gram, p, right), (value, j) => value / scale[j])
    return { intercept: solution[0], estimates: solution.slice(1) }
  })
}

function product(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}
