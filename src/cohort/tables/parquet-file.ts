import {
  type ColumnMetaData,
  type DecodedArray,
  type FileMetaData,
  parquetMetadata,
  parquetRead,
  parquetSchema,
  type SchemaElement,
} from 'hyparquet'
import { parquetHeader } from 'hyparquet/src/column.js'
import { UnreadableTable } from '../../errors/index.ts'

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
  const metadata = metadataOf(whole, file)
  const rows = Number(metadata.num_rows)
  const plain = parquetSchema(metadata).children.filter(
    ({ children, element }) => children.length === 0 && element.repetition_type !== 'REPEATED',
  )
  const elements = plain.map(({ element }) => element)
  // Each row has an identifier of its own, which takes a byte at least.
  if (!(rows <= bytes.length)) throw UnreadableTable(file, `it says that it has ${rows} rows`)
  const packed = metadata.row_groups
    .flatMap(({ columns }) => columns.map(({ meta_data }) => meta_data?.codec))
    .find((codec) => codec !== 'UNCOMPRESSED' && codec !== 'SNAPPY')
  if (packed) throw UnreadableTable(file, `it is packed by ${packed}; of Parquet, plain and SNAPPY files are read`)
  const names = new Set(plain.map(({ element }) => element.name))
  try {
    for (const { columns, num_rows } of metadata.row_groups)
      for (const { meta_data } of columns)
        if (meta_data && names.has(meta_data.path_in_schema[0])) checkPages(whole, meta_data, Number(num_rows))
  } catch (error) {
    throw damaged(file, error)
  }
  return {
    rows,
    columns: new Map(plain.map(({ element }) => [element.name, isNumber(element)])),
    async read(names, onRun) {
      const onChunk = (run: { columnName: string; rowStart: number; columnData: DecodedArray }) =>
        onRun(run.columnName, run.rowStart, run.columnData)
      try {
        const file = { byteLength: whole.byteLength, slice: (a: number, b?: number) => whole.slice(a, b) }
        for (let at = 0; at < names.length; at += readTogether) {
          const columns = names.slice(at, at + readTogether)
          await parquetRead({ file, metadata: restricted(metadata, elements, columns), columns, onChunk })
        }
      } catch (error) {
        throw damaged(file, error)
      }
    },
  }
}

/** Columns that are read in one call: hyparquet looks for each of them among all of the call's. */
const readTogether = 256

/** What a file says of some of its plain columns alone. */
function restricted(metadata: FileMetaData, plain: readonly SchemaElement[], names: readonly string[]): FileMetaData {
  const asked = new Set(names)
  const schema = plain.filter(({ name }) => asked.has(name))
  const groups = metadata.row_groups.map((group) => ({
    ...group,
    columns: group.columns.filter(({ meta_data }) => asked.has(meta_data?.path_in_schema[0] ?? '')),
  }))
  const root = { ...metadata.schema[0], num_children: schema.length }
  return { ...metadata, schema: [root, ...schema], row_groups: groups }
}

/** Snappy makes of three bytes no more than 64. */
const mostUnpacked = 22

/**
 * Follows the pages of a column without unpacking them: hyparquet believes their headers, and would go backwards for ever
 * or fill the memory. Throws Error for one that cannot be.
 */
function checkPages(whole: ArrayBuffer, column: ColumnMetaData, rows: number): void {
  const starts = [column.dictionary_page_offset, column.data_page_offset].map((at) => Number(at ?? 0))
  const start = Math.min(...starts.filter((at) => at > 0))
  const size = Number(column.total_compressed_size)
  if (!(start > 0 && size >= 0 && start + size <= whole.byteLength)) throw new Error('a column lies outside the file')
  const reader = { view: new DataView(whole, start, size), offset: 0 }
  let values = 0
  while (values < rows && reader.offset < size - 1) {
    const { compressed_page_size: packed, uncompressed_page_size: unpacked, ...header } = parquetHeader(reader)
    const { num_values: count = Number.NaN } =
      header.data_page_header ?? header.data_page_header_v2 ?? header.dictionary_page_header ?? {}
    const fits = packed >= 0 && reader.offset + packed <= size
    if (!(fits && unpacked >= 0 && unpacked <= mostUnpacked * packed + 1024 && count >= 0 && count <= rows))
      throw new Error('a page does not fit into its column')
    if (!header.dictionary_page_header) values += count
    reader.offset += packed
  }
}

function metadataOf(whole: ArrayBuffer, file: string): FileMetaData {
  try {
    return parquetMetadata(whole)
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
