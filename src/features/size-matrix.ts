import { entropyTerm } from './entropy-term.ts'

/** The entries of a matrix of grey level × size (of runs, zones or dependences), in ascending order of level. */
export interface SizeMatrix {
  length: number
  level: ArrayLike<number>
  size: ArrayLike<number>
  count: ArrayLike<number>
  /** The sum of the counts; NaN of an empty matrix, and with it every value. */
  total: number
}

/**
 * The matrix of a table of counts: a row of `columns` a level (row 0 is no level), the first column size 1; columns
 * from `used` on are empty.
 */
export function sizeMatrix(
  counts: ArrayLike<number>,
  grey: Float64Array,
  columns: number,
  used: number = columns,
): SizeMatrix {
  const level: number[] = []
  const size: number[] = []
  const count: number[] = []
  let total = 0
  for (let i = 1; i < grey.length; i++) {
    for (let j = 0, cell = i * columns; j < used; j++, cell++) {
      const n = counts[cell]
      if (n === 0) continue
      level.push(grey[i])
      size.push(j + 1)
      count.push(n)
      total += n
    }
  }
  return { length: count.length, level, size, count, total: total || Number.NaN }
}

type Formula = (matrix: SizeMatrix) => number

/** What the run-length, size-zone and dependence classes compute of their matrices; i is the level, j the size. */
const formulas = {
  small: mean((_, j) => 1 / (j * j)),
  large: mean((_, j) => j * j),
  lowGrey: mean((i) => 1 / (i * i)),
  highGrey: mean((i) => i * i),
  smallLowGrey: mean((i, j) => 1 / (i * i * (j * j))),
  smallHighGrey: mean((i, j) => (i * i) / (j * j)),
  largeLowGrey: mean((i, j) => (j * j) / (i * i)),
  largeHighGrey: mean((i, j) => j * j * (i * i)),
  greyVariance: (matrix) => variance(matrix, matrix.level),
  sizeVariance: (matrix) => variance(matrix, matrix.size),
  greyNonUniformity: (matrix) => nonUniformity(matrix, matrix.level),
  sizeNonUniformity: (matrix) => nonUniformity(matrix, matrix.size),
  greyNonUniformityNormalised: (matrix) => nonUniformity(matrix, matrix.level) / matrix.total,
  sizeNonUniformityNormalised: (matrix) => nonUniformity(matrix, matrix.size) / matrix.total,
  entropy: ({ length, count, total }) => {
    let sum = 0
    for (let k = 0; k < length; k++) sum -= entropyTerm(count[k] / total)
    return length === 0 ? Number.NaN : sum
  },
  percentage: ({ length, size, count, total }) => {
    let voxels = 0
    for (let k = 0; k < length; k++) voxels += count[k] * size[k]
    return total / voxels
  },
} satisfies Record<string, Formula>

/** Which formula each feature of a class is. */
export type SizeFeatures = Record<string, keyof typeof formulas>

/** The features of one matrix, all of the class or those named. */
export function describeSizes(
  matrix: SizeMatrix,
  features: SizeFeatures,
  names: readonly string[] = Object.keys(features),
): Record<string, number> {
  const found: Record<string, number> = {}
  for (const name of names) found[name] = formulas[features[name]](matrix)
  return found
}

/** The formula of one feature of a class. */
export function sizeFormula(features: SizeFeatures, name: string): Formula {
  return formulas[features[name]]
}

function mean(term: (level: number, size: number) => number): Formula {
  return ({ length, level, size, count, total }) => {
    let sum = 0
    for (let k = 0; k < length; k++) sum += count[k] * term(level[k], size[k])
    return sum / total
  }
}

function variance({ length, count, total }: SizeMatrix, of: ArrayLike<number>): number {
  let sum = 0
  for (let k = 0; k < length; k++) sum += count[k] * of[k]
  const middle = sum / total
  let squares = 0
  for (let k = 0; k < length; k++) squares += count[k] * (of[k] - middle) ** 2
  return squares / total
}

function nonUniformity({ length, count, total }: SizeMatrix, of: ArrayLike<number>): number {
  const sums = new Map<number, number>()
  for (let k = 0; k < length; k++) sums.set(of[k], (sums.get(of[k]) ?? 0) + count[k])
  let squares = 0
  for (const sum of sums.values()) squares += sum * sum
  return squares / total
}
