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
  let length = 0
  for (let i = 1; i < grey.length; i++) {
    for (let cell = i * columns; cell < i * columns + used; cell++) if (counts[cell] !== 0) length++
  }
  const level = new Float64Array(length)
  const size = new Float64Array(length)
  const count = new Float64Array(length)
  let total = 0
  for (let i = 1, k = 0; i < grey.length; i++) {
    for (let j = 0, cell = i * columns; j < used; j++, cell++) {
      const n = counts[cell]
      if (n === 0) continue
      level[k] = grey[i]
      size[k] = j + 1
      count[k++] = n
      total += n
    }
  }
  return { length, level, size, count, total: total || Number.NaN }
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

/** All features of one matrix, in one pass over it. */
export function describeSizes(matrix: SizeMatrix, features: SizeFeatures): Record<string, number> {
  const all = allFormulas(matrix)
  const found: Record<string, number> = {}
  for (const name of Object.keys(features)) found[name] = all[features[name]]
  return found
}

function allFormulas(matrix: SizeMatrix): Record<keyof typeof formulas, number> {
  const { length, level, size, count, total } = matrix
  let voxels = 0
  let greySum = 0
  for (let k = 0; k < length; k++) {
    greySum += count[k] * level[k]
    voxels += count[k] * size[k]
  }
  const greyMean = greySum / total
  const sizeMean = voxels / total
  let small = 0
  let large = 0
  let lowGrey = 0
  let highGrey = 0
  let smallLowGrey = 0
  let smallHighGrey = 0
  let largeLowGrey = 0
  let largeHighGrey = 0
  let greyVariance = 0
  let sizeVariance = 0
  let entropy = 0
  for (let k = 0; k < length; k++) {
    const n = count[k]
    const i = level[k]
    const j = size[k]
    const ii = i * i
    const jj = j * j
    small += n * (1 / jj)
    large += n * jj
    lowGrey += n * (1 / ii)
    highGrey += n * ii
    smallLowGrey += n * (1 / (ii * jj))
    smallHighGrey += n * (ii / jj)
    largeLowGrey += n * (jj / ii)
    largeHighGrey += n * (jj * ii)
    greyVariance += n * (i - greyMean) * (i - greyMean)
    sizeVariance += n * (j - sizeMean) * (j - sizeMean)
    entropy -= entropyTerm(n / total)
  }
  const greyNonUniformity = nonUniformity(matrix, level)
  const sizeNonUniformity = nonUniformity(matrix, size)
  return {
    small: small / total,
    large: large / total,
    lowGrey: lowGrey / total,
    highGrey: highGrey / total,
    smallLowGrey: smallLowGrey / total,
    smallHighGrey: smallHighGrey / total,
    largeLowGrey: largeLowGrey / total,
    largeHighGrey: largeHighGrey / total,
    greyVariance: greyVariance / total,
    sizeVariance: sizeVariance / total,
    greyNonUniformity,
    sizeNonUniformity,
    greyNonUniformityNormalised: greyNonUniformity / total,
    sizeNonUniformityNormalised: sizeNonUniformity / total,
    entropy: length === 0 ? Number.NaN : entropy,
    percentage: total / voxels,
  }
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

function variance({ length, count, total }: SizeMatrix, values: ArrayLike<number>): number {
  let sum = 0
  for (let k = 0; k < length; k++) sum += count[k] * values[k]
  const middle = sum / total
  let squares = 0
  for (let k = 0; k < length; k++) squares += count[k] * (values[k] - middle) ** 2
  return squares / total
}

/** Sums by level or by size, which are whole numbers; all 0 between calls. */
let tally = new Float64Array(1024)
const maximumTally = 2 ** 20

function nonUniformity({ length, count, total }: SizeMatrix, values: ArrayLike<number>): number {
  let most = 0
  for (let k = 0; k < length; k++) if (values[k] > most) most = values[k]
  if (most >= maximumTally) return nonUniformityOfMany({ length, count, total }, values)
  if (most >= tally.length) tally = new Float64Array(2 * most)
  for (let k = 0; k < length; k++) tally[values[k]] += count[k]
  let squares = 0
  for (let k = 0; k < length; k++) {
    squares += tally[values[k]] * tally[values[k]]
    tally[values[k]] = 0
  }
  return squares / total
}

function nonUniformityOfMany(
  { length, count, total }: Pick<SizeMatrix, 'length' | 'count' | 'total'>,
  values: ArrayLike<number>,
): number {
  const sums = new Map<number, number>()
  for (let k = 0; k < length; k++) sums.set(values[k], (sums.get(values[k]) ?? 0) + count[k])
  let squares = 0
  for (const sum of sums.values()) squares += sum * sum
  return squares / total
}
