import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate'
import { Parser } from 'htmlparser2'
import readWorkbook from 'read-excel-file/universal'
import {
  CellsSpanRows,
  ColumnsHidden,
  DamagedArchive,
  EmptyTable,
  Problem,
  RowsHidden,
  RowsStruck,
  SheetNotNamed,
  UnreadableTable,
} from '../../errors/index.ts'
import { fault } from '../fault.ts'
import { refuseOtherFormats } from './other-formats.ts'
import { sheetLayouts, withSpans } from './xlsx-layout.ts'
import { percentStyles, withPercents } from './xlsx-percent.ts'

export interface ReadOptions {
  /** Sheet of a workbook; when absent, the only one that has the identifier's column. */
  sheet?: string
  /** Name of a column that must be there: it finds the row of names below a title, and the right sheet. */
  id?: string
}

/** A workbook of a study is a few MB; what unpacks to more is a mistake or an attack. */
const maximumWorkbook = 1 << 29

/**
 * The rows of one sheet of a workbook as text: numbers as JavaScript writes them, dates as 2024-05-31, formulas as the
 * value that was stored with them. Throws SheetNotNamed when the sheet is absent or cannot be told.
 */
export async function readSheet(bytes: Uint8Array, file: string, options: ReadOptions) {
  const sheets = await readSheets(bytes, file, options.id)
  const names = sheets.map(({ sheet }) => sheet).join(', ')
  let chosen = options.sheet
    ? sheets.filter(({ sheet }) => sheet === options.sheet)
    : sheets.filter(({ rows }) => sheets.length === 1 || isTable(rows, options.id))
  const visible = chosen.filter(({ isHidden }) => !isHidden)
  if (chosen.length > 1 && visible.length === 1) chosen = visible
  if (chosen.length === 0)
    throw SheetNotNamed(
      file,
      options.sheet ? `there is no sheet ${options.sheet}` : 'no sheet looks like a table',
      names,
    )
  if (chosen.length > 1) throw SheetNotNamed(file, 'more than one sheet could be the table', names)
  const [{ sheet, rows, spanned, hidden, hiddenColumns, struck }] = chosen
  if (rows.length === 0) throw EmptyTable(`${file} [${sheet}]`)
  const name = sheets.length > 1 ? `${file} [${sheet}]` : file
  const notes = [
    ...(spanned > 0 ? [fault(CellsSpanRows(spanned), { file: name }, 'note')] : []),
    ...(hidden > 0 ? [fault(RowsHidden(hidden), { file: name }, 'note')] : []),
    ...(struck.length > 0 ? [fault(RowsStruck(struck.length, struck[0] + 1), { file: name }, 'note')] : []),
    ...(hiddenColumns > 0 ? [fault(ColumnsHidden(hiddenColumns), { file: name }, 'note')] : []),
  ]
  return { rows, name, notes }
}

export interface Sheet {
  sheet: string
  rows: string[][]
  /** Whether the workbook hides it. */
  isHidden: boolean
  /** Cells that got the value of a cell that spans several rows, rows and columns that are hidden (and read like the others). */
  spanned: number
  hidden: number
  hiddenColumns: number
  /** Rows that are struck through, from 0, and read like the others. */
  struck: number[]
}

/** Every sheet of a workbook that has cells (a sheet that is a chart has none), as text. Throws UnreadableTable, DamagedArchive. */
export async function readSheets(bytes: Uint8Array, file: string, id?: string): Promise<Sheet[]> {
  refuseOtherFormats(bytes, file)
  refuseBomb(bytes, file)
  let sheets: Awaited<ReturnType<typeof readWorkbook>>
  try {
    sheets = await readWorkbook(new Blob([withErrorsAsText(bytes, file)]))
  } catch (error) {
    if (error instanceof Problem) throw error
    throw UnreadableTable(file, error instanceof Error ? error.message : String(error))
  }
  const layouts = sheetLayouts(bytes)
  return sheets
    .filter(({ data }) => Array.isArray(data))
    .map(({ sheet, data }) => {
      const layout = layouts.get(sheet)
      const plain = data.map((row) => row.map(cellText))
      const { rows, cells } = layout ? withSpans(plain, layout, id) : { rows: plain, cells: 0 }
      const hidden = (layout?.hidden ?? []).filter((row) => rows[row]?.some((cell) => cell !== '')).length
      const struck = (layout?.struck ?? []).filter((row) => rows[row]?.some((cell) => cell !== ''))
      const width = rows.reduce((most, row) => Math.max(most, row.length), 0)
      const isFilled = (column: number) => column < width && rows.some((row) => row[column])
      const hiddenColumns = (layout?.hiddenColumns ?? []).filter(isFilled).length
      return { sheet, rows, isHidden: layout?.isHidden ?? false, spanned: cells, hidden, hiddenColumns, struck }
    })
}

/**
 * Data dictionaries stand in sheets of their own and name the identifier too, but below their own heading: in a table
 * it stands in the first row with more than one cell.
 */
export function isTable(rows: string[][], id: string | undefined): boolean {
  const filled = rows.filter((row) => row.some((cell) => cell !== ''))
  if (filled.length < 2) return false
  const wide = filled.find((row) => row.filter((cell) => cell !== '').length > 1)
  return wide !== undefined && (id === undefined || wide.includes(id))
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) {
    if (Number.isNaN(cell.getTime())) return ''
    const days = (cell.getTime() - Date.UTC(1899, 11, 30)) / 86_400_000
    if (days < 61 && !Number.isInteger(days)) return clockTime(Math.round(86_400 * days))
    const iso = cell.toISOString()
    return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso
  }
  return String(cell)
}

/** A time of day or a duration, which a workbook keeps as a part of a day: 01:15:00. */
const clockTime = (seconds: number) =>
  [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':')

/**
 * The workbook with percents and failed formulas as text: the reader leaves such cells out as if they were empty, and so it does
 * with formulas that were never calculated (a file that a program wrote and no spreadsheet has opened).
 */
function withErrorsAsText(bytes: Uint8Array, file: string): Uint8Array<ArrayBuffer> {
  const failed = /(<c\b[^>]*\st=)"e"/g
  // A text formula's empty value is a result: IF(1,"").
  const uncalculated =
    /(<c\b(?![^>]*\st="str"[^>]*>(?:<f\b[^>]*\/>|<f\b[^>]*>[^<]*<\/f>)<v)[^>]*?)(?:\st="\w+")?>(<f\b[^>]*\/>|<f\b[^>]*>[^<]*<\/f>)(?:<v\s*\/>|<v>\s*<\/v>)?<\/c>/g
  const isSheet = (name: string) => /^xl\/worksheets\/[^/]+\.xml$/.test(name)
  const { 'xl/styles.xml': styles } = unzipSync(bytes, { filter: ({ name }) => name === 'xl/styles.xml' })
  const percents = styles ? percentStyles(strFromU8(styles)) : new Set<number>()
  const texts = Object.entries(unzipSync(bytes, { filter: ({ name }) => isSheet(name) })).map(([name, content]) => {
    const text = strFromU8(content, true)
    const near = withoutFarCells(text, file)
    const mended = withPercents(near, percents)
      .replace(failed, '$1"str"')
      .replace(uncalculated, '$1 t="str">$2<v>#UNCALCULATED!</v></c>')
    return { name, mended, changed: mended !== text }
  })
  if (!texts.some(({ changed }) => changed)) return bytes.slice()
  const files: Zippable = unzipSync(bytes)
  for (const { name, mended } of texts) files[name] = strToU8(mended, true)
  return zipSync(files, { level: 0 })
}

/** Cells that a sheet may span from its first to its farthest one: the reader makes them all. */
const mostCells = 50_000_000

/**
 * A sheet's text without its empty cells where those lie so far off that the reader would run out of memory: formats that
 * were set down to the last row. Throws UnreadableTable where a cell with something in it lies there.
 */
function withoutFarCells(text: string, file: string): string {
  if (spanOf(text).cells <= mostCells) return text
  const filled = text.replace(/<c\b[^>]*\/>|<c\b[^>]*><\/c>/g, '')
  const { cells, farthest } = spanOf(filled)
  if (cells > mostCells) throw UnreadableTable(file, `its ${farthest} lies too far from the table; delete it`)
  return filled.replace(/<row\b[^>]*(\/>|>\s*<\/row>)/g, '')
}

/** How many cells there are between the first and the last of a sheet, by the numbers of its cells and of its rows alone. */
function spanOf(text: string): { cells: number; farthest: string } {
  let [columns, rows, farthest, element] = [0, 0, '', '']
  const parser = new Parser(
    {
      onopentagname(name) {
        element = name.slice(name.indexOf(':') + 1)
      },
      onattribute(name, value) {
        if (name !== 'r' || (element !== 'c' && element !== 'row')) return
        const letters = element === 'c' ? (/^\D*/.exec(value)?.[0] ?? '') : ''
        const column = [...letters].reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0)
        const row = Number(value.slice(letters.length))
        if (Math.max(columns, column) * Math.max(rows, row) > columns * rows)
          farthest = `${element === 'c' ? 'cell' : 'row'} ${value}`
        columns = Math.max(columns, column, 1)
        if (row > rows) rows = row
      },
    },
    { xmlMode: true },
  )
  parser.end(text)
  return { cells: columns * rows, farthest }
}

function refuseBomb(bytes: Uint8Array, file: string): void {
  let unpacked = 0
  try {
    unzipSync(bytes, {
      filter: (entry) => {
        unpacked += entry.originalSize
        return false
      },
    })
  } catch (error) {
    throw DamagedArchive(file, error instanceof Error ? error.message : String(error))
  }
  // What people type packs to a tenth; what packs to a hundredth was made to fill the memory.
  if (unpacked > 1 << 26 && unpacked > 100 * bytes.length)
    throw DamagedArchive(file, `its ${bytes.length >> 10} kB unpack to ${unpacked >> 20} MB`)
  if (unpacked > maximumWorkbook) throw DamagedArchive(file, `it holds more than ${maximumWorkbook >> 20} MB`)
}
