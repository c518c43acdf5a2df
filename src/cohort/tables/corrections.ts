import { CorrectionMade, CorrectionStale, CorrectionUnplaced } from '../../errors/index.ts'
import { type Fault, fault } from '../fault.ts'
import { columnOf, type Table } from './table.ts'

/** The columns of a table of corrections, in the order in which they are written. */
export const correctionColumns = ['id', 'column', 'was', 'now', 'who', 'why'] as const

/**
 * A table with cells corrected as another table says: one row a cell, with its identifier, its column, what stood there
 * (`was`), what it shall be (`now`), who said so and why. The source file stays as it is; each correction is told. One
 * whose cell no longer says `was` is a fault and is not made.
 *
 * @param table text cells, of `readTable`
 * @param id its column of identifiers
 * @param corrections a table with the columns id, column, was, now, who and why
 * @returns a table with the corrected cells
 * @throws ColumnAbsent where the corrections lack a column
 * @example
 * ```ts
 * import { applyCorrections, readTable } from 'nomoscope/cohort'
 * const csv = (text: string, file: string) => readTable(new TextEncoder().encode(text), file)
 * const corrections = await csv('id,column,was,now,who,why\nP1,age,440,44,AB,typed twice\n', 'corrections.csv')
 * const { columns } = applyCorrections(await csv('id,age\nP1,440\nP2,51\n', 'patients.csv'), 'id', corrections)
 * columns[1].cells // → [ '44', '51' ]
 * ```
 */
export function applyCorrections(table: Table, id: string, corrections: Table): Table {
  const said = Object.fromEntries(correctionColumns.map((name) => [name, columnOf(corrections, name)]))
  const rowsOf = new Map<string, number[]>()
  for (const [row, own] of columnOf(table, id).cells.entries()) rowsOf.set(own, [...(rowsOf.get(own) ?? []), row])
  const named = new Set(said.column.cells)
  const columns = new Map(
    table.columns.map((one) => [one.name, named.has(one.name) ? { ...one, cells: [...one.cells] } : one]),
  )
  const faults: Fault[] = [...table.faults, ...corrections.faults]
  for (let i = 0; i < corrections.length; i++) {
    const [patient, name, was, now, who, why] = correctionColumns.map((column) => said[column].cells[i])
    const where = { file: corrections.file, row: said.id.rows[i], column: name, patient }
    const column = columns.get(name)
    const rows = rowsOf.get(patient) ?? []
    const matching = rows.filter((row) => column?.cells[row] === was)
    if (!column || rows.length === 0) faults.push(fault(CorrectionUnplaced(patient, name, table.file), where))
    else if (matching.length === 0)
      faults.push(fault(CorrectionStale(patient, name, was, column.cells[rows[0]]), where))
    else {
      for (const row of matching) column.cells[row] = now
      const place = { file: column.file, row: column.rows[matching[0]], column: name, patient }
      faults.push(fault(CorrectionMade(name, was, now, who, why), place, 'note'))
    }
  }
  return { ...table, columns: table.columns.map(({ name }) => columns.get(name)!), faults }
}
