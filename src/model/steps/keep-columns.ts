import { pickColumns, type Rows } from '../../step.ts'

/** A step that only leaves columns out; those that are left, in their order. */
export interface Selection {
  kept: string[]
}

/** What every selecting step does to rows: takes the columns that were kept. */
export function applySelection({ kept }: Selection, rows: Rows): Rows {
  return pickColumns(rows, kept)
}
