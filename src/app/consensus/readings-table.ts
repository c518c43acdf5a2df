import { readingItems } from '../../cohort/readings/mri-readings.ts'
import type { Table } from '../../cohort/tables/table.ts'
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

/** The same as a CSV file. */
export function readingsCsv(forms: readonly FilledForm[]): string {
  const quoted = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
  return `${[columns, ...rowsOf(forms)].map((row) => row.map(quoted).join(',')).join('\n')}\n`
}
