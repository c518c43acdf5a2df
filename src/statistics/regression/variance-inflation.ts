import { pow } from '../../portable-math.ts'
import { cholesky, invertCholesky } from '../numerics/linear-algebra.ts'

/**
 * Generalised variance inflation of each column of a model, per coefficient (GVIF^(1/df)), from the covariance of the
 * estimates. 1 is no collinearity; over 5 is much; all are infinite where the estimates determine each other. Equals
 * rms::vif and car::vif for columns of one coefficient. Source: Fox & Monette 1992.
 *
 * covariance  of the estimates without the intercept; columns  the column of each
 */
export function generalisedVarianceInflation(
  covariance: readonly (readonly number[])[],
  columns: readonly string[],
): Map<string, number> {
  const p = columns.length
  const correlation = Float64Array.from({ length: p * p }, (_, at) => {
    const [j, k] = [Math.floor(at / p), at % p]
    return covariance[j][k] / Math.sqrt(covariance[j][j] * covariance[k][k])
  })
  const groups = [...new Set(columns)]
  const members = groups.map((group) => columns.flatMap((column, j) => (column === group ? [j] : [])))
  const found = inflations(correlation, p, members)
  return new Map(groups.map((group, g) => [group, pow(found[g], 1 / members[g].length)]))
}

/**
 * Inflation of each group of coefficients from their correlation (p × p): of the group's own determinant times that of
 * the rest over that of the whole, which by Jacobi's identity is the group's determinant in the inverse.
 */
export function inflations(correlation: Float64Array, p: number, groups: readonly (readonly number[])[]): number[] {
  const factor = Float64Array.from(correlation)
  if (cholesky(factor, p, 1e-14) >= 0) return groups.map(() => Number.POSITIVE_INFINITY)
  const inverse = invertCholesky(factor, p)
  return groups.map((own) => determinant(correlation, p, own) * determinant(inverse, p, own))
}

/** Determinant of a covariance matrix restricted to some rows and columns. */
function determinant(matrix: Float64Array, p: number, at: readonly number[]): number {
  const q = at.length
  if (q === 1) return matrix[at[0] * p + at[0]]
  const own = Float64Array.from({ length: q * q }, (_, i) => matrix[at[Math.floor(i / q)] * p + at[i % q]])
  if (cholesky(own, q, 1e-14) >= 0) return 0
  let product = 1
  for (let j = 0; j < q; j++) product *= own[j * q + j] ** 2
  return product
}
