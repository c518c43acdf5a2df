import { ColumnAbsent } from '../../errors/index.ts'
import { closest } from '../../text/closest.ts'
import type { Fault } from '../fault.ts'

/** One column as read: trimmed text, '' where the cell is empty. */
export interface RawColumn {
  name: string
  cells: string[]
  /** The file it came from (and sheet), and the row of each cell there, counted from 1; 0 where a join found none. */
  file: string
  rows: Int32Array
  /** Whether its table seems to write decimals with a comma: semicolons part its cells, and no number has a point that is surely one. */
  commas?: boolean
}

/** A file's table before anything is known of its meaning. */
export interface Table {
  file: string
  length: number
  columns: RawColumn[]
  faults: Fault[]
  /** What a row below the names says of the columns, by their names: `0 = no, 1 = yes`. */
  legend?: ReadonlyMap<string, string>
}

/** The column of this name. Throws ColumnAbsent, with the nearest name that there is. */
export function columnOf(table: Table, name: string): RawColumn {
  const names = table.columns.map((column) => column.name)
  requireColumn(table.file, names, name)
  return table.columns[names.indexOf(name)]
}

/** Throws ColumnAbsent, with the nearest name that there is, where a file has no column of this name. */
export function requireColumn(file: string, names: readonly string[], name: string): void {
  if (!names.includes(name)) throw ColumnAbsent(file, name, closest(name, names))
}

/** The same rows, in the order of `keep` (indices into the table). */
export function selectRows(table: Table, keep: ArrayLike<number>): Table {
  const columns = table.columns.map((column) => ({
    ...column,
    cells: Array.from(keep, (row) => column.cells[row]),
    rows: Int32Array.from(keep, (row) => column.rows[row]),
  }))
  return { ...table, length: keep.length, columns }
}
