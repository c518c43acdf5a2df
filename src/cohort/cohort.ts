import { NearlyRowNumber, NumbersRows, RowNumbersUsed } from '../errors/index.ts'
import type { Codebook, CodebookVariable } from './codebook/codebook.ts'
import type { Cohort, Column } from './codebook/variable.ts'
import { computedColumns } from './derive/computed-columns.ts'
import { type Fault, fault } from './fault.ts'
import { copiedRows } from './structure/copied-rows.ts'
import { nearlyNumbersRows, numbersRows } from './structure/row-numbers.ts'
import { repeatedIdentifiers, sharedStems } from './structure/second-identifier.ts'
import { withoutTableBeside } from './structure/table-beside.ts'
import { isoDate } from './tables/parse-date.ts'
import { identifyRows, type RowIdentity } from './tables/row-identity.ts'
import { type RawColumn, selectRows, type Table } from './tables/table.ts'
import { typedColumn } from './typed-column.ts'

/** The columns that name rows and patients, and the codebook that says what the others are. */
export interface CohortOptions extends RowIdentity {
  codebook?: Codebook
}

/**
 * Typed and checked rows of a table. Every cell that cannot be used as it stands becomes a missing value and a fault
 * that names its row and column; every row that cannot be used becomes a fault; the rest is kept.
 *
 * @param whole text cells, of `readTable`
 * @param options the columns of row and patient, the codebook
 * @returns the typed rows, and what is wrong in the table
 * @throws ColumnAbsent for an identifier that is not there
 * @example
 * ```ts
 * import { buildCohort, readTable } from 'nomoscope/cohort'
 * const csv = new TextEncoder().encode('id,age\nP1,40\nP2,51\nP3,\nP4,63\n')
 * const { cohort, faults } = buildCohort(await readTable(csv, 'patients.csv'), { id: 'id' })
 * cohort.columns.get('age')?.values // → Float64Array(4) [ 40, 51, NaN, 63 ]
 * faults.length // → 0
 * ```
 */
export function buildCohort(whole: Table, options: CohortOptions): { cohort: Cohort; faults: Fault[] } {
  const faults = [...whole.faults]
  const table = withoutTableBeside(whole, options, faults)
  const { keep, ids, patients, patientOf } = identifyRows(table, options, faults)
  const rows = selectRows(table, keep)
  const columns = new Map<string, Column>()
  const said = new Map(
    [...(options.codebook?.variables.values() ?? [])].map((variable) => [variable.column ?? variable.name, variable]),
  )
  for (const raw of rows.columns) {
    const identifies = raw.name === options.id || raw.name === options.patient
    const declared = identifies ? { name: raw.name, ...said.get(raw.name), type: 'id' as const } : said.get(raw.name)
    const column = typedColumn(raw, declared, options.codebook?.missing ?? [], ids, faults)
    if (identifies) {
      column.text = raw.cells
    } else faults.push(...rowNumber(column, raw, said.get(raw.name)))
    columns.set(column.variable.name, column)
  }
  const where = { file: table.file }
  faults.push(...copiedRows(columns.values(), ids, where))
  if (!options.patient) {
    faults.push(...repeatedIdentifiers(columns.values(), [options.id], where))
    faults.push(...sharedStems(ids, { ...where, column: options.id }))
  }
  const cohort: Cohort = { unit: options.patient ? 'lesion' : 'patient', ids, patientOf, patients, columns }
  if (options.codebook) faults.push(...computedColumns(cohort, options.codebook, table.file))
  return { cohort, faults }
}

/** A column that numbers the rows is an identifier; where the codebook calls it a measurement that is told. */
function rowNumber(column: Column, raw: RawColumn, declared: CodebookVariable | undefined): Fault[] {
  if (column.variable.type === 'id') return []
  const where = { file: raw.file, column: raw.name }
  if (!numbersRows(raw.cells)) {
    const rising = declared?.type || column.variable.type !== 'continuous' ? undefined : nearlyNumbersRows(raw.cells)
    return rising === undefined ? [] : [fault(NearlyRowNumber(raw.name, rising), where, 'note')]
  }
  if (declared?.type) return [fault(RowNumbersUsed(raw.name), where, 'note')]
  column.variable = { ...column.variable, type: 'id' }
  column.text = raw.cells
  return [fault(NumbersRows(raw.name), where, 'note')]
}

/**
 * The value of one row as text: a level's label, a date, a number; '' when missing.
 *
 * @param column of a cohort
 * @param row index
 * @returns the text
 * @example
 * ```ts
 * import { buildCohort, readTable, displayValue } from 'nomoscope/cohort'
 * const csv = new TextEncoder().encode('id,seen\nP1,2024-05-31\nP2,2024-06-01\n')
 * const { cohort } = buildCohort(await readTable(csv, 'patients.csv'), { id: 'id' })
 * displayValue(cohort.columns.get('seen')!, 0) // → '2024-05-31'
 * ```
 */
export function displayValue(column: Column, row: number): string {
  const value = column.values[row]
  if (column.text) return column.text[row]
  if (Number.isNaN(value)) return ''
  if (column.variable.levels) return column.variable.levels[value].label
  return column.variable.type === 'date' ? isoDate(value) : String(value)
}
