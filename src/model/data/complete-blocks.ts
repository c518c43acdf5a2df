import type { PredictorTable } from './predictor-table.ts'

/**
 * 1 for each row of the table in which every one of these blocks has some column that is known. A patient who lacks a
 * whole block (no MRI, no serum) takes no part in a model that uses it and is not given a risk by it; single cells are
 * imputed.
 */
export function completeRows(table: PredictorTable, blocks: readonly (readonly string[])[]): Uint8Array {
  const n = table.ids.length
  const known = new Uint8Array(n).fill(1)
  const at = new Map(table.columns.map((column, j) => [column.name, j]))
  for (const block of blocks) {
    const columns = block.map((name) => at.get(name)!)
    if (columns.length === 0) continue
    for (let row = 0; row < n; row++) if (!columns.some((j) => !Number.isNaN(table.values[j * n + row]))) known[row] = 0
  }
  return known
}
