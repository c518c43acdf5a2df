import type { PredictorTable } from './predictor-table.ts'

/** Fewer numbers than this may be equal in two patients by chance. */
const minimumNumbers = 3

/**
 * Those of `rows` that repeat another patient's numbers in every one of `columns`: what oversampling leaves behind.
 * Numbers only; a patient's own lesions and rows of which nothing is known do not count.
 */
export function copiedRows(table: PredictorTable, rows: Int32Array, columns: ReadonlySet<string>): number[] {
  const n = table.ids.length
  const at = table.columns.flatMap(({ name, levels }, j) => (columns.has(name) && !levels ? [j * n] : []))
  if (at.length < minimumNumbers) return []
  const same = (a: number, b: number) => at.every((from) => Object.is(table.values[from + a], table.values[from + b]))
  const seen = new Map<string, number[]>()
  return Array.from(rows).filter((row) => {
    if (at.every((from) => Number.isNaN(table.values[from + row]))) return false
    const key = at
      .slice(0, minimumNumbers)
      .map((from) => table.values[from + row])
      .join(' ')
    const alike = seen.get(key) ?? []
    seen.set(key, [...alike, row])
    return alike.some((other) => table.patients[other] !== table.patients[row] && same(other, row))
  })
}
