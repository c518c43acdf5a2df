import type { RowColumn, Rows } from '../../step.ts'

/** The rows with the named columns only, in the order of `names`; a name that is absent is left out. */
export function pickColumns(rows: Rows, names: readonly string[]): Rows {
  const byName = new Map(rows.columns.map((column) => [column.name, column]))
  const columns = names.map((name) => byName.get(name)).filter((column): column is RowColumn => column !== undefined)
  return { ...rows, columns }
}

/** A step that only leaves columns out; those that are left, in their order. */
export interface Selection {
  kept: string[]
}

/** What every selecting step does to rows: takes the columns that were kept. */
export function applySelection({ kept }: Selection, rows: Rows): Rows {
  return pickColumns(rows, kept)
}
