import { type ColumnMetaData, type SchemaElement, snappyUncompress } from 'hyparquet'
import { parquetHeader } from 'hyparquet/src/column.js'

/** Snappy makes of three bytes no more than 64. */
const mostUnpacked = 22
/** A run of packed values ends with padding: writers make runs of at most 512. */
const mostPadding = 512

/**
 * Follows the pages of a column: hyparquet believes what they say of themselves, and would go backwards for ever or fill the
 * memory. Throws Error for one that cannot be.
 *
 * Source: Apache Parquet, Data Pages and Encodings; Google, Snappy compressed format description.
 */
export function checkPages(whole: ArrayBuffer, column: ColumnMetaData, element: SchemaElement, rows: number): void {
  const starts = [column.dictionary_page_offset, column.data_page_offset].map((at) => Number(at ?? 0))
  const start = Math.min(...starts.filter((at) => at > 0))
  const size = Number(column.total_compressed_size)
  if (!(start > 0 && size >= 0 && start + size <= whole.byteLength)) throw new Error('a column lies outside the file')
  const reader = { view: new DataView(whole, start, size), offset: 0 }
  let values = 0
  while (values < rows && reader.offset < size - 1) {
    const header = parquetHeader(reader)
    const { compressed_page_size: packed, uncompressed_page_size: unpacked } = header
    const { num_values: count = Number.NaN } =
      header.data_page_header ?? header.data_page_header_v2 ?? header.dictionary_page_header ?? {}
    const fits = packed >= 0 && reader.offset + packed <= size
    if (!(fits && unpacked >= 0 && unpacked <= mostUnpacked * packed + 1024 && count >= 0 && count <= rows))
      throw new Error('a page does not fit into its column')
    const page = new Uint8Array(whole, start + reader.offset, packed)
    checkPage(header, page, column.codec === 'SNAPPY', element)
    if (!header.dictionary_page_header) values += count
    reader.offset += packed
  }
}

type PageHeader = ReturnType<typeof parquetHeader>

function checkPage(header: PageHeader, page: Uint8Array, isSnappy: boolean, element: SchemaElement): void {
  const { data_page_header: first, data_page_header_v2: second, uncompressed_page_size: size } = header
  const isOptional = element.repetition_type === 'OPTIONAL'
  if (second) {
    const {
      num_values,
      num_nulls,
      repetition_levels_byte_length: above,
      definition_levels_byte_length: defined,
    } = second
    const levels = above + defined
    if (!(above >= 0 && defined >= 0 && levels <= page.length && num_nulls >= 0 && num_nulls <= num_values))
      throw new Error('the levels of a page do not fit into it')
    if (isOptional) checkRuns(page.subarray(above, levels), 1, num_values)
    const rest = page.subarray(levels)
    const packed = isSnappy && second.is_compressed !== false
    if (packed) checkSnappy(rest)
    if (isRuns(second.encoding))
      checkValues(packed ? unpacked(rest, size - levels) : rest, element, num_values - num_nulls)
    return
  }
  if (isSnappy) checkSnappy(page)
  if (!first || !(isOptional || isRuns(first.encoding))) return
  let values = isSnappy ? unpacked(page, size) : page
  if (isOptional) {
    const length = lengthAt(values)
    checkRuns(values.subarray(4, 4 + length), 1, first.num_values)
    values = values.subarray(4 + length)
  }
  if (isRuns(first.encoding)) checkValues(values, element, first.num_values)
}

const isRuns = (encoding: string | undefined) => encoding === 'RLE' || encoding?.endsWith('_DICTIONARY')

function unpacked(bytes: Uint8Array, size: number): Uint8Array {
  const values = new Uint8Array(size)
  snappyUncompress(bytes, values)
  return values
}

/** Truth values are bits after their length; all else is places in a dictionary after the bits of each. */
function checkValues(values: Uint8Array, { type }: SchemaElement, count: number): void {
  if (type === 'BOOLEAN') checkRuns(values.subarray(4), 1, count)
  else checkRuns(values.subarray(1), values[0] ?? 0, count)
}

const lengthAt = (bytes: Uint8Array) =>
  bytes.length < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)

/** Runs of one value, or of values packed in groups of eight: none may be longer than what is left of `count`. */
function checkRuns(bytes: Uint8Array, width: number, count: number): void {
  let [at, seen] = [0, 0]
  while (seen < count && at < bytes.length) {
    let [header, unit] = [0, 1]
    while (bytes[at] >= 128) {
      header += (bytes[at++] - 128) * unit
      unit *= 128
    }
    header += (bytes[at++] ?? 0) * unit
    const half = Math.floor(header / 2)
    const run = header % 2 ? 8 * half : half
    if (run > count - seen + mostPadding) throw new Error('a run of values is longer than its page')
    at += header % 2 ? half * width : Math.ceil(width / 8)
    seen += run
  }
}

/** No literal may be longer than what is left. */
function checkSnappy(bytes: Uint8Array): void {
  let at = 0
  while (bytes[at++] >= 128);
  while (at < bytes.length) {
    const tag = bytes[at++]
    // A copy's place takes one, two or four bytes; a literal of more than 60 has its length in the bytes that follow.
    const kind = tag & 3
    if (kind) at += kind === 3 ? 4 : kind
    else {
      const extra = Math.max(0, (tag >>> 2) - 59)
      let length = extra ? 1 : (tag >>> 2) + 1
      for (let k = 0, unit = 1; k < extra; k++, unit *= 256) length += (bytes[at++] ?? 0) * unit
      at += length
    }
    if (at > bytes.length) throw new Error('what Snappy packed is longer than its page')
  }
}
