import {
  BeyondLimit,
  CommaAmbiguous,
  NotADate,
  NotANumber,
  OutOfRange,
  ReadAtLimit,
  SpreadsheetError,
  UnknownLevel,
} from '../errors/index.ts'
import type { Codebook, CodebookVariable } from './codebook/codebook.ts'
import { inferVariable, suspectedCodes } from './codebook/infer.ts'
import type { Cohort, Column, Variable } from './codebook/variable.ts'
import { type Fault, fault } from './fault.ts'
import {
  beyondLimit,
  dateOrderOf,
  decimalOf,
  isoDate,
  isSpreadsheetError,
  parseDate,
  parseNumber,
  usualMissing,
} from './tables/parse-cell.ts'
import { identifyRows, type RowIdentity } from './tables/row-identity.ts'
import type { RawColumn, Table } from './tables/table.ts'
import { selectRows } from './tables/table.ts'

export interface CohortOptions extends RowIdentity {
  codebook?: Codebook
}

/**
 * Typed and checked rows of a table. Every cell that cannot be used as it stands becomes a missing value and a fault
 * that names its row and column; every row that cannot be used becomes a fault; the rest is kept.
 * Throws ColumnAbsent for an identifier that is not there.
 */
export function buildCohort(table: Table, options: CohortOptions): { cohort: Cohort; faults: Fault[] } {
  const faults = [...table.faults]
  const { keep, ids, patients, patientOf } = identifyRows(table, options, faults)
  const rows = selectRows(table, keep)
  const columns = new Map<string, Column>()
  const said = new Map(
    [...(options.codebook?.variables.values() ?? [])].map((variable) => [variable.column ?? variable.name, variable]),
  )
  for (const raw of rows.columns) {
    const column = typedColumn(raw, said.get(raw.name), options.codebook?.missing ?? [], ids, faults)
    if (raw.name === options.id || raw.name === options.patient) {
      column.variable = { ...column.variable, type: 'id' }
      column.text = raw.cells
    }
    columns.set(column.variable.name, column)
  }
  return { cohort: { unit: options.patient ? 'lesion' : 'patient', ids, patientOf, patients, columns }, faults }
}

/** One column by its codebook entry, what that leaves open inferred from the cells. */
export function typedColumn(
  raw: RawColumn,
  said: CodebookVariable | undefined,
  missing: string[],
  ids: string[],
  faults: Fault[],
): Column {
  const inferred = said?.type && (said.levels || !leveled.has(said.type)) ? undefined : inferVariable(raw)
  const variable: Variable = {
    label: said?.name ?? raw.name,
    type: inferred?.type ?? 'text',
    missing: [],
    measured: 'baseline',
    derivedFrom: [],
    ...inferred,
    ...said,
    name: said?.name ?? raw.name,
  }
  if (said && !said.label) variable.label = said.name
  variable.missing = [...missing, ...variable.missing]
  if (leveled.has(variable.type)) variable.levels ??= levelsIn(raw, variable)
  else delete variable.levels
  if (variable.name !== raw.name) variable.column = raw.name

  const where = (row: number) => ({ file: raw.file, row: raw.rows[row], column: raw.name, patient: ids[row] })
  const isMissing = missingTest(variable)
  const values = new Float64Array(raw.cells.length).fill(Number.NaN)
  const read = reader({ ...variable, decimal: said?.decimal }, raw, isMissing, faults)
  for (let row = 0; row < values.length; row++) {
    const cell = raw.cells[row]
    if (isMissing(cell)) continue
    if (isSpreadsheetError(cell)) faults.push(fault(SpreadsheetError(cell), where(row)))
    else if (read) {
      const value = read(cell)
      if (typeof value === 'number') values[row] = value
      else faults.push(fault(value, where(row)))
    }
  }
  faults.push(...suspectedCodes({ ...raw, cells: raw.cells.filter((cell) => !isMissing(cell)) }, variable))
  const column: Column = { variable, values }
  if (variable.type === 'text' || variable.type === 'id')
    column.text = raw.cells.map((cell) => (isMissing(cell) || isSpreadsheetError(cell) ? '' : cell))
  return column
}

const leveled = new Set(['binary', 'categorical', 'ordinal'])
const usual = new Set(usualMissing)

/** The codebook's codes, and the usual ones unless they are a level. */
function missingTest(variable: Variable): (cell: string) => boolean {
  const codes = new Set(variable.missing)
  const levels = new Set(variable.levels?.map(({ value }) => value))
  const numbers = new Set(variable.missing.map((code) => parseNumber(code)).filter((code) => !Number.isNaN(code)))
  const words = variable.type === 'text' || variable.type === 'id'
  return (cell) => {
    if (cell === '' || codes.has(cell)) return true
    if (levels.has(cell)) return false
    if (!words && numbers.size > 0 && numbers.has(parseNumber(cell, variable.decimal))) return true
    return usual.has(cell.toLowerCase())
  }
}

type Read = (cell: string) => number | ReturnType<typeof NotANumber>

function reader(
  variable: Variable,
  raw: RawColumn,
  isMissing: (cell: string) => boolean,
  faults: Fault[],
): Read | undefined {
  const column = { file: raw.file, column: raw.name }
  if (variable.type === 'continuous' || variable.type === 'count') {
    const found = decimalOf(raw.cells)
    const beyond = variable.detection
      ? raw.cells.filter((cell) => !isMissing(cell) && beyondLimit(cell, found.decimal))
      : []
    if (beyond.length > 0) faults.push(fault(ReadAtLimit(beyond.length, variable.detection === 'half'), column, 'note'))
    if (!variable.decimal && found.ambiguous) faults.push(fault(CommaAmbiguous(found.ambiguous), column, 'note'))
    const decimal = variable.decimal ?? found.decimal
    return (cell) => {
      const beyond = beyondLimit(cell, decimal)
      if (beyond && !variable.detection) return BeyondLimit(cell)
      const value = beyond ? atLimit(beyond, variable) : parseNumber(cell, decimal)
      if (!Number.isFinite(value)) return NotANumber(cell)
      if (variable.type === 'count' && (value < 0 || !Number.isInteger(value))) return NotANumber(cell)
      return inRange(value, cell, variable)
    }
  }
  if (variable.type === 'date') {
    const order = variable.dateOrder ?? dateOrderOf(raw.cells.filter((cell) => !isMissing(cell)))
    return (cell) => {
      const days = parseDate(cell, order ?? 'ymd')
      if (!Number.isNaN(days)) return days
      return NotADate(cell, order ? 'no such day' : 'day and month could be either; say dateOrder in the codebook')
    }
  }
  const levels = variable.levels
  if (!levels) return undefined
  const place = new Map(levels.map(({ value }, index) => [value, index]))
  for (const [index, { value, label }] of levels.entries()) {
    for (const same of [label, value.toLowerCase(), label.toLowerCase()]) if (!place.has(same)) place.set(same, index)
    const number = parseNumber(value)
    if (!Number.isNaN(number) && !place.has(String(number))) place.set(String(number), index)
  }
  const listed = levels.map(({ value }) => value).join(', ')
  return (cell) =>
    place.get(cell) ??
    place.get(cell.toLowerCase()) ??
    place.get(String(parseNumber(cell))) ??
    UnknownLevel(cell, listed)
}

/** The number that stands for one beyond a limit of detection. Half of a lower limit: Hornung and Reed 1990. */
const atLimit = ({ below, limit }: { below: boolean; limit: number }, { detection }: Variable) =>
  below && detection === 'half' ? limit / 2 : limit

function inRange(value: number, cell: string, { range }: Variable) {
  return range && (value < range[0] || value > range[1]) ? OutOfRange(cell, range[0], range[1]) : value
}

function levelsIn(raw: RawColumn, variable: Variable) {
  const isMissing = missingTest(variable)
  const { levels } = inferVariable({ ...raw, cells: raw.cells.filter((cell) => !isMissing(cell)) })
  if (levels) return levels
  return [...new Set(raw.cells.filter((cell) => !isMissing(cell) && !isSpreadsheetError(cell)))]
    .sort()
    .map((value) => ({ value, label: value }))
}

/** The value of one row as text: a level's label, a date, a number; '' when missing. */
export function shown(column: Column, row: number): string {
  const value = column.values[row]
  if (column.text) return column.text[row]
  if (Number.isNaN(value)) return ''
  if (column.variable.levels) return column.variable.levels[value].label
  return column.variable.type === 'date' ? isoDate(value) : String(value)
}
