import { SingularDesign } from '../../errors/index.ts'
import type { Matrix } from '../numerics/matrix.ts'

/** Columns as a fit sees them: the intercept's column of ones first (where there is one), the others centred and scaled. */
export interface Design {
  rows: number
  columns: number
  values: Float64Array
  centre: Float64Array
  scale: Float64Array
  /** The upper triangle R (q × q, row-major) with standardised columns = values · R, where they were orthogonalised. */
  turn?: Float64Array
}

/** Norm of what is left of a standardised column below which it is a linear combination of those before it. */
const rankTolerance = 1e-7

/** Columns with weighted mean 0 (where there is an intercept) and mean square 1. Throws SingularDesign for a constant one. */
export function standardise(x: Matrix, weights: Float64Array, withIntercept: boolean): Design {
  const { rows: n, columns: p, values: raw } = x
  const first = withIntercept ? 1 : 0
  const q = p + first
  const values = new Float64Array(n * q)
  if (withIntercept) values.fill(1, 0, n)
  const centre = new Float64Array(p)
  const scale = new Float64Array(p)
  let total = 0
  for (let i = 0; i < n; i++) total += weights[i]
  for (let j = 0; j < p; j++) {
    const from = j * n
    const to = (j + first) * n
    let mean = 0
    if (withIntercept) {
      for (let i = 0; i < n; i++) mean += weights[i] * raw[from + i]
      mean /= total
    }
    let square = 0
    let largest = 0
    for (let i = 0; i < n; i++) {
      const d = raw[from + i] - mean
      values[to + i] = d
      square += weights[i] * d * d
      if (weights[i] > 0) largest = Math.max(largest, Math.abs(raw[from + i]))
    }
    const sd = Math.sqrt(square / total)
    if (!(sd > 1e-14 * largest)) throw SingularDesign(j, 'it is constant')
    for (let i = 0; i < n; i++) values[to + i] /= sd
    centre[j] = mean
    scale[j] = sd
  }
  return { rows: n, columns: q, values, centre, scale }
}

/**
 * The same design on orthonormal columns (Gram and Schmidt, twice): what normal equations lose to nearly dependent columns
 * is then not lost. Throws SingularDesign for a column that is a linear combination of those before it.
 */
export function orthogonalised(design: Design, weights: Float64Array): Design {
  const { rows: n, columns: q, centre } = design
  const values = Float64Array.from(design.values)
  const turn = new Float64Array(q * q)
  const first = q - centre.length
  let total = 0
  for (let i = 0; i < n; i++) total += weights[i]
  for (let j = 0; j < q; j++) {
    for (let pass = 0; pass < 2; pass++)
      for (let k = 0; k < j; k++) {
        let along = 0
        for (let i = 0; i < n; i++) along += weights[i] * values[k * n + i] * values[j * n + i]
        along /= total
        for (let i = 0; i < n; i++) values[j * n + i] -= along * values[k * n + i]
        turn[k * q + j] += along
      }
    let square = 0
    for (let i = 0; i < n; i++) square += weights[i] * values[j * n + i] ** 2
    const left = Math.sqrt(square / total)
    if (!(left > rankTolerance)) throw SingularDesign(j - first, 'it is a linear combination of those before it')
    for (let i = 0; i < n; i++) values[j * n + i] /= left
    turn[j * q + j] = left
  }
  return { ...design, values, turn }
}

/** Coefficients of the columns of `values` as those of the standardised columns. */
export function standardDirection({ columns: q, turn }: Design, beta: Float64Array): Float64Array {
  if (!turn) return beta
  const turned = Float64Array.from(beta)
  for (let i = q - 1; i >= 0; i--) {
    for (let k = i + 1; k < q; k++) turned[i] -= turn[i * q + k] * turned[k]
    turned[i] /= turn[i * q + i]
  }
  return turned
}

/** Coefficients of the columns of `values` as those of the raw columns, the intercept first. */
export function rawCoefficients(beta: Float64Array, design: Design): Float64Array {
  const { columns: q, centre, scale } = design
  const first = q - centre.length
  const standard = standardDirection(design, beta)
  const raw = new Float64Array(q)
  if (first) raw[0] = standard[0]
  for (let j = 0; j < centre.length; j++) {
    raw[j + first] = standard[j + first] / scale[j]
    if (first) raw[0] -= raw[j + first] * centre[j]
  }
  return raw
}

/** The raw coefficient `j` as a linear function of the coefficients of `values`. */
export function rawDirection({ columns: q, centre, scale, turn }: Design, j: number): Float64Array {
  const first = q - centre.length
  const row = new Float64Array(q)
  if (j >= first) row[j] = 1 / scale[j - first]
  else {
    row[0] = 1
    for (let k = 0; k < centre.length; k++) row[k + 1] = -centre[k] / scale[k]
  }
  if (!turn) return row
  // the row vector times R⁻¹
  for (let k = 0; k < q; k++) {
    for (let i = 0; i < k; i++) row[k] -= row[i] * turn[i * q + k]
    row[k] /= turn[k * q + k]
  }
  return row
}

/** The covariance (q × q) of the coefficients of `values` as that of the raw coefficients. */
export function rawCovariance(covariance: Float64Array, design: Design): Float64Array {
  const { columns: q } = design
  const rows = Array.from({ length: q }, (_, j) => rawDirection(design, j))
  const raw = new Float64Array(q * q)
  const half = new Float64Array(q)
  for (let j = 0; j < q; j++) {
    for (let k = 0; k < q; k++) {
      half[k] = 0
      for (let l = 0; l < q; l++) half[k] += rows[j][l] * covariance[l * q + k]
    }
    for (let m = 0; m <= j; m++) {
      let sum = 0
      for (let k = 0; k < q; k++) sum += half[k] * rows[m][k]
      raw[j * q + m] = sum
      raw[m * q + j] = sum
    }
  }
  return raw
}

/** The start of a fit: given raw coefficients, or the null model. */
export function startAt(
  { columns: q, centre, scale, turn }: Design,
  nullIntercept: number,
  given: ArrayLike<number> | undefined,
): Float64Array {
  const first = q - centre.length
  const beta = new Float64Array(q)
  if (first) beta[0] = nullIntercept
  if (!given || given.length !== q) return beta
  if (first) beta[0] = given[0]
  for (let j = 0; j < centre.length; j++) {
    beta[j + first] = given[j + first] * scale[j]
    if (first) beta[0] += given[j + first] * centre[j]
  }
  if (!turn) return beta
  for (let i = 0; i < q; i++) {
    let sum = 0
    for (let k = i; k < q; k++) sum += turn[i * q + k] * beta[k]
    beta[i] = sum
  }
  return beta
}

/** Logarithm of the factor by which the columns of `values` are smaller than the raw ones: ½ log |XᵀX| − ½ log |ZᵀZ|. */
export function logVolume({ columns: q, scale, turn }: Design): number {
  let sum = 0
  for (const size of scale) sum += Math.log(size)
  if (turn) for (let j = 0; j < q; j++) sum += Math.log(turn[j * q + j])
  return sum
}
