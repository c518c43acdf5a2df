import { cholesky } from '../../statistics/numerics/linear-algebra.ts'

/**
 * Generalised variance inflation of each column of a model, per coefficient (GVIF^(1/df)), from the covariance of the
 * estimates. 1 is no collinearity; over 5 is much. Fox & Monette 1992; equals car::vif for columns of one coefficient.
 *
 * covariance  of the estimates without the intercept; columns  the column of each
 */
export function varianceInflation(
  covariance: readonly (readonly number[])[],
  columns: readonly string[],
): Map<string, number> {
  const correlation = covariance.map((row, j) =>
    row.map((value, k) => value / Math.sqrt(covariance[j][j] * covariance[k][k])),
  )
  const all = columns.map((_, j) => j)
  const whole = determinant(correlation, all)
  return new Map(
    [...new Set(columns)].map((column) => {
      const own = all.filter((j) => columns[j] === column)
      const others = all.filter((j) => columns[j] !== column)
      const inflation = (determinant(correlation, own) * determinant(correlation, others)) / whole
      return [column, inflation ** (1 / own.length)]
    }),
  )
}

/** Determinant of a correlation matrix restricted to some rows and columns; 0 where it is singular. */
function determinant(matrix: readonly (readonly number[])[], at: readonly number[]): number {
  const p = at.length
  const flat = Float64Array.from({ length: p * p }, (_, i) => matrix[at[Math.floor(i / p)]][at[i % p]])
  if (cholesky(flat, p, 1e-14) >= 0) return 0
  let product = 1
  for (let j = 0; j < p; j++) product *= flat[j * p + j] ** 2
  return product
}
