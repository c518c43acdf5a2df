import { NotAFeature, NumbersRows } from '../errors/index.ts'
import { type Fault, fault } from './fault.ts'
import type { FeatureColumns, FeatureTableOptions } from './features.ts'
import { numbersRows } from './structure/row-numbers.ts'
import { matchRows } from './tables/join.ts'
import type { ParquetTable } from './tables/read-parquet.ts'
import { wantedColumns } from './wanted-columns.ts'

/**
 * The features of a table in Parquet for the cohort's ids. Its columns say whether they hold numbers: those of others are no features. Only the
 * values of the rows that are asked for are held.
 *
 * rows  of the ids, those whose values are given back
 * Throws ColumnAbsent, UnreadableTable.
 */
export async function parquetFeatures(
  { table, names, read }: ParquetTable,
  ids: readonly string[],
  idsFile: string,
  rows: ArrayLike<number>,
  options: FeatureTableOptions,
): Promise<Pick<FeatureColumns, 'names' | 'values' | 'faults'>> {
  const faults: Fault[] = []
  const rowOf = matchRows(ids, idsFile, table, options.id, faults)
  const wanted = wantedColumns(names, table.file, options, faults)
  const found = { names: [] as string[], values: [] as Float64Array[], faults }
  const all = await read(
    wanted,
    Int32Array.from(rows, (row) => rowOf[row]),
  )
  for (const [i, values] of all.entries()) {
    const where = { file: table.file, column: wanted[i] }
    if (values.every(Number.isNaN)) faults.push(fault(NotAFeature(wanted[i], ''), where, 'note'))
    else if (values.every(Number.isSafeInteger) && numbersRows(Array.from(values, String)))
      faults.push(fault(NumbersRows(wanted[i]), where, 'note'))
    else {
      found.names.push(wanted[i])
      found.values.push(values)
    }
  }
  return found
}
