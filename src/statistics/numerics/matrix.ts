import { UnequalLengths } from '../../errors/index.ts'

/** A table of numbers, one column after the other (column-major): element (i, j) is `values[j * rows + i]`. */
export type Matrix = { rows: number; columns: number; values: Float64Array }

/** The matrix whose columns are given; all must have the same length. */
export function matrixFromColumns(columns: readonly ArrayLike<number>[]): Matrix {
  const rows = columns.length === 0 ? 0 : columns[0].length
  const values = new Float64Array(rows * columns.length)
  columns.forEach((column, j) => {
    if (column.length !== rows) throw UnequalLengths('column 0', rows, `column ${j}`, column.length)
    values.set(column, j * rows)
  })
  return { rows, columns: columns.length, values }
}

/** Column j, without a copy. */
export function columnOf(matrix: Matrix, j: number): Float64Array {
  return matrix.values.subarray(j * matrix.rows, (j + 1) * matrix.rows)
}

/** The rows at `indices` (repeats allowed), in that order. */
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

/** The columns at `indices`, in that order. */
export function selectColumns(matrix: Matrix, indices: ArrayLike<number>): Matrix {
  const { rows } = matrix
  const values = new Float64Array(rows * indices.length)
  for (let j = 0; j < indices.length; j++) values.set(columnOf(matrix, indices[j]), j * rows)
  return { rows, columns: indices.length, values }
}

/** The elements at `indices` (repeats allowed), in that order, as the same kind of array. */
export function selectElements<A extends Float64Array | Uint8Array | Int32Array>(of: A, indices: ArrayLike<number>): A {
  const taken = new (of.constructor as new (length: number) => A)(indices.length)
  for (let i = 0; i < indices.length; i++) taken[i] = of[indices[i]]
  return taken
}

/** `intercept` + X b: the linear predictor of each row. `into` is overwritten where given. */
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
