import { ColumnAbsent, LesionsDisagree } from '../errors/index.ts'
import { closest } from '../text/closest.ts'
import type { Cohort, Column } from './codebook/variable.ts'
import { type Fault, fault } from './fault.ts'

/**
 * How a patient's lesions become one row.
 *
 * first    the first row of the patient as it stands
 * largest  the whole row of the lesion with the largest value of that column (missing counts as smallest; the first
 *          of equals)
 * mean     continuous, count and date: the mean of what is known; ordinal and binary: the highest level;
 *          categorical and text: the common value, a fault and missing where the lesions differ
 */
export type Aggregation = 'mean' | 'first' | { largest: string }

/**
 * One row a patient from one row a lesion.
 *
 * @param cohort one row a lesion
 * @param by how the rows of a patient are combined
 * @param file the cohort's file, for messages
 * @returns one row a patient, and the faults of lesions that disagree
 * @throws ColumnAbsent for an unknown `largest`
 */
export function aggregateLesions(cohort: Cohort, by: Aggregation, file: string): { cohort: Cohort; faults: Fault[] } {
  const rowsOf: number[][] = cohort.patients.map(() => [])
  for (let row = 0; row < cohort.ids.length; row++) rowsOf[cohort.patientOf[row]].push(row)
  const faults: Fault[] = []
  const chosen = chosenRows(cohort, by, rowsOf, file)
  const columns = new Map<string, Column>()
  for (const [name, column] of cohort.columns) {
    const combined = chosen
      ? pick(column, chosen)
      : combine(column, rowsOf, (patient, values) =>
          faults.push(
            fault(LesionsDisagree(cohort.patients[patient], values), {
              file,
              column: name,
              patient: cohort.patients[patient],
            }),
          ),
        )
    columns.set(name, combined)
  }
  const patientOf = Int32Array.from(cohort.patients, (_, patient) => patient)
  return { cohort: { ...cohort, unit: 'patient', ids: [...cohort.patients], patientOf, columns }, faults }
}

function chosenRows(cohort: Cohort, by: Aggregation, rowsOf: number[][], file: string): Int32Array | undefined {
  if (by === 'mean') return undefined
  return by === 'first' ? Int32Array.from(rowsOf, (rows) => rows[0]) : largestRows(cohort, by.largest, rowsOf, file)
}

function largestRows(cohort: Cohort, name: string, rowsOf: number[][], file: string): Int32Array {
  const column = cohort.columns.get(name)
  if (!column) throw ColumnAbsent(file, name, closest(name, [...cohort.columns.keys()]))
  const size = (row: number) => (Number.isNaN(column.values[row]) ? -Infinity : column.values[row])
  return Int32Array.from(rowsOf, (rows) => rows.reduce((best, row) => (size(row) > size(best) ? row : best)))
}

function pick({ variable, values, text }: Column, rows: Int32Array): Column {
  const picked: Column = { variable, values: Float64Array.from(rows, (row) => values[row]) }
  if (text) picked.text = Array.from(rows, (row) => text[row])
  return picked
}

function combine(column: Column, rowsOf: number[][], disagree: (patient: number, values: string) => void): Column {
  const { variable, values, text } = column
  const { type, levels } = variable
  const combined: Column = { variable, values: new Float64Array(rowsOf.length).fill(Number.NaN) }
  if (text) combined.text = rowsOf.map(() => '')
  for (const [patient, rows] of rowsOf.entries()) {
    if (text) {
      const different = [...new Set(rows.map((row) => text[row]).filter((cell) => cell !== ''))]
      if (different.length === 1) combined.text![patient] = different[0]
      else if (different.length > 1 && type !== 'id') disagree(patient, different.join(', '))
      continue
    }
    const known = rows.map((row) => values[row]).filter((value) => !Number.isNaN(value))
    if (known.length === 0) continue
    if (type === 'ordinal' || type === 'binary') combined.values[patient] = Math.max(...known)
    else if (type !== 'categorical') combined.values[patient] = known.reduce((a, b) => a + b, 0) / known.length
    else if (new Set(known).size === 1) combined.values[patient] = known[0]
    else disagree(patient, [...new Set(known)].map((value) => levels![value].value).join(', '))
  }
  return combined
}
