import { UnequalLengths } from '../../errors/index.ts'

/** A table of numbers, one column after the other (column-major): element (i, j) is `values[j * rows + i]`. */
export type Matrix = { rows: number; columns: number; values: Float64Array }

/** The same of columns that are made when they are asked for: of a wide one no more is held than is looked at. */
export type MatrixColumns = { rows: number; columns: number; column: (j: number) => Float64Array }

/**
 * The matrix whose columns are given; all must have the same length.
 *
 * @param columns p arrays of n numbers
 * @returns n × p
 * @throws UnequalLengths where the columns differ in length
 * @example
 * ```ts
 * import { matrixFromColumns } from 'nomoscope/statistics'
 *
 * const { rows, columns } = matrixFromColumns([[1, 2, 3], [4, 5, 6]])
 * rows // → 3
 * columns // → 2
 * ```
 */
export function matrixFromColumns(columns: readonly ArrayLike<number>[]): Matrix {
  const rows = columns.length === 0 ? 0 : columns[0].length
  const values = new Float64Array(rows * columns.length)
  columns.forEach((column, j) => {
    if (column.length !== rows) throw UnequalLengths('column 0', rows, `column ${j}`, column.length)
    values.set(column, j * rows)
  })
  return { rows, columns: columns.length, values }
}

/**
 * Column j, without a copy.
 *
 * @param matrix n × p
 * @param j the column, from 0
 * @returns its n values, sharing the matrix’s memory
 * @throws nothing
 * @example
 * ```ts
 * import { columnOf, matrixFromColumns } from 'nomoscope/statistics'
 *
 * Array.from(columnOf(matrixFromColumns([[1, 2], [3, 4]]), 1)) // → [ 3, 4 ]
 * ```
 */
export function columnOf(matrix: Matrix, j: number): Float64Array {
  return matrix.values.subarray(j * matrix.rows, (j + 1) * matrix.rows)
}

/**
 * The rows at `indices` (repeats allowed), in that order.
 *
 * @param matrix n × p
 * @param indices k rows, from 0
 * @returns k × p
 * @throws nothing
 * @example
 * ```ts
 * import { matrixFromColumns, selectRows } from 'nomoscope/statistics'
 *
 * Array.from(selectRows(matrixFromColumns([[1, 2], [3, 4]]), [1]).values) // → [ 2, 4 ]
 * ```
 */
export function selectRows(matrix: Matrix, indices: ArrayLike<number>): Matrix {
  const { rows, columns, values } = matrix
  const n = indices.length
  const taken = new Float64Array(n * columns)
  for (let j = 0; j < columns; j++) {
    const from = j * rows
    const to = j * n
    for (let i = 0; i < n; i++) taken[to + i] = values[from + indices[i]]
  }
  return { rows: n, columns, values: taken }
}

/**
 * The columns at `indices`, in that order.
 *
 * @param matrix n × p
 * @param indices k columns, from 0
 * @returns n × k
 * @throws nothing
 * @example
 * ```ts
 * import { matrixFromColumns, selectColumns } from 'nomoscope/statistics'
 *
 * Array.from(selectColumns(matrixFromColumns([[1, 2], [3, 4]]), [1, 0]).values) // → [ 3, 4, 1, 2 ]
 * ```
 */
export function selectColumns(matrix: Matrix, indices: ArrayLike<number>): Matrix {
  const { rows } = matrix
  const values = new Float64Array(rows * indices.length)
  for (let j = 0; j < indices.length; j++) values.set(columnOf(matrix, indices[j]), j * rows)
  return { rows, columns: indices.length, values }
}

/**
 * The elements at `indices` (repeats allowed), in that order, as the same kind of array.
 *
 * @param values a typed array
 * @param indices k positions, from 0
 * @returns k elements
 * @throws nothing
 * @example
 * ```ts
 * import { selectElements } from 'nomoscope/statistics'
 *
 * Array.from(selectElements(Float64Array.of(5, 6, 7), [2, 0, 0])) // → [ 7, 5, 5 ]
 * ```
 */
export function selectElements<A extends Float64Array | Uint8Array | Int32Array>(
  values: A,
  indices: ArrayLike<number>,
): A {
  const taken = new (values.constructor as new (length: number) => A)(indices.length)
  for (let i = 0; i < indices.length; i++) taken[i] = values[indices[i]]
  return taken
}

/**
 * `intercept` + X b: the linear predictor of each row. `into` is overwritten where given.
 *
 * @param x n × p
 * @param coefficients p coefficients
 * @param intercept added to each row
 * @param into n numbers that are overwritten and given back
 * @returns n linear predictors
 * @throws nothing
 * @example
 * ```ts
 * import { linearPredictor, matrixFromColumns } from 'nomoscope/statistics'
 *
 * Array.from(linearPredictor(matrixFromColumns([[1, 2], [3, 4]]), [10, 1], 100)) // → [ 113, 124 ]
 * ```
 */
export function linearPredictor(
  x: Matrix,
  coefficients: ArrayLike<number>,
  intercept = 0,
  into = new Float64Array(x.rows),
): Float64Array {
  const { rows, columns, values } = x
  into.fill(intercept)
  for (let j = 0; j < columns; j++) {
    const b = coefficients[j]
    if (b === 0) continue
    const from = j * rows
    for (let i = 0; i < rows; i++) into[i] += b * values[from + i]
  }
  return into
}
