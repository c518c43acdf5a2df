import {
  type DecodedArray,
  type FileMetaData,
  parquetMetadata,
  parquetRead,
  parquetSchema,
  type SchemaElement,
  type SchemaTree,
} from 'hyparquet'
import { UnreadableTable } from '../../errors/index.ts'
import { checkPages } from './parquet-pages.ts'

/** A Parquet file: how many rows it has, and its plain columns, each with whether it holds numbers. */
export interface ParquetFile {
  rows: number
  columns: ReadonlyMap<string, boolean>
  /** Calls back with the values of columns, one run of a column's rows after the other. Throws UnreadableTable. */
  read: (names: readonly string[], onRun: (name: string, from: number, values: DecodedArray) => void) => Promise<void>
}

/**
 * Opens the bytes of a Parquet file, plain or packed by Snappy as most programs write it.
 *
 * @throws UnreadableTable
 */
export function openParquetFile(bytes: Uint8Array, file: string): ParquetFile {
  const whole = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
  const { metadata, children } = headOf(whole, file)
  const rows = Number(metadata.num_rows)
  const plain = children.filter(
    ({ children, element }) => children.length === 0 && element.repetition_type !== 'REPEATED',
  )
  // Each row has an identifier of its own, which takes a byte at least.
  if (!(rows <= bytes.length)) throw UnreadableTable(file, `it says that it has ${rows} rows`)
  const packed = metadata.row_groups
    .flatMap(({ columns }) => columns.map(({ meta_data }) => meta_data?.codec))
    .find((codec) => codec !== 'UNCOMPRESSED' && codec !== 'SNAPPY')
  if (packed) throw UnreadableTable(file, `it is packed by ${packed}; of Parquet, plain and SNAPPY files are read`)
  const groups = metadata.row_groups.map(({ num_rows }) => Number(num_rows))
  if (!(groups.every((count) => count >= 0) && groups.reduce((sum, count) => sum + count, 0) === rows))
    throw UnreadableTable(file, `its parts have ${groups.join(' + ') || 0} rows, and it says that it has ${rows}`)
  return {
    rows,
    columns: new Map(plain.map(({ element }) => [element.name, isNumber(element)])),
    async read(names, onRun) {
      const onChunk = (run: { columnName: string; rowStart: number; columnData: DecodedArray }) =>
        onRun(run.columnName, run.rowStart, run.columnData)
      const elementsOf = byName(
        plain.map(({ element }) => element),
        ({ name }) => name,
      )
      const chunksOf = metadata.row_groups.map((group) =>
        byName(group.columns, ({ meta_data }) => meta_data?.path_in_schema[0] ?? ''),
      )
      const restricted = (names: readonly string[]): FileMetaData => {
        const of = <T>(all: Map<string, T[]>) => names.flatMap((name) => all.get(name) ?? [])
        const schema = of(elementsOf)
        const groups = metadata.row_groups.map((group, g) => ({ ...group, columns: of(chunksOf[g]) }))
        const root = { ...metadata.schema[0], num_children: schema.length }
        return { ...metadata, schema: [root, ...schema], row_groups: groups }
      }
      try {
        const file = { byteLength: whole.byteLength, slice: (a: number, b?: number) => whole.slice(a, b) }
        for (let at = 0; at < names.length; at += readTogether) {
          const columns = names.slice(at, at + readTogether)
          const asked = restricted(columns)
          checkAll(whole, asked)
          await parquetRead({ file, metadata: asked, columns, onChunk })
        }
      } catch (error) {
        throw damaged(file, error)
      }
    },
  }
}

/** Columns that are read in one call: hyparquet looks for each of them among all of the call's. */
const readTogether = 256

function byName<T>(all: readonly T[], nameOf: (one: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>()
  for (const one of all) {
    const name = nameOf(one)
    const same = found.get(name)
    if (same) same.push(one)
    else found.set(name, [one])
  }
  return found
}

function checkAll(whole: ArrayBuffer, { schema, row_groups }: FileMetaData): void {
  const elements = new Map(schema.map((element) => [element.name, element]))
  for (const { columns, num_rows } of row_groups)
    for (const { meta_data } of columns)
      if (meta_data) checkPages(whole, meta_data, elements.get(meta_data.path_in_schema[0])!, Number(num_rows))
}

function headOf(whole: ArrayBuffer, file: string): { metadata: FileMetaData; children: SchemaTree[] } {
  try {
    const metadata = parquetMetadata(whole, { geoparquet: false })
    if (metadata.schema.some(({ name }) => name === undefined)) throw new Error('a column has no name')
    const chunks = metadata.row_groups.flatMap(({ columns }) => columns)
    if (chunks.some(({ meta_data }) => meta_data !== undefined && typeof meta_data.path_in_schema?.[0] !== 'string'))
      throw new Error('a part does not say of which column it is')
    return { metadata, children: parquetSchema(metadata).children }
  } catch (error) {
    throw damaged(file, error)
  }
}

const damaged = (file: string, error: unknown) =>
  UnreadableTable(file, `as Parquet it is damaged (${error instanceof Error ? error.message : String(error)})`)

/** Dates and decimals are kept in numbers, too, but are none. */
function isNumber({ type, converted_type, logical_type }: SchemaElement): boolean {
  if (type === 'DOUBLE' || type === 'FLOAT') return true
  const isInteger = type === 'INT32' || type === 'INT64'
  const isPlain = converted_type === undefined || /^U?INT_/.test(converted_type)
  return isInteger && isPlain && (logical_type === undefined || logical_type.type === 'INTEGER')
}
