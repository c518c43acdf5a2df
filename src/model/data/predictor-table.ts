import { type RepeatedColumn, type RowColumn, type Rows, takeColumns } from '../../step.ts'

/** One predictor over all rows of the study. */
export interface Predictor {
  name: string
  label: string
  unit?: string
  /** Of a factor: the values of its levels as in the data, the reference first, and what tables call them. */
  levels?: { value: string; label: string }[]
  /** Of a number: how many units its odds or hazard ratio is told for, and whether that is its interquartile range. */
  per?: { by: number; iqr: boolean }
  /** One a row: a number, or the index of the level; NaN where not known. */
  values: ArrayLike<number>
  /** The same by the second reader, NaN where there is none. */
  second?: ArrayLike<number>
  /** The same by the first reader, where `values` are not that one's but the mean or the consensus of readers. */
  first?: ArrayLike<number>
  /** The same measured again under perturbations. */
  repeated?: RepeatedColumn
}

/**
 * All predictors of all rows, without any outcome: what travels to the workers. The numbers lie one column after the
 * other, in shared memory where there is some.
 */
export interface PredictorTable {
  ids: string[]
  /** Patient of each row, as an index; all rows of a patient stay together in every split. */
  patients: Int32Array
  /** Centre or scanner of each row, as an index of `batchNames`. */
  batches?: Int32Array
  batchNames?: string[]
  /** Columns that harmonisation goes by, one value a row: what it keeps, and batches other than the centre. */
  beside?: RowColumn[]
  columns: PredictorInfo[]
  values: Float64Array
  /** Readings of single readers, as `values`, of the columns that have them (`secondAt`, `firstAt`). */
  readings?: Float64Array
}

interface PredictorInfo {
  name: string
  label: string
  unit?: string
  levels?: { value: string; label: string }[]
  /** Which columns of `readings` hold its second reading, and its first where that is not what `values` has. */
  secondAt?: number
  firstAt?: number
  /** Which columns of `readings` hold mean and standard deviation of repeated measurements, and how many these are. */
  repeatedAt?: { mean: number; sd: number; count: number }
}

/**
 * Lays predictors out for the models. `patients` and `batches` are indices, one a row.
 *
 * @param ids one a row
 * @param patients index of the patient of each row
 * @param predictors one value a row each
 * @param batch centre or scanner of each row
 * @param beside what harmonisation goes by and no model may use
 * @returns the table, its numbers in memory that threads share
 */
export function predictorTable(
  ids: string[],
  patients: Int32Array,
  predictors: readonly Predictor[],
  batch?: { codes: Int32Array; names: string[] },
  beside?: RowColumn[],
): PredictorTable {
  const n = ids.length
  const values = sharedNumbers(n * predictors.length)
  const single = predictors
    .flatMap(({ second, first, repeated }) => [second, first, repeated?.mean, repeated?.sd])
    .filter((one) => one !== undefined)
  const readings = single.length > 0 ? sharedNumbers(n * single.length) : undefined
  let next = 0
  const place = (reading: ArrayLike<number> | undefined) => {
    if (!reading) return undefined
    readings!.set(reading, next * n)
    return next++
  }
  const columns = predictors.map(({ name, label, unit, levels, values: own, second, first, repeated }, j) => {
    values.set(own, j * n)
    const repeatedAt = repeated && { mean: place(repeated.mean)!, sd: place(repeated.sd)!, count: repeated.count }
    return {
      ...{ name, label, unit, levels, secondAt: place(second), firstAt: place(first) },
      ...(repeatedAt && { repeatedAt }),
    }
  })
  const by = { batches: batch?.codes, batchNames: batch?.names, ...(beside && beside.length > 0 && { beside }) }
  return { ids, patients, ...by, columns, values, readings }
}

/** The table's rows at `numbers` with the named columns (see `takeColumns`). */
export function rowsOf(table: PredictorTable, numbers: Int32Array, names: readonly string[]): Rows {
  const n = table.ids.length
  const at = new Map(table.columns.map((column, j) => [column.name, j]))
  const columnIn = (values: Float64Array, j: number) => values.subarray(j * n, (j + 1) * n)
  const reading = (j: number | undefined) => (j === undefined ? undefined : columnIn(table.readings!, j))
  const whole = names.map((name): RowColumn => {
    const j = at.get(name)
    if (j === undefined) throw new RangeError(`no predictor is named ${name}`)
    const { levels, secondAt, firstAt, repeatedAt } = table.columns[j]
    return {
      name,
      levels: levels?.map((level) => level.value),
      values: columnIn(table.values, j),
      second: reading(secondAt),
      first: reading(firstAt),
      ...(repeatedAt && {
        repeated: { mean: reading(repeatedAt.mean)!, sd: reading(repeatedAt.sd)!, count: repeatedAt.count },
      }),
    }
  })
  return {
    rows: numbers,
    patients: numbers.map((row) => table.patients[row]),
    batches: table.batches && numbers.map((row) => table.batches![row]),
    beside: table.beside?.map((one) => ({ ...one, values: Float64Array.from(numbers, (row) => one.values[row]) })),
    columns: takeColumns(whole, numbers),
  }
}

/** Zeros in memory that all workers share; in memory of this thread alone where a browser forbids the other. */
function sharedNumbers(length: number): Float64Array {
  const bytes = length * Float64Array.BYTES_PER_ELEMENT
  return new Float64Array(
    typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes),
  )
}
