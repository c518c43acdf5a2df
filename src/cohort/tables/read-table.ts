import Papa from 'papaparse'
import {
  BrokenQuotes,
  EmptyTable,
  LegendRow,
  NamesMissing,
  QuotesInCells,
  RaggedRow,
  RepeatedName,
  TableOnItsSide,
  UnreadableTable,
} from '../../errors/index.ts'
import { type Fault, fault } from '../fault.ts'
import { gunzipTable } from './gunzip.ts'
import { headRows } from './head-rows.ts'
import { refuseOtherFormats } from './other-formats.ts'
import { parseNumber, showsPoint } from './parse-cell.ts'
import type { ReadOptions } from './read-xlsx.ts'
import type { RawColumn, Table } from './table.ts'
import { decodeText } from './text-encoding.ts'

/** As many columns as features of several sequences and filters may come to, and rows of a large registry. */
const maximumCells = 100_000_000

/**
 * A table from the bytes of a CSV (`,` `;` `|` or tab; plain or gzipped) or XLSX file, as text cells.
 *
 * Row numbers are the file's own. Wholly empty rows and columns are left out; the rows of names are what `headRows` finds.
 *
 * @param bytes the file's
 * @param file its name, for messages
 * @param options the sheet of a workbook, the identifier's column (it tells where the names stand)
 * @returns text cells by column, with the faults that were seen
 * @throws UnreadableTable, EmptyTable, DamagedArchive, SheetNotNamed, NamesMissing
 * @example
 * ```ts
 * import { readTable } from 'nomoscope/cohort'
 * const table = await readTable(new TextEncoder().encode('id;age\nP1;40\nP2;51\n'), 'patients.csv')
 * table.columns.map(({ name }) => name) // → [ 'id', 'age' ]
 * table.columns[1].cells // → [ '40', '51' ]
 * ```
 */
export async function readTable(bytes: Uint8Array, file: string, options: ReadOptions = {}): Promise<Table> {
  if (bytes.length === 0) throw EmptyTable(file)
  if (isGzip(bytes)) {
    const inside = gunzipTable(bytes, file)
    if (isGzip(inside)) throw UnreadableTable(file, 'it is compressed more than once')
    return readTable(inside, file, options)
  }
  refuseOtherFormats(bytes, file)
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    const { readSheet } = await import('./read-xlsx.ts')
    const { rows, name, notes } = await readSheet(bytes, file, options)
    return tableOf(rows, name, options.id, notes)
  }
  const { text, faults } = decodeText(bytes, file)
  if (text.includes('\0')) throw UnreadableTable(file, 'it is not text')
  const hint = /^sep=(.)\r?\n/.exec(text)
  const body = hint ? text.slice(hint[0].length) : text
  const delimiter = hint?.[1] ?? separatorOf(body)
  const parsed = Papa.parse<string[]>(body, { delimiter, skipEmptyLines: false })
  const skipped = hint ? 1 : 0
  const unpaired = parsed.errors.filter(({ type }) => type === 'Quotes')
  if (unpaired.length > 0) {
    const plain = Papa.parse<string[]>(body, { delimiter, quoteChar: '\0', skipEmptyLines: false })
    if (isRegular(plain.data)) {
      const marked = plain.data.filter((row) => row.some((cell) => cell.includes('"'))).length
      faults.push(fault(QuotesInCells(marked), { file, row: (unpaired[0].row ?? 0) + 1 + skipped }, 'note'))
      return tableOf(plain.data, file, options.id, faults, skipped, delimiter === ';')
    }
  }
  for (const { row } of unpaired) faults.push(fault(BrokenQuotes(), { file, row: (row ?? 0) + 1 + skipped }))
  return tableOf(parsed.data, file, options.id, faults, skipped, delimiter === ';')
}

/** Whether all rows that are not empty have as many cells, and more than one. */
function isRegular(rows: readonly string[][]): boolean {
  const widths = new Set(rows.filter((row) => row.some((cell) => cell.trim() !== '')).map((row) => row.length))
  return widths.size === 1 && !widths.has(1)
}

const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b

/** The separator is the one that gives the most columns alike in the first 50 rows. */
function separatorOf(text: string): string {
  let best = ','
  let most = 0
  for (const delimiter of [',', ';', '\t', '|']) {
    const rows = Papa.parse<string[]>(text, { delimiter, preview: 50, skipEmptyLines: true }).data
    // Not those of the first row, which may be a title.
    const columns = commonest(rows.map((row) => row.length))
    const alike = rows.filter((row) => row.length === columns).length / Math.max(rows.length, 1)
    const score = columns > 1 ? alike * (1 + columns / 1e6) : 0
    if (score > most) {
      most = score
      best = delimiter
    }
  }
  return best
}

function commonest(counts: readonly number[]): number {
  const times = new Map<number, number>()
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1)
  return [...times].reduce((a, b) => (b[1] > a[1] ? b : a), [0, 0])[0]
}

/**
 * A table of rows of text, as a sheet holds them.
 *
 * @param rows cells of text, row by row, the names among them
 * @param file its name, for messages
 * @param id the identifier's column, which tells where the names stand
 * @param faults those seen so far
 * @param skipped rows of the file before the first of these
 * @param semicolons whether a semicolon parts its cells, as where the comma parts decimals
 * @returns the table without empty rows and columns
 * @throws EmptyTable, NamesMissing
 * @example
 * ```ts
 * import { tableOf } from 'nomoscope/cohort'
 * tableOf([['id', 'age'], ['P1', '40']], 'patients', 'id', []).columns[1].cells // → [ '40' ]
 * ```
 */
export function tableOf(
  rows: string[][],
  file: string,
  id: string | undefined,
  faults: Fault[],
  skipped = 0,
  semicolons = false,
): Table {
  const numberOf = (row: number) => row + 1 + skipped
  const filled = rows.map((row) => row.reduce((count, cell) => count + (cell.trim() === '' ? 0 : 1), 0))
  const found = headRows(rows, id)
  if (!found) throw EmptyTable(file)
  const { names: heads, head, first, legend } = found
  const width = heads.length
  const data: number[] = []
  for (let row = first; row < rows.length; row++) {
    if (filled[row] === 0) continue
    data.push(row)
    const cells = rows[row].length
    const spill = rows[row].slice(width).some((cell) => cell.trim() !== '')
    if (cells < width || spill)
      faults.push(fault(RaggedRow(cells, width), { file, row: numberOf(row) }, spill ? 'error' : 'note'))
  }
  if (data.length === 0) throw EmptyTable(file)
  if (data.length * width > maximumCells) throw UnreadableTable(file, `it has more than ${maximumCells} cells`)
  if (
    namesArePatient(
      heads,
      data.map((row) => rows[row]),
    )
  )
    throw NamesMissing(file, heads.slice(0, 5).join(', ') + (heads.length > 5 ? ', …' : ''))
  if (legend) faults.push(fault(LegendRow(), { file, row: numberOf(first - 1) }, 'note'))

  if (
    liesOnItsSide(
      heads,
      data.map((row) => (rows[row][0] ?? '').trim()),
    )
  )
    faults.push(fault(TableOnItsSide(heads[1], (rows[data[0]][0] ?? '').trim()), { file }))
  const numbersOfRows = Int32Array.from(data, numberOf)
  const names = columnNames(heads, { file, row: numberOf(head) }, faults)
  const columns: RawColumn[] = names
    .map((name, j) => ({ name, cells: data.map((row) => trimmed(rows[row][j] ?? '')), file, rows: numbersOfRows }))
    .filter((column, j) => heads[j] !== '' || column.cells.some((cell) => cell !== ''))
  const commas = semicolons && !columns.some(({ cells }) => showsPoint(cells))
  if (commas) for (const column of columns) column.commas = true
  const told = legend && new Map(names.flatMap((name, j) => (legend[j] === '' ? [] : [[name, legend[j]] as const])))
  return { file, length: data.length, columns, faults, ...(told && { legend: told }) }
}

const fewestPatients = 10

/**
 * Whether what stands where names should is a patient: an identifier of the form of those below, and numbers in most columns
 * of numbers. Names that are numbers counted up (0, 1, 2) are those of a program.
 */
function namesArePatient(heads: readonly string[], rows: readonly string[][]): boolean {
  const form = (cell: string) =>
    cell
      .trim()
      .replace(/\p{L}+/gu, 'a')
      .replace(/\d/g, '0')
  const alike = rows.filter((row) => form(row[0] ?? '') === form(heads[0])).length
  if (!/\d/.test(heads[0]) || alike < 0.5 * rows.length) return false
  const isNumber = (cell: string) => !Number.isNaN(parseNumber(cell.trim(), cell.includes(',') ? ',' : '.'))
  const numbered = heads.flatMap((_, j) =>
    j > 0 && rows.filter((row) => isNumber(row[j] ?? '')).length > 0.5 * rows.length ? [j] : [],
  )
  const numbers = numbered.filter((j) => isNumber(heads[j]))
  const areCounted = numbers.every((j) => j === numbers[0] || Number(heads[j]) === Number(heads[j - 1]) + 1)
  return (
    numbers.length >= 0.5 * heads.length - 0.5 &&
    numbers.length > 0.5 * numbered.length &&
    !(areCounted && numbers.length > 1)
  )
}

/**
 * Whether patients stand in columns: many names that are numbered alike, above rows that begin with different words. Of a
 * table of numbered features the rows begin with identifiers, which have digits.
 */
function liesOnItsSide(heads: readonly string[], firsts: readonly string[]): boolean {
  const names = heads.slice(1)
  if (names.length < fewestPatients || firsts.length < 2 || firsts.length > names.length) return false
  const stems = new Set(names.map((name) => /^(\D{0,12})\d+$/.exec(name.trim())?.[1]))
  const words = firsts.filter((first) => first !== '' && !/\d$/.test(first)).length
  const areNumbered = stems.size === 1 && !stems.has(undefined)
  return areNumbered && words >= 0.8 * firsts.length && new Set(firsts).size === firsts.length
}

/**
 * Without blanks around it, without the marks of no width that pages and chats leave in it, and without what keeps a
 * spreadsheet from reading it as a number: ="007" and '007 are 007.
 */
const trimmed = (cell: string) =>
  cell
    .replace(/[\u200b-\u200d\u2060\ufeff\u00ad]+/g, '')
    .trim()
    .replace(/^="([^"]*)"$/, '$1')
    .replace(/^'(?=\d[\d.,]*$)/, '')

function columnNames(head: string[], where: { file: string; row: number }, faults: Fault[]): string[] {
  const taken = new Set<string>()
  return head.map((cell, j) => {
    const given = cell.replace(/\s+/g, ' ').trim() || `column ${j + 1}`
    let name = given
    for (let copy = 2; taken.has(name); copy++) name = `${given} (${copy})`
    if (name !== given) faults.push(fault(RepeatedName(given, name), { ...where, column: name }, 'note'))
    taken.add(name)
    return name
  })
}
