import { InvalidArgument, UnequalLengths } from '../../errors/index.ts'
import { requireFinite } from '../numerics/check-arguments.ts'
import { columnOf, type Matrix } from '../numerics/matrix.ts'

/** What a fit expects of rows, by covariates: `coefficients` has one an adjusted feature, covariate slowest. */
interface Expected {
  covariates: number
  adjusted: readonly number[]
  grandMean: Float64Array
  coefficients: Float64Array
}

export function requireRows(data: Matrix, batch: readonly string[], covariates?: Matrix) {
  if (batch.length !== data.rows) throw UnequalLengths('The data', data.rows, 'the batches', batch.length)
  requireFinite(data.values, 'The data')
  if (!covariates) return
  if (covariates.rows !== data.rows) throw UnequalLengths('The data', data.rows, 'the covariates', covariates.rows)
  requireFinite(covariates.values, 'The covariates')
  for (let j = 0; j < covariates.columns; j++)
    if (columnOf(covariates, j).every((x) => x === 1))
      throw InvalidArgument('The covariates', 'given without an intercept; the batches hold it')
}

export function variesInEveryBatch(data: Matrix, feature: number, rowsOf: Uint32Array[]) {
  const column = columnOf(data, feature)
  return rowsOf.every((rows) => rows.length < 2 || rows.some((i) => column[i] !== column[rows[0]]))
}

/** Batch indicators, then covariates; column-major. */
export function designMatrix(n: number, rowsOf: Uint32Array[], covariates?: Matrix) {
  const design = new Float64Array(n * (rowsOf.length + (covariates?.columns ?? 0)))
  rowsOf.forEach((rows, b) => {
    for (const i of rows) design[b * n + i] = 1
  })
  if (covariates) design.set(covariates.values, rowsOf.length * n)
  return design
}

/** What is expected of a row without its batch: grand mean and covariates. */
export function expectedValue(fit: Expected, f: number, row: number, covariates?: Matrix) {
  let value = fit.grandMean[f]
  for (let j = 0; j < fit.covariates; j++)
    value += fit.coefficients[j * fit.adjusted.length + f] * covariates!.values[j * covariates!.rows + row]
  return value
}
