import { InvalidArgument, UnequalLengths } from '../../errors/index.ts'
import { type Matrix, matrixFromColumns } from '../numerics/matrix.ts'
import type { RandomStream } from '../resampling/random.ts'
import { type ConditionalModel, drawModel, expectedValue, imputedValue } from './imputation-models.ts'

/** One variable, with its kind. */
export interface ImputationColumn {
  /** number: any; binary: 0 or 1; category: 0 to levels − 1. NaN where missing. */
  kind: 'number' | 'binary' | 'category'
  values: ArrayLike<number>
  levels?: number
}

/** What new rows are imputed with: no row of the training data, and nothing that uses the outcome. */
export interface ImputationModel {
  kinds: { kind: ImputationColumn['kind']; levels: number }[]
  /** Where a missing value starts: the mean, or the most frequent level, of the observed training values. */
  start: number[]
  /** Of each imputation, each column given all others. */
  conditional: ConditionalModel[][]
  iterations: number
}

/**
 * Multiple imputation by chained equations, fitted on training rows.
 *
 * Numbers by Bayesian linear regression kept to the observed range, binary and
 * categorical values by Bayesian logistic regression (each level against the rest).
 * Gives the completed training columns of each imputation, and the model for `applyImputation`.
 * van Buuren 2018, algorithms 3.1 and 3.4, 3.5.
 *
 * @param columns the variables, equally long; NaN where missing
 * @param random the stream of each imputation
 * @param options complete columns of the outcome, that help to impute the training rows and that rows to come do not
 *   have; numbers of imputations and iterations
 * @returns the completed training columns of each imputation, and the model for `applyImputation`
 * @throws UnequalLengths where the columns differ in length
 * @throws InvalidArgument for a value that is not of its kind, an incomplete outcome or a column observed in fewer
 *   than two rows
 * @example
 * ```ts
 * import { fitImputation, randomStream } from 'nomoscope/statistics'
 *
 * const columns = [
 *   { kind: 'number' as const, values: [1, 2, 3, 4, 5, 6, 7, 8] },
 *   { kind: 'number' as const, values: [2, 4, 7, 8, 9, 12, NaN, 17] },
 * ]
 * const { completed } = fitImputation(columns, (m) => randomStream(1, 'imputation', m), { imputations: 3 })
 * completed.length // → 3
 * completed[0][1][0] // → 2
 * Number.isNaN(completed[0][1][6]) // → false
 * ```
 */
export function fitImputation(
  columns: readonly ImputationColumn[],
  random: (imputation: number) => RandomStream,
  options: { outcome?: readonly ArrayLike<number>[]; imputations?: number; iterations?: number } = {},
): { completed: Float64Array[][]; model: ImputationModel } {
  const { imputations = 5, iterations = 5 } = options
  const kinds = checkColumns(columns)
  const n = columns[0].values.length
  const outcome = (options.outcome ?? []).map((values) => Float64Array.from(values))
  for (const values of outcome) {
    if (values.length !== n) throw UnequalLengths('the columns', n, 'the outcome', values.length)
    if (values.some(Number.isNaN)) throw InvalidArgument('the outcome', 'complete')
  }
  const missing = columns.map(({ values }) => rowsWhere(values, Number.isNaN))
  const observed = columns.map(({ values }) => rowsWhere(values, (value) => !Number.isNaN(value)))
  observed.forEach((rows, j) => {
    if (rows.length < 2) throw InvalidArgument(`column ${j}`, 'observed in at least two rows')
  })
  const runs = Array.from({ length: imputations }, (_, imputation) => {
    const stream = random(imputation)
    const filled = columns.map(({ values }, j) => {
      const column = Float64Array.from(values)
      for (const row of missing[j]) column[row] = values[observed[j][stream.below(observed[j].length)]]
      return column
    })
    for (let iteration = 0; iteration < iterations; iteration++)
      for (let j = 0; j < columns.length; j++) {
        if (missing[j].length === 0) continue
        const x = predictors(filled, kinds, j, outcome)
        const model = drawModel(x, filled[j], observed[j], kinds[j], stream)
        for (const row of missing[j]) filled[j][row] = imputedValue(model, x, row, stream)
      }
    const everyone = Int32Array.from({ length: n }, (_, i) => i)
    const conditional = columns.map((_, j) =>
      drawModel(predictors(filled, kinds, j, []), filled[j], everyone, kinds[j], stream),
    )
    return { filled, conditional }
  })
  const start = columns.map(({ values }, j) => {
    const known = Array.from(observed[j], (row) => values[row])
    if (kinds[j].kind === 'number') return known.reduce((sum, value) => sum + value, 0) / known.length
    const count = Array.from({ length: kinds[j].levels }, (_, level) => known.filter((value) => value === level).length)
    return count.indexOf(Math.max(...count))
  })
  return {
    completed: runs.map(({ filled }) => filled),
    model: { kinds, start, conditional: runs.map(({ conditional }) => conditional), iterations },
  }
}

/**
 * Completes new rows, once for each imputation of the model, from their own observed values and without any outcome.
 * Without `random` each missing value becomes its expectation (the likeliest level), the same whenever it is asked for and
 * whoever else is in the rows; with it, a draw.
 *
 * @param model a model of `fitImputation`
 * @param columns the variables of the model in their order, of any rows
 * @param random the stream of each imputation, for draws
 * @returns the completed columns of each imputation
 * @throws UnequalLengths where the columns differ in length
 * @throws InvalidArgument for columns that are not those of the model
 * @example
 * ```ts
 * import { applyImputation, fitImputation, randomStream } from 'nomoscope/statistics'
 *
 * const number = (...values: number[]) => ({ kind: 'number' as const, values })
 * const columns = [number(1, 2, 3, 4, 5, 6, 7, 8), number(2, 4, 7, 8, 9, 12, NaN, 17)]
 * const { model } = fitImputation(columns, (m) => randomStream(1, 'imputation', m), { imputations: 1 })
 * // kept to the observed range
 * applyImputation(model, [number(100, 3), number(NaN, 6)])[0].map((values) => Array.from(values)) // → [ [ 100, 3 ], [ 17, 6 ] ]
 * ```
 */
export function applyImputation(
  model: ImputationModel,
  columns: readonly ImputationColumn[],
  random?: (imputation: number) => RandomStream,
): Float64Array[][] {
  const kinds = checkColumns(columns)
  if (kinds.length !== model.kinds.length || kinds.some(({ kind }, j) => kind !== model.kinds[j].kind))
    throw InvalidArgument('columns', 'those of the model, in their order')
  const missing = columns.map(({ values }) => rowsWhere(values, Number.isNaN))
  return model.conditional.map((conditional, imputation) => {
    const stream = random?.(imputation)
    const filled = columns.map(({ values }, j) => {
      const column = Float64Array.from(values)
      for (const row of missing[j]) column[row] = model.start[j]
      return column
    })
    if (missing.every((rows) => rows.length === 0)) return filled
    for (let iteration = 0; iteration < model.iterations; iteration++)
      for (let j = 0; j < columns.length; j++) {
        if (missing[j].length === 0) continue
        const x = predictors(filled, model.kinds, j, [])
        for (const row of missing[j])
          filled[j][row] = stream ? imputedValue(conditional[j], x, row, stream) : expectedValue(conditional[j], x, row)
      }
    return filled
  })
}

/** All columns but j, categories as indicators of their levels above the first, and the outcome's. */
function predictors(
  filled: readonly Float64Array[],
  kinds: ImputationModel['kinds'],
  j: number,
  outcome: readonly Float64Array[],
): Matrix {
  const columns: ArrayLike<number>[] = []
  filled.forEach((values, k) => {
    if (k === j) return
    if (kinds[k].kind !== 'category') columns.push(values)
    else
      for (let level = 1; level < kinds[k].levels; level++)
        columns.push(values.map((value) => (value === level ? 1 : 0)))
  })
  const x = matrixFromColumns([...columns, ...outcome])
  x.rows = filled[j].length
  return x
}

function checkColumns(columns: readonly ImputationColumn[]): ImputationModel['kinds'] {
  if (columns.length === 0) throw InvalidArgument('columns', 'at least one')
  return columns.map(({ kind, values, levels }, j) => {
    if (values.length !== columns[0].values.length)
      throw UnequalLengths('column 0', columns[0].values.length, `column ${j}`, values.length)
    const count = kind === 'number' ? 0 : kind === 'binary' ? 2 : (levels ?? 0)
    for (let i = 0; i < values.length; i++) {
      const value = values[i]
      if (Number.isNaN(value)) continue
      if (kind === 'number' ? !Number.isFinite(value) : !(Number.isInteger(value) && value >= 0 && value < count))
        throw InvalidArgument(`column ${j}`, `of kind ${kind}, not ${value} at position ${i}`)
    }
    return { kind, levels: count }
  })
}

function rowsWhere(values: ArrayLike<number>, wanted: (value: number) => boolean): Int32Array {
  const rows: number[] = []
  for (let i = 0; i < values.length; i++) if (wanted(values[i])) rows.push(i)
  return Int32Array.from(rows)
}
