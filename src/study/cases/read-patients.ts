import type { CodebookVariable } from '../../cohort/codebook/codebook.ts'
import { levelIndex } from '../../cohort/codebook/spelling.ts'
import { type Fault, fault } from '../../cohort/fault.ts'
import { groupFaults } from '../../cohort/group-faults.ts'
import { rowsOfNoPatient } from '../../cohort/structure/no-patient.ts'
import { looksLikeDate } from '../../cohort/tables/parse-date.ts'
import { readTable } from '../../cohort/tables/read-table.ts'
import { columnOf, type RawColumn, type Table } from '../../cohort/tables/table.ts'
import { typedColumn } from '../../cohort/typed-column.ts'
import { sha256 } from '../../digest.ts'
import {
  FollowUpNegative,
  NewPatientRepeats,
  NoIdentifier,
  OutcomeCodedOtherwise,
  OutcomeNotKnown,
  OutcomeValueAbsent,
  TimeNotANumber,
  TimesInOtherUnit,
} from '../../errors/index.ts'
import type { ModelFile } from '../../model/predict/model-schema.ts'
import type { Cell } from '../../model/predict/predict.ts'
import { pickIdentifier } from '../file/pick-columns.ts'

/** A table of new patients as a model takes them, read by the code that reads a study's own table. */
export interface ReadPatients {
  /** The column that identifies them, where there is one. */
  id?: string
  ids: string[]
  rows: Record<string, Cell>[]
  /** What was read otherwise than it is written; what cannot be used stands in the rows as text, and is told of each. */
  faults: Fault[]
  /** Rows of identifiers that stood above already. */
  repeats: number[]
  table: Table
}

/** The patients of a table with how they were read, and the SHA-256 of their file. */
export interface PatientTable extends Pick<ReadPatients, 'ids' | 'rows'> {
  read: ReadPatients
  hash: string
}

/**
 * The patients of a table's file, read as the study's own table was. Throws what `readTable` throws, ColumnAbsent.
 * id     the column that identifies them, where that is not the model's own
 * sheet  of a workbook
 */
export async function readPatientTable(
  bytes: Uint8Array,
  name: string,
  file: ModelFile,
  { id, sheet }: { id?: string; sheet?: string },
): Promise<PatientTable> {
  const table = await readTable(bytes, name, { sheet, id: id ?? file.identifier })
  if (id !== undefined) columnOf(table, id)
  const hash = await sha256(bytes)
  const read = readPatients(table, file, id)
  return { ids: read.ids, rows: read.rows, read, hash }
}

/**
 * The patients of a table. Columns of the model are read by what its own codebook said of them: their levels, missing
 * codes, units and spellings, in whatever way this table writes numbers.
 * asked  the column that identifies; by default the model's own, else the one that looks like it
 */
export function readPatients(table: Table, file: ModelFile, asked?: string): ReadPatients {
  const own = file.identifier === undefined ? undefined : table.columns.find(({ name }) => name === file.identifier)
  const id = asked ?? own?.name ?? identifierOf(table, file)
  const idColumn = table.columns.find(({ name }) => name === id) ?? {
    ...table.columns[0],
    cells: table.columns[0].cells.map(() => ''),
  }
  const faults: Fault[] = [...table.faults]
  if (id === undefined) faults.push(fault(NoIdentifier(), { file: table.file }, 'note'))
  const noPatient = rowsOfNoPatient(table, idColumn)
  const kept = idColumn.cells.flatMap((_, row) => (noPatient.left.has(row) ? [] : [row]))
  const columns = table.columns.map((column) => rowsOf(column, kept))
  faults.push(...noPatient.left.values(), ...noPatient.kept)
  // A row without a name is called by its number.
  const ids = kept.map((row) => idColumn.cells[row] || `row ${idColumn.rows[row]}`)
  const rows: Record<string, Cell>[] = ids.map((_, row) =>
    Object.fromEntries(columns.map(({ name, cells }) => [name, cells[row]])),
  )
  for (const known of file.columns) {
    const raw = columns.find(({ name }) => name === known.name) ?? columns.find(({ name }) => name === known.column)
    if (!raw) continue
    const told: Fault[] = []
    const { values, variable } = typedColumn(raw, variableOf(known, raw.name), [], ids, told)
    faults.push(...told.filter(({ severity, row }) => severity === 'note' || row === undefined))
    for (const [row, cells] of rows.entries()) {
      const value = values[row]
      const isKnown = !Number.isNaN(value)
      if (isKnown) cells[known.name] = variable.levels ? variable.levels[value].value : value
      // What is no value stays as it stands, so that the row's own error can quote it; what is missing is empty.
      else cells[known.name] = told.some((one) => one.row === raw.rows[row]) ? raw.cells[row] : ''
    }
  }
  const first = new Map<string, number>()
  const repeats: number[] = []
  for (const [row, name] of ids.entries()) {
    if (!first.has(name)) first.set(name, row)
    else repeats.push(row)
  }
  if (repeats.length > 0) {
    const names = [...new Set(repeats.map((row) => ids[row]))]
    const shown = names.slice(0, 5).join(', ') + (names.length > 5 ? ', …' : '')
    faults.push(fault(NewPatientRepeats(names.length, shown), { file: table.file, column: id }))
  }
  return { id, ids, rows, faults: groupFaults(faults), repeats, table: { ...table, columns, length: ids.length } }
}

/** The column that looks like an identifier: none of the model's own, whatever they are, and no outcome. */
function identifierOf(table: Table, { columns, outcome }: ModelFile): string | undefined {
  const used = new Set([...columns.flatMap(({ name, column }) => [name, column]), outcome.column, outcome.time])
  const others = table.columns.filter(({ name }) => !used.has(name))
  if (others.length === 0) return undefined
  const { id } = pickIdentifier({ ...table, columns: others })
  return id.unsure ? undefined : id.name
}

function rowsOf(column: RawColumn, kept: readonly number[]): RawColumn {
  if (kept.length === column.cells.length) return column
  return {
    ...column,
    cells: kept.map((row) => column.cells[row]),
    rows: Int32Array.from(kept, (row) => column.rows[row]),
  }
}

function variableOf(known: ModelFile['columns'][number], name: string): CodebookVariable {
  const { levels, unit, missing, recode, detection } = known
  const common = { name, ...(missing && { missing }), ...(recode && { recode }) }
  if (levels) return { ...common, type: 'categorical', levels: levels.map(({ value, label }) => ({ value, label })) }
  return { ...common, type: 'continuous', ...(unit && { unit }), ...(detection && { detection }) }
}

/** So many rows must be the same before a column is called constant. */
const fewestRows = 10

/** What is told of the columns of all rows together: empty ones, and such as lie outside what the model has seen. */
export function columnRemarks({ columns }: ModelFile, rows: readonly Record<string, Cell>[]): string[] {
  const there = new Set(rows.flatMap((row) => Object.keys(row)))
  return columns.flatMap(({ name, bins, unit }) => {
    if (!there.has(name)) return []
    const cells = rows.map((row) => row[name])
    const given = cells.filter((cell) => cell !== '' && cell !== null && cell !== undefined)
    const all = `all ${rows.length}`
    if (given.length < cells.length / 2 && rows.length > 0)
      return [
        `${name} is missing in ${given.length === 0 ? all : `${rows.length - given.length} of ${rows.length}`} rows; a typical value of the training cohort replaces it.`,
      ]
    if (!bins) return []
    const different = new Set(given)
    if (different.size === 1 && given.length >= fewestRows)
      return [`${name} is ${[...different][0]} in every row that has it: it tells nobody from another here.`]
    const [low, high] = [bins.edges[0], bins.edges[bins.edges.length - 1]]
    const outside = given.filter((cell) => typeof cell === 'number' && (cell < low || cell > high)).length
    if (outside <= given.length / 10 || outside < 2) return []
    const how = outside === rows.length ? all : `${outside} of ${rows.length}`
    return [
      `${name} is outside the range of the training cohort (${low} to ${high}${unit ? ` ${unit}` : ''}) in ${how} rows: is it in another unit or scale?`,
    ]
  })
}

/**
 * The outcome of new patients by the model's own coding: 1 with it, 0 without, NaN where it is not known or a value that
 * the model does not know. Throws OutcomeValueAbsent where nobody has it, OutcomeCodedOtherwise where nobody is without it
 * by that coding though there are other values.
 * positive  what this table says of a patient with the outcome, where it is coded otherwise; negative likewise
 */
export function newOutcome(
  { table, ids }: Pick<ReadPatients, 'table' | 'ids'>,
  column: string,
  { outcome }: ModelFile,
  asked: { positive?: string; negative?: string },
): { flags: number[]; faults: Fault[] } {
  const raw = table.columns.find(({ name }) => name === column)!
  const told: Fault[] = []
  const { variable, values, text } = typedColumn(raw, { name: column, type: 'categorical' }, [], ids, told)
  const levels = variable.levels ?? []
  const counts = levels.map((_, at) => values.reduce((sum, value) => sum + Number(value === at), 0))
  const listed = levels.map(({ value }, at) => `"${value}" (${counts[at]})`)
  const find = (wanted: readonly string[]) => wanted.map((one) => levelIndex(levels, one)).filter((at) => at >= 0)
  const known = outcome.values
  const positive = find(
    asked.positive === undefined ? [outcome.positive, ...(known?.positive ?? [])] : [asked.positive],
  )
  if (positive.length === 0)
    throw OutcomeValueAbsent(
      table.file,
      column,
      asked.positive ?? outcome.positive,
      levels.slice(0, 8).map(({ value }) => value),
    )
  const others = [...levels.keys()].filter((at) => !positive.includes(at))
  if (asked.negative !== undefined && levelIndex(levels, asked.negative) < 0)
    throw OutcomeValueAbsent(
      table.file,
      column,
      asked.negative,
      levels.slice(0, 8).map(({ value }) => value),
    )
  let negative = find(asked.negative === undefined ? (known?.negative ?? []) : [asked.negative])
  // A positive value that was named, or a model that does not tell its negative ones: of two values the other.
  if (negative.length === 0 && others.length === 1 && (asked.positive !== undefined || !known)) negative = others
  if (negative.length === 0 && others.length > 0)
    throw OutcomeCodedOtherwise(
      table.file,
      column,
      listed.join(', '),
      outcome.positive,
      (known?.negative ?? []).join(' or '),
    )
  const left = others.filter((at) => !negative.includes(at))
  const flags = Array.from(values, (at) => (positive.includes(at) ? 1 : negative.includes(at) ? 0 : Number.NaN))
  const where = { file: table.file, column }
  const faults = left.map((at) => fault(OutcomeNotKnown(column, levels[at].value, counts[at]), where))
  return { flags: text ? flags.map(() => Number.NaN) : flags, faults }
}

/** A median follow-up of so many of the model's last horizons, or so small a part of its first, is in another unit. */
const otherScale = 8

/** The time that new patients were followed; what is no time is missing and told, and a time that seems to be in another unit. */
export function newTimes(
  { table, ids }: Pick<ReadPatients, 'table' | 'ids'>,
  column: string,
  { outcome: { unit }, horizons = [] }: ModelFile,
) {
  const faults: Fault[] = []
  const raw = table.columns.find(({ name }) => name === column)!
  const { values } = typedColumn(raw, { name: column, type: 'continuous', ...(unit && { unit }) }, [], ids, faults)
  const where = (row: number) => ({ file: table.file, column, row: raw.rows[row], patient: ids[row] })
  const dated = raw.cells.findIndex(looksLikeDate)
  if (dated >= 0 && values.every(Number.isNaN))
    throw TimeNotANumber(
      table.file,
      column,
      `holds dates ("${raw.cells[dated]}" in row ${raw.rows[dated]}, ${ids[dated]})`,
    )
  for (const [row, value] of values.entries()) if (value < 0) faults.push(fault(FollowUpNegative(value), where(row)))
  const times = Array.from(values, (value) => (value < 0 ? Number.NaN : value))
  const known = times.filter((time) => !Number.isNaN(time)).sort((a, b) => a - b)
  const middle = known[known.length >> 1]
  const isOther = middle > otherScale * Math.max(...horizons) || otherScale * middle < Math.min(...horizons)
  if (known.length > 0 && horizons.length > 0 && isOther)
    faults.push(
      fault(
        TimesInOtherUnit(column, Number(middle.toPrecision(4)), horizons.join(', '), unit),
        { file: table.file, column },
        'note',
      ),
    )
  return { values: times, faults: groupFaults(faults) }
}
