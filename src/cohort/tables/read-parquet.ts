import { z } from 'zod'
import { sha256 } from '../../digest.ts'
import { EmptyTable, UnreadableTable } from '../../errors/index.ts'
import type { ParquetFile } from './parquet-file.ts'
import { requireColumn, type Table } from './table.ts'

/** A table in Parquet whose numbers are read when they are asked for, part by part: it is never held whole. */
export interface ParquetTable {
  /** Its identifiers alone, as text. */
  table: Table
  /** The columns of numbers. */
  names: string[]
  /** The values of columns in some rows of the table, one array a column; NaN for row -1 and where there is none. */
  read: (names: readonly string[], rows: Int32Array) => Promise<Float64Array[]>
}

type ReadFile = (path: string) => Promise<Uint8Array>

/** A file of the table, and the row of the table that its first one is. */
interface Part {
  file: string
  from: number
  rows: number
}

const manifestOf = (folder: string) => `${folder.replace(/[/\\]+$/, '')}/manifest.json`

/** Whether a path names a Parquet file, or a folder of them with its manifest, as `nomoscope gather` writes it. */
export const isParquet = (path: string, exists: (path: string) => boolean) => isFile(path) || exists(manifestOf(path))

const isFile = (path: string) => /\.parquet$/i.test(path)

/**
 * Opens a Parquet file or a folder of them.
 *
 * @param path of the file or folder
 * @param id the column of identifiers
 * @param read gives the bytes of a file
 * @returns the identifiers, the columns of numbers, and what reads these
 * @throws UnreadableTable, EmptyTable, ColumnAbsent
 */
export async function openParquet(path: string, id: string, read: ReadFile): Promise<ParquetTable> {
  const { openParquetFile } = await import('./parquet-file.ts')
  const parts: Part[] = []
  const cells: string[] = []
  let columns: ParquetFile['columns'] | undefined
  for (const { file, hash } of isFile(path) ? [{ file: path, hash: undefined }] : await partsOf(path, read)) {
    const bytes = await read(file)
    if (hash !== undefined && (await sha256(bytes)) !== hash)
      throw UnreadableTable(file, 'its bytes are not those that the manifest beside it names')
    const part = openParquetFile(bytes, file)
    columns ??= part.columns
    if (!isSame(columns, part.columns)) throw UnreadableTable(file, `its columns are not those of ${parts[0].file}`)
    requireColumn(path, [...columns.keys()], id)
    const from = cells.length
    for (let row = 0; row < part.rows; row++) cells.push('')
    await part.read([id], (_, at, values) => {
      for (let i = 0; i < values.length; i++) cells[from + at + i] = String(values[i] ?? '').trim()
    })
    parts.push({ file, from, rows: part.rows })
  }
  if (columns === undefined || cells.length === 0) throw EmptyTable(path)
  const rowNumbers = Int32Array.from(cells, (_, i) => i + 1)
  return {
    table: {
      file: path,
      length: cells.length,
      columns: [{ name: id, cells, file: path, rows: rowNumbers }],
      faults: [],
    },
    names: [...columns].flatMap(([name, isNumber]) => (isNumber ? [name] : [])),
    async read(names, rows) {
      const values = names.map(() => new Float64Array(rows.length).fill(Number.NaN))
      const columnOf = new Map(names.map((name, i) => [name, values[i]]))
      for (const { file, from, rows: count } of parts) {
        const asked = Int32Array.from(rows.keys()).filter((i) => rows[i] >= from && rows[i] < from + count)
        if (asked.length === 0) continue
        await openParquetFile(await read(file), file).read(names, (name, at, run) => {
          const column = columnOf.get(name)!
          for (const i of asked) {
            const row = rows[i] - from - at
            if (row >= 0 && row < run.length) column[i] = numberOf(run[row])
          }
        })
      }
      return values
    },
  }
}

/** NaN for what is no number: infinite values are missing, as in a table of text. */
function numberOf(value: unknown): number {
  const number = typeof value === 'number' ? value : typeof value === 'bigint' ? Number(value) : Number.NaN
  return Number.isFinite(number) ? number : Number.NaN
}

const isSame = (a: ParquetFile['columns'], b: ParquetFile['columns']) =>
  a.size === b.size && [...a].every(([name, isNumber]) => b.get(name) === isNumber)

const manifest = z.object({ parts: z.array(z.object({ file: z.string(), sha256: z.string() })) })

/** The files that a folder's manifest names, in their order. */
async function partsOf(folder: string, read: ReadFile): Promise<{ file: string; hash: string }[]> {
  const file = manifestOf(folder)
  const text = new TextDecoder().decode(await read(file))
  const named = manifest.safeParse(jsonOf(text)).data?.parts
  // A name that leads out of the folder is none of its files.
  if (!named?.every((part) => /^[\w.-]+\.parquet$/.test(part.file)))
    throw UnreadableTable(file, 'it does not name the Parquet files of its folder')
  return named.map((part) => ({ file: file.replace(/manifest\.json$/, part.file), hash: part.sha256 }))
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
