import { readingItems } from '../../cohort/readings/mri-readings.ts'
import { readTable } from '../../cohort/tables/read-table.ts'
import type { Table } from '../../cohort/tables/table.ts'
import { writeCsv } from '../../cohort/tables/write-csv.ts'
import type { ReadingForm } from '../../study/readings/readings.ts'

/** One reader's form of one patient. */
export interface FilledForm {
  patient: string
  reader: string
  form: ReadingForm
}

const columns = ['patient', 'reader', ...readingItems.map(({ name }) => name)]
const rowsOf = (forms: readonly FilledForm[]) =>
  forms
    .filter(({ form }) => Object.keys(form.items).length > 0)
    .map(({ patient, reader, form }) => [patient, reader, ...readingItems.map(({ name }) => form.items[name] ?? '')])

/** The forms as the table of readings that a study file names under `cohort.readings`. */
export function readingsTable(forms: readonly FilledForm[]): Table {
  const rows = rowsOf(forms)
  const file = 'the forms'
  return {
    file,
    length: rows.length,
    columns: columns.map((name, c) => ({
      name,
      cells: rows.map((row) => row[c]),
      file,
      rows: Int32Array.from(rows, (_, r) => r + 2),
    })),
    faults: [],
  }
}

/**
 * The table of readings with the forms in it, as CSV: a reader's form takes the place of that reader's row of the patient;
 * every other row and column stays as it was. Throws what `readTable` throws.
 */
export async function readingsCsv(forms: readonly FilledForm[], earlier?: { bytes: Uint8Array; file: string }) {
  const before = earlier && (await readTable(earlier.bytes, earlier.file))
  const others = before?.columns.filter(({ name }) => !columns.includes(name)) ?? []
  const rows = rowsOf(forms)
  const keyOf = ([patient, reader]: readonly string[]) => `${patient}\n${reader}`
  const cellsOf = (row: number) =>
    columns.map((name) => before!.columns.find((column) => column.name === name)?.cells[row] ?? '')
  const there = Array.from({ length: before?.length ?? 0 }, (_, row) => cellsOf(row))
  const filled = new Map(rows.map((row) => [keyOf(row), row]))
  const known = new Set(there.map(keyOf))
  const kept = there.map((row, i) => [...(filled.get(keyOf(row)) ?? row), ...others.map(({ cells }) => cells[i])])
  const added = rows.filter((row) => !known.has(keyOf(row))).map((row) => [...row, ...others.map(() => '')])
  return writeCsv([...columns, ...others.map(({ name }) => name)], [...kept, ...added])
}
