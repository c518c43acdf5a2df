import {
  IdAmbiguous,
  IdMissing,
  IdNotDerived,
  IdsDisjoint,
  IdsShifted,
  IdUnmatched,
  IdWrittenOtherwise,
  LeadingZerosLost,
  MatchInvalid,
  RepeatedName,
} from '../../errors/index.ts'
import { rangeOf } from '../../statistics/descriptive/range.ts'
import { type Fault, fault } from '../fault.ts'
import { type Pattern, readPattern } from '../rules/pattern.ts'
import { plainIdentifier, withoutZeros } from './row-identity.ts'
import { columnOf, type RawColumn, type Table } from './table.ts'

/**
 * Where a table has the identifier, and how to get it out of its cells.
 *
 * match  a regular expression with one capture group, found anywhere in the cell: `ISPY1-(\d+)`; written `int(…)`,
 *        the same as `as: number`
 * as     number: 0042 and 42 are the same patient
 */
export interface JoinKey {
  column: string
  match?: string
  as?: 'text' | 'number'
}

/**
 * For each id, the row of `table` that belongs to it, or -1; faults for rows and ids that find none.
 *
 * @param ids the identifiers that are sought
 * @param idsFile their file, for messages
 * @param table whose rows are sought
 * @param key its column of identifiers, and how they are read
 * @param faults is added to
 * @returns one row index an id
 * @throws ColumnAbsent, IdsShifted where both count rows from different starts
 * @example
 * ```ts
 * import { matchRows, readTable } from 'nomoscope/cohort'
 * const table = await readTable(new TextEncoder().encode('id,age\nP2,51\nP1,40\n'), 'patients.csv')
 * matchRows(['P1', 'P2'], 'images', table, { column: 'id' }, []) // → Int32Array(2) [ 1, 0 ]
 * ```
 */
export function matchRows(
  ids: readonly string[],
  idsFile: string,
  table: Table,
  key: JoinKey,
  faults: Fault[],
): Int32Array {
  const column = columnOf(table, key.column)
  const { derive, asNumber } = keyReader(key)
  const rowOfId = new Map<string, number>()
  const derived = column.cells.map((cell, row) => {
    const where = { file: column.file, row: column.rows[row], column: column.name }
    const id = derive(cell)
    if (cell === '') faults.push(fault(IdMissing(column.name), where))
    else if (id === undefined) faults.push(fault(IdNotDerived(cell, key.match ?? 'a number'), where))
    else if (!rowOfId.has(id)) rowOfId.set(id, row)
    return id
  })
  const [here, there] = [numbersInRow(ids), numbersInRow(derived)]
  if (here && there && here[0] !== there[0] && here[1] - here[0] === there[1] - there[0])
    if (Math.abs(here[0] - there[0]) <= farthestStart)
      throw IdsShifted(table.file, there.join(' to '), idsFile, here.join(' to '))
  const rowOf = new Int32Array(ids.length).fill(-1)
  const used = new Set<number>()
  for (const [i, id] of ids.entries()) {
    rowOf[i] = rowOfId.get(asNumber ? withoutZeros(id) : id) ?? -1
    if (rowOf[i] >= 0) used.add(rowOf[i])
  }
  joinByZeros(ids, idsFile, column, derived, rowOf, used, faults)
  joinByForm(ids, column, derived, rowOf, used, faults)
  if (used.size === 0 && ids.length > 0 && derived.some((id) => id !== undefined))
    throw disjoint(ids, idsFile, table.file, derived)
  for (const [i, id] of ids.entries())
    if (rowOf[i] < 0) faults.push(fault(IdUnmatched(id, table.file), { file: idsFile, patient: id }, 'note'))
  for (const [row, id] of derived.entries())
    if (id !== undefined && !used.has(row)) {
      const first = rowOfId.get(id)!
      const why = first === row ? IdUnmatched(column.cells[row], idsFile) : repeated(column, row, first)
      faults.push(fault(why, { file: column.file, row: column.rows[row], column: column.name }))
    }
  return rowOf
}

/** Rows counted from 0, from 1, or from 2 below a heading. */
const farthestStart = 2
const fewestInRange = 12

/** The first and last of identifiers that are all the whole numbers between them, each once; undefined for others. */
function numbersInRow(ids: readonly (string | undefined)[]): [number, number] | undefined {
  if (ids.length < fewestInRange || !ids.every((id) => id !== undefined && /^\d{1,9}(\.0+)?$/.test(id)))
    return undefined
  const numbers = Float64Array.from(ids, Number)
  const [low, high] = rangeOf(numbers)
  return high - low === ids.length - 1 && new Set(numbers).size === ids.length ? [low, high] : undefined
}

const repeated = (column: RawColumn, row: number, first: number) =>
  IdAmbiguous(column.cells[row], `two rows (${column.rows[first]} was used)`)

/** Ids left over on both sides that are the same but for leading zeros: joined and told, or told to be ambiguous. */
function joinByZeros(
  ids: readonly string[],
  idsFile: string,
  column: RawColumn,
  derived: (string | undefined)[],
  rowOf: Int32Array,
  used: Set<number>,
  faults: Fault[],
): void {
  const free = unusedRows(derived, used, withoutZeros)
  const claims = new Map<string, number[]>()
  for (const [i, id] of ids.entries())
    if (rowOf[i] < 0 && free.has(withoutZeros(id)))
      claims.set(withoutZeros(id), [...(claims.get(withoutZeros(id)) ?? []), i])
  for (const [plain, patients] of claims) {
    const rows = free.get(plain)!
    for (const i of patients) {
      const where = { file: idsFile, patient: ids[i] }
      if (patients.length > 1 || rows.length > 1) {
        const others = (patients.length > 1 ? patients.map((j) => ids[j]) : rows.map((row) => derived[row])).join(', ')
        faults.push(fault(IdAmbiguous(patients.length > 1 ? derived[rows[0]]! : ids[i], others), where))
        continue
      }
      rowOf[i] = rows[0]
      used.add(rows[0])
      const at = { file: column.file, row: column.rows[rows[0]], column: column.name, patient: ids[i] }
      faults.push(fault(LeadingZerosLost(derived[rows[0]]!, ids[i]), at, 'note'))
    }
  }
}

/** Ids left over on both sides that are the same but for capitals, blanks, width, a dash, zeros, look-alike letters or 1 for 1.0: joined and told. */
function joinByForm(
  ids: readonly string[],
  column: RawColumn,
  derived: (string | undefined)[],
  rowOf: Int32Array,
  used: Set<number>,
  faults: Fault[],
): void {
  const free = unusedRows(derived, used, joinForm)
  const claims = new Map<string, number>()
  for (const [i, id] of ids.entries()) if (rowOf[i] < 0) claims.set(joinForm(id), (claims.get(joinForm(id)) ?? 0) + 1)
  for (const [i, id] of ids.entries()) {
    const rows = free.get(joinForm(id))
    if (rowOf[i] >= 0 || rows?.length !== 1 || claims.get(joinForm(id)) !== 1) continue
    rowOf[i] = rows[0]
    used.add(rows[0])
    const at = { file: column.file, row: column.rows[rows[0]], column: column.name, patient: id }
    faults.push(fault(IdWrittenOtherwise(derived[rows[0]]!, id), at, 'note'))
  }
}

/** Rows that no identifier has claimed, by a plainer form of their own. */
function unusedRows(derived: readonly (string | undefined)[], used: ReadonlySet<number>, form: (id: string) => string) {
  const free = new Map<string, number[]>()
  for (const [row, id] of derived.entries())
    if (id !== undefined && !used.has(row)) free.set(form(id), [...(free.get(form(id)) ?? []), row])
  return free
}

const joinForm = (id: string) => plainIdentifier(id).replace(/[\s_-]+/g, '-')

/** No identifier is in both: with an example of each, and how one is found in the other if digits alone would do it. */
function disjoint(ids: readonly string[], idsFile: string, file: string, derived: (string | undefined)[]) {
  const there = derived.filter((id) => id !== undefined)
  const digits = (id: string) => withoutZeros(/(\d+)(?!.*\d)/.exec(id)?.[1] ?? '')
  const numbers = new Set(there.map(digits))
  const found = ids.filter((id) => digits(id) !== '' && numbers.has(digits(id))).length
  const hint =
    found > ids.length / 2
      ? ` Their numbers agree in ${found} of ${ids.length}: \`id: { column: …, match: "(\\d+)$", as: number }\` would join them.`
      : ''
  const some = (from: readonly string[]) =>
    from
      .slice(0, 2)
      .map((id) => `"${id}"`)
      .join(', ')
  return IdsDisjoint(file, idsFile, `${some(there)} there and ${some(ids)} here`, hint)
}

/** How a cell becomes an identifier. Throws MatchInvalid. */
export function keyReader({ match, as }: JoinKey): { derive: (cell: string) => string | undefined; asNumber: boolean } {
  const whole = /^int\((.*)\)$/s.exec(match ?? '')
  const asNumber = as === 'number' || whole !== null
  const number = (found: string | undefined) => (found && /^\d+$/.test(found) ? withoutZeros(found) : undefined)
  if (match === undefined) return { asNumber, derive: asNumber ? number : (cell) => cell || undefined }
  let pattern: Pattern
  try {
    pattern = readPattern(whole ? whole[1] : match)
  } catch (error) {
    throw MatchInvalid(match, error instanceof Error ? error.message : String(error))
  }
  if (pattern.groups !== 1) throw MatchInvalid(match, `it has ${pattern.groups} capture groups`)
  const derive = (cell: string) => {
    const found = pattern.first(cell)
    return asNumber ? number(found) : found
  }
  return { derive, asNumber }
}

/**
 * The columns of `other` beside those of `base`, row by row where the identifiers agree, empty where they do not.
 * A column that `base` has already is not repeated; one of the same name with other values gets the file's name behind it.
 *
 * @param base the table that keeps its rows
 * @param id its column of identifiers
 * @param other the table that is added
 * @param key its column of identifiers, and how they are read
 * @returns the joined table, with both tables' faults and those of the join
 * @throws ColumnAbsent
 * @example
 * ```ts
 * import { joinTable, readTable } from 'nomoscope/cohort'
 * const read = (csv: string, file: string) => readTable(new TextEncoder().encode(csv), file)
 * const base = await read('id,age\nP1,40\nP2,51\n', 'patients.csv')
 * const blood = await read('id,crp\nP2,7\nP1,3\n', 'blood.csv')
 * joinTable(base, 'id', blood, { column: 'id' }).columns[2].cells // → [ '3', '7' ]
 * ```
 */
export function joinTable(base: Table, id: string, other: Table, key: JoinKey): Table {
  const faults = [...base.faults, ...other.faults]
  const rowOf = matchRows(columnOf(base, id).cells, base.file, other, key, faults)
  const taken = new Set(base.columns.map(({ name }) => name))
  const repeats = ({ name, cells }: RawColumn) =>
    base.columns.find((own) => own.name === name)?.cells.every((cell, i) => rowOf[i] < 0 || cell === cells[rowOf[i]])
  const joined = other.columns
    .filter((column) => column.name !== key.column && !repeats(column))
    .map((column): RawColumn => {
      let name = column.name
      if (taken.has(name)) {
        name = `${name} (${other.file})`
        faults.push(fault(RepeatedName(column.name, name), { file: other.file, column: column.name }, 'note'))
      }
      taken.add(name)
      const cells = Array.from(rowOf, (row) => (row < 0 ? '' : column.cells[row]))
      return { ...column, name, cells, rows: rowOf.map((row) => (row < 0 ? 0 : column.rows[row])) }
    })
  return { ...base, columns: [...base.columns, ...joined], faults }
}
