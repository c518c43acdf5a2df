import { NotAFeature, NotANumber, NumbersRows, SpreadsheetError } from '../errors/index.ts'
import { type Fault, fault } from './fault.ts'
import { numbersRows } from './structure/row-numbers.ts'
import { usualMissing } from './tables/absent-words.ts'
import { type JoinKey, matchRows } from './tables/join.ts'
import { decimalOf, isSpreadsheetError, parseNumber } from './tables/parse-cell.ts'
import type { RawColumn, Table } from './tables/table.ts'
import { wantedColumns } from './wanted-columns.ts'

/** Features that were extracted elsewhere, one column each, in the order of the cohort's rows. */
export interface FeatureColumns {
  names: string[]
  /** One array a feature; NaN where the row has none. */
  values: Float64Array[]
  /** The table's row of each id, -1 where it has none. */
  rowOf: Int32Array
  faults: Fault[]
}

/** Which columns of a table are features, and by which its rows are found. */
export interface FeatureTableOptions {
  id: JoinKey
  /** Regular expression that the name of a feature's column matches. */
  columns?: string
  exclude?: readonly string[]
}

/**
 * The numeric columns of a feature table for the cohort's ids. PyRadiomics' `diagnostics_…` are no features; a column
 * without a single number is left out with a note; single cells that are no numbers are missing and faults.
 *
 * @param table one row a case
 * @param ids the cohort's, in order
 * @param idsFile the cohort's file, for messages
 * @param options which columns, and by which rows are found
 * @returns names, values (one array a feature, in the table's rows), the row of each id (-1 for none), faults
 * @throws ColumnAbsent
 * @example
 * ```ts
 * import { featureColumns, readTable } from 'nomoscope/cohort'
 * const csv = new TextEncoder().encode('id,original_firstorder_Mean\nP2,7.5\nP1,3.5\n')
 * const found = featureColumns(await readTable(csv, 'features.csv'), ['P1', 'P2'], 'patients.csv', { id: { column: 'id' } })
 * found.names // → [ 'original_firstorder_Mean' ]
 * found.rowOf // → Int32Array(2) [ 1, 0 ]
 * ```
 */
export function featureColumns(table: Table, ids: readonly string[], idsFile: string, options: FeatureTableOptions) {
  const faults: Fault[] = [...table.faults]
  const rowOf = matchRows(ids, idsFile, table, options.id, faults)
  const names = table.columns.map(({ name }) => name)
  const wanted = new Set(wantedColumns(names, table.file, options, faults))
  const found: FeatureColumns = { names: [], values: [], rowOf, faults }
  for (const column of table.columns) {
    if (!wanted.has(column.name)) continue
    if (numbersRows(column.cells)) {
      faults.push(fault(NumbersRows(column.name), { file: column.file, column: column.name }, 'note'))
      continue
    }
    const numbers = numbersOf(column)
    if (numbers.every(Number.isNaN)) {
      const sample = column.cells.find((cell) => cell !== '') ?? ''
      faults.push(fault(NotAFeature(column.name, sample), { file: column.file, column: column.name }, 'note'))
      continue
    }
    found.names.push(column.name)
    found.values.push(Float64Array.from(rowOf, (row) => (row < 0 ? Number.NaN : numbers[row])))
    for (let row = 0; row < numbers.length; row++) {
      const cell = column.cells[row]
      if (!Number.isNaN(numbers[row]) || isMissing(cell)) continue
      const problem = isSpreadsheetError(cell) ? SpreadsheetError(cell) : NotANumber(cell)
      faults.push(fault(problem, { file: column.file, row: column.rows[row], column: column.name }))
    }
  }
  return found
}

const usual = new Set([...usualMissing, 'inf', '-inf'])
const isMissing = (cell: string) => usual.has(cell.toLowerCase())

function numbersOf(column: RawColumn): Float64Array {
  const { decimal, grouped } = decimalOf(column.cells)
  return Float64Array.from(column.cells, (cell) => parseNumber(cell, decimal, grouped))
}
