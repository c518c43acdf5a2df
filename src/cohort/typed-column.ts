import {
  BeyondLimit,
  CommaAmbiguous,
  MostlyNumbers,
  NotANumber,
  OutOfRange,
  RangesAsDates,
  ReadAsMissing,
  ReadAtLimit,
  SpellingsJoined,
  SpellingUnclear,
  SpreadsheetError,
  UnitOfFew,
  UnitsRead,
  UnitUnclear,
  UnknownIsLevel,
  UnknownLevel,
} from '../errors/index.ts'
import { closest } from '../text/closest.ts'
import { answers } from './codebook/answer-words.ts'
import type { CodebookVariable } from './codebook/codebook.ts'
import { inferVariable } from './codebook/infer.ts'
import { unitsMixed } from './codebook/mixed-units.ts'
import { foldCase, levelIndex, slips, speltValues } from './codebook/spelling.ts'
import { suspectedCodes } from './codebook/suspected-codes.ts'
import type { Column, Variable } from './codebook/variable.ts'
import { dateReader, type Place, type Read } from './date-column.ts'
import { type Fault, fault } from './fault.ts'
import { isUnknownWord, maybeUnknown, startsAsNumber, usualMissing } from './tables/absent-words.ts'
import { beyondLimit, decimalOf, isSpreadsheetError, parseNumber } from './tables/parse-cell.ts'
import { isDayOfMonth, looksLikeDate } from './tables/parse-date.ts'
import type { RawColumn } from './tables/table.ts'
import { unitFactor, unitInName, unitsOf, withUnit } from './tables/units.ts'

/**
 * One column by its codebook entry, what that leaves open inferred from the cells. What is read otherwise than it is
 * written (words taken as missing, spellings joined, units) is told, and what somebody has to decide is asked.
 */
export function typedColumn(
  original: RawColumn,
  said: CodebookVariable | undefined,
  missing: string[],
  ids: string[],
  faults: Fault[],
): Column {
  const raw = recoded(original, said)
  const declared = new Set([...missing, ...(said?.missing ?? [])])
  const stated = { ...raw, cells: raw.cells.filter((cell) => !declared.has(cell)) }
  const inferred = said?.type && (said.levels || !leveled.has(said.type)) ? undefined : inferVariable(stated)
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
  if (leveled.has(variable.type)) {
    variable.levels ??= levelsIn(stated)
    if (variable.type === 'binary' && variable.levels.length !== 2) variable.type = 'categorical'
  } else delete variable.levels
  if (variable.name !== raw.name) variable.column = raw.name

  const column = { file: raw.file, column: raw.name }
  const where = (row: number) => ({ ...column, row: raw.rows[row], patient: ids[row] })
  const missingIn = missingTest(variable)
  const known = raw.cells.filter((cell) => !missingIn(cell) && !isSpreadsheetError(cell))
  const values = new Float64Array(raw.cells.length).fill(Number.NaN)
  const read = reader(variable, said, known, { ...column, commas: raw.commas }, faults)
  const words = new Map<string, number>()
  for (let row = 0; row < values.length; row++) {
    const cell = raw.cells[row]
    const absent = missingIn(cell)
    if (absent === 'word') words.set(cell, (words.get(cell) ?? 0) + 1)
    if (absent) continue
    if (isSpreadsheetError(cell)) faults.push(fault(SpreadsheetError(cell), where(row)))
    else if (read) {
      const value = read(cell)
      if (typeof value === 'number') values[row] = value
      else faults.push(fault(value, where(row)))
    }
  }
  const isConstant = variable.type === 'text' && new Set(known).size < 2
  if ((variable.type !== 'text' && variable.type !== 'id') || isConstant)
    for (const [word, cells] of words) faults.push(fault(ReadAsMissing(word, cells), column, 'note'))
  if (variable.levels && !said?.levels) faults.push(...spellingFaults(known, column))
  if (variable.type === 'text' && !said?.type) faults.push(...mostlyNumbers(known, column))
  faults.push(...suspectedCodes({ ...raw, cells: known }, variable))
  const mixed = variable.type === 'continuous' && !said?.range ? unitsMixed(values) : undefined
  if (mixed) faults.push(fault(mixed, column, 'note'))
  if (variable.levels || variable.type === 'text' || variable.type === 'id')
    faults.push(...rangesAsDates(known, column))
  const made: Column = { variable, values }
  if (variable.type === 'text' || variable.type === 'id')
    made.text = raw.cells.map((cell) => (missingIn(cell) || isSpreadsheetError(cell) ? '' : cell))
  return made
}

const leveled = new Set(['binary', 'categorical', 'ordinal'])
const numeric = new Set(['continuous', 'count', 'date'])
const usual = new Set(usualMissing)

function recoded(raw: RawColumn, declared: CodebookVariable | undefined): RawColumn {
  const { recode } = declared ?? {}
  if (!recode) return raw
  const folded = new Map(Object.entries(recode).map(([from, to]) => [foldCase(from), to]))
  return { ...raw, cells: raw.cells.map((cell) => folded.get(foldCase(cell)) ?? cell) }
}

/** Whether a cell is missing: declared so (or empty), or by a word that means it where no level is called so. */
export function missingTest(variable: Variable): (cell: string) => 'declared' | 'word' | undefined {
  const codes = new Set(variable.missing)
  const levels = new Set(variable.levels?.map(({ value }) => value))
  const numbers = new Set(variable.missing.map((code) => parseNumber(code)).filter((code) => !Number.isNaN(code)))
  const words = variable.type === 'text' || variable.type === 'id'
  return (cell) => {
    if (cell === '' || codes.has(cell)) return 'declared'
    if (levels.has(cell)) return undefined
    if (!words && numbers.size > 0 && numbers.has(parseNumber(cell, variable.decimal))) return 'declared'
    if (startsAsNumber(cell)) return undefined
    const word = cell.toLowerCase()
    return usual.has(word) || (numeric.has(variable.type) && isUnknownWord(word)) ? 'word' : undefined
  }
}

/** How a cell of a variable becomes its number, or the problem that it is none. `known` are its cells that are not missing. */
function reader(
  variable: Variable,
  declared: CodebookVariable | undefined,
  known: readonly string[],
  { commas, ...column }: Place & Pick<RawColumn, 'commas'>,
  faults: Fault[],
): Read | undefined {
  if (variable.type === 'continuous' || variable.type === 'count')
    return numberReader(variable, declared, known, { ...column, commas }, faults)
  if (variable.type === 'date') return dateReader(variable, known, column, faults)
  const { levels } = variable
  return levels && ((cell) => levelAt(levels, cell))
}

function levelAt(levels: NonNullable<Variable['levels']>, cell: string) {
  const at = levelIndex(levels, cell)
  if (at >= 0) return at
  const near = closest(
    cell,
    levels.flatMap(({ value, label }) => [value, label]),
  )
  return UnknownLevel(cell, levels.map(({ value }) => value).join(', '), near)
}

function numberReader(
  variable: Variable,
  declared: CodebookVariable | undefined,
  known: readonly string[],
  { commas, ...column }: Place & Pick<RawColumn, 'commas'>,
  faults: Fault[],
): Read {
  const units = unitsOf(known, declared?.unit)
  const said = declared?.unit ?? unitInName(column.column)
  const stated =
    said !== undefined && units.every((unit) => unitFactor(unit, said) !== undefined) ? said : declared?.unit
  const target = stated ?? units[0]
  const parts = (cell: string) => (units.length > 0 ? withUnit(cell) : undefined)
  const style = decimalOf(
    known.map((cell) => parts(cell)?.number ?? cell),
    commas,
  )
  const decimal = declared?.decimal ?? style.decimal
  const beyond = variable.detection ? known.filter((cell) => beyondLimit(cell, decimal)) : []
  if (beyond.length > 0) faults.push(fault(ReadAtLimit(beyond.length, variable.detection === 'half'), column, 'note'))
  if (!declared?.decimal && style.ambiguous)
    faults.push(fault(CommaAmbiguous(style.ambiguous, style.ambiguous.includes(',') ? 'comma' : 'point'), column))
  const numberOf = (cell: string) => parseNumber(cell, decimal, style.grouped)
  const odd = units.length === 1 && !stated ? unclearUnits(known, units[0], numberOf) : undefined
  if (units.length > 0 && odd !== 'named') {
    variable.unit ??= target
    const cells = known.filter((cell) => parts(cell)).length
    const bare = stated || odd ? 0 : known.length - cells
    faults.push(fault(UnitsRead(cells, units, target, bare), column, 'note'))
  }
  return (written) => {
    const parted = parts(written)
    const cell = parted?.number ?? written
    const factor = parted ? unitFactor(parted.unit, target) : 1
    if (factor === undefined) return NotANumber(written)
    if (!parted && units.length > 1 && !stated) return UnitUnclear(written, units)
    if (odd === 'bare' && !parted && !Number.isNaN(numberOf(cell))) return UnitUnclear(written, units)
    if (odd === 'named' && parted) return UnitOfFew(written)
    const limit = beyondLimit(cell, decimal)
    if (limit && !variable.detection) return BeyondLimit(written)
    const value = factor * (limit ? atLimit(limit, variable) : parseNumber(cell, decimal, style.grouped))
    if (!Number.isFinite(value)) return NotANumber(written)
    if (variable.type === 'count' && (value < 0 || !Number.isInteger(value))) return NotANumber(written)
    return inRange(value, written, variable)
  }
}

/**
 * Where some cells of a column have a unit and others none, which of them may be in another than the others: those with
 * the unit where most have none (18 months among ages), those without where they are shares of one beside percents.
 */
function unclearUnits(known: readonly string[], unit: string, numberOf: (cell: string) => number) {
  const bare: number[] = []
  const named: number[] = []
  for (const cell of known) {
    const parted = withUnit(cell)
    const number = numberOf(parted?.number ?? cell)
    if (!Number.isNaN(number)) (parted ? named : bare).push(number)
  }
  if (bare.length === 0) return undefined
  if (bare.every((number) => Math.abs(number) <= 1) && named.some((number) => Math.abs(number) > 2)) return 'bare'
  return unit !== '%' && bare.length > named.length ? 'named' : undefined
}

/** The number that stands for one beyond a limit of detection. Half of a lower limit: Hornung and Reed 1990. */
const atLimit = ({ below, limit }: { below: boolean; limit: number }, { detection }: Variable) =>
  below && detection === 'half' ? limit / 2 : limit

function inRange(value: number, cell: string, { range }: Variable) {
  return range && (value < range[0] || value > range[1]) ? OutOfRange(cell, range[0], range[1]) : value
}

/** What is asked of text of which at least half are numbers: it may be a measurement with slips. */
function mostlyNumbers(known: readonly string[], column: Place): Fault[] {
  const { decimal, grouped } = decimalOf(known)
  const others = known.filter((cell) => Number.isNaN(parseNumber(cell, decimal, grouped)))
  const numbers = known.length - others.length
  if (others.length === 0 || numbers < others.length || new Set(known).size < fewestNumbers) return []
  const different = [...new Set(others)]
  const examples = different.slice(0, 3).map((cell) => `"${cell}"`)
  return [
    fault(MostlyNumbers(examples.join(', ') + (different.length > 3 ? ' and the like' : ''), others.length), column),
  ]
}

/** Whether the values are a yes and a no, with a third. */
const isAnswered = (values: readonly { value: string }[]) =>
  values.length === 3 &&
  answers.filter((words) => values.some(({ value }) => words.includes(foldCase(value)))).length === 2

/** What is told of a few dates among words, codes and identifiers that are none. */
function rangesAsDates(known: readonly string[], column: Place): Fault[] {
  const dates = known.filter((cell) => looksLikeDate(cell) || isDayOfMonth(cell))
  if (dates.length === 0 || (dates.length > 0.5 * known.length && !dates.some(isDayOfMonth))) return []
  const examples = [...new Set(dates)].slice(0, 3).map((cell) => `"${cell}"`)
  return [fault(RangesAsDates(examples.join(', '), dates.length), column, 'note')]
}

/** Fewer different cells may be names with numbers among them. */
const fewestNumbers = 8

/** The levels that a column's own values make, where the codebook names none. */
function levelsIn(raw: RawColumn) {
  const { levels } = inferVariable(raw)
  if (levels) return levels
  const known = raw.cells.filter((cell) => !usual.has(cell.toLowerCase()) && !isSpreadsheetError(cell))
  return speltValues(known)
    .map(({ value }) => value)
    .sort()
    .map((value) => ({ value, label: value }))
}

/** What is told and asked of the spellings of a column whose levels nobody has listed. */
function spellingFaults(known: readonly string[], column: Place): Fault[] {
  const values = speltValues(known)
  const joined = values
    .map(({ spellings }) => [...spellings.keys()].filter((cell) => Number.isNaN(parseNumber(cell))))
    .filter((spellings) => spellings.length > 1)
  return [
    ...(joined.length > 0 ? [fault(SpellingsJoined(joined), column, 'note')] : []),
    ...slips(values).map(({ slip, meant }) => fault(SpellingUnclear(slip.value, slip.count, meant.value), column)),
    ...values
      .filter(({ value }) => maybeUnknown(value) || (/^(u|uk|x)$/i.test(value) && isAnswered(values)))
      .map(({ value, count }) => fault(UnknownIsLevel(value, count), column, 'note')),
  ]
}
