/** Where a lossless JPEG stream is not what the standard says; the reader of the file names the file. */
export class BrokenStream extends Error {}

interface Scan {
  precision: number
  rows: number
  columns: number
  table: Uint16Array
  predictor: number
  /** Bits that were shifted out before coding. */
  shift: number
  /** Samples between restart markers; 0 where there are none. */
  interval: number
  /** Where the entropy-coded data begin. */
  start: number
}

/**
 * Decodes a lossless JPEG stream of one component (process 14, any predictor, restart intervals, 2 to 16 bits) to the
 * last sample; a stream that breaks off is refused. Predictors past the first row: 1 left, 2 above, 3 above left,
 * 4 left + above − above left, 5 and 6 the halves of it, 7 the mean of left and above.
 * Source: ITU-T T.81, annex H and F.2.2. Throws BrokenStream.
 */
export function decodeJpegLossless(bytes: Uint8Array): Uint16Array {
  const { precision, rows, columns, table, predictor, shift, interval, start } = readScan(bytes)
  const out = new Uint16Array(rows * columns)
  const initial = 1 << (precision - shift - 1)
  const end = bytes.length
  let at = start
  let buffer = 0 // the bits at hand, the oldest highest
  let held = 0
  let firstLine = true
  let untilRestart = interval
  for (let y = 0, i = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++, i++) {
      if (interval > 0 && untilRestart-- === 0) {
        at = afterRestart(bytes, at)
        buffer = held = 0
        firstLine = true
        untilRestart = interval - 1
      }
      while (held <= 16 && at < end) {
        const byte = bytes[at]
        if (byte === 0xff) {
          if (bytes[at + 1] !== 0) break
          at++
        }
        at++
        buffer = ((buffer << 8) | byte) & 0xffffff
        held += 8
      }
      // Beyond the last bit stand ones, as encoders pad; no code is all ones.
      const ahead =
        held >= 16 ? (buffer >>> (held - 16)) & 0xffff : ((buffer << (16 - held)) | (0xffff >>> held)) & 0xffff
      const entry = table[ahead]
      const length = entry >>> 8
      if (length === 0 || length > held) throw new BrokenStream('its coded data break off')
      held -= length
      const bits = entry & 0xff
      let difference = 0
      if (bits === 16) difference = 32768
      else if (bits > 0) {
        while (held < bits) {
          if (at >= end) throw new BrokenStream('its coded data break off')
          const byte = bytes[at]
          if (byte === 0xff) {
            if (bytes[at + 1] !== 0) throw new BrokenStream('its coded data break off')
            at++
          }
          at++
          buffer = ((buffer << 8) | byte) & 0xffffff
          held += 8
        }
        held -= bits
        const raw = (buffer >>> held) & ((1 << bits) - 1)
        difference = raw < 1 << (bits - 1) ? raw - (1 << bits) + 1 : raw
      }
      let predicted: number
      if (firstLine) predicted = x === 0 || (interval > 0 && untilRestart === interval - 1) ? initial : out[i - 1]
      else if (x === 0) predicted = out[i - columns]
      else predicted = predict(predictor, out[i - 1], out[i - columns], out[i - columns - 1])
      out[i] = predicted + difference
    }
    firstLine = false
  }
  if (shift > 0) for (let i = 0; i < out.length; i++) out[i] <<= shift
  return out
}

function predict(by: number, left: number, above: number, corner: number): number {
  switch (by) {
    case 1:
      return left
    case 2:
      return above
    case 3:
      return corner
    case 4:
      return left + above - corner
    case 5:
      return left + ((above - corner) >> 1)
    case 6:
      return above + ((left - corner) >> 1)
    default:
      return (left + above) >> 1
  }
}

/** Behind the restart marker that has to follow. */
function afterRestart(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++)
    if (bytes[at] === 0xff && bytes[at + 1] >= 0xd0 && bytes[at + 1] <= 0xd7) return at + 2
  throw new BrokenStream('a restart marker is missing')
}

/** Reads the markers before the scan. */
function readScan(bytes: Uint8Array): Scan {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const tables = new Map<number, Uint16Array>()
  let frame: { precision: number; rows: number; columns: number } | undefined
  let interval = 0
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) throw new BrokenStream('a marker is missing')
    const marker = bytes[at + 1]
    if (marker === 0xff) {
      at++
      continue
    }
    const length = view.getUint16(at + 2)
    const segment = bytes.subarray(at + 4, at + 2 + length)
    if (length < 2 || segment.length < length - 2) break
    if (marker === 0xc3) frame = frameOf(segment)
    else if (marker === 0xc4) readTables(segment, tables)
    else if (marker === 0xdd) interval = (segment[0] << 8) | segment[1]
    else if (marker === 0xda) {
      const table = tables.get(segment[2] >> 4)
      const [predictor, shift] = [segment[3], segment[5] & 15]
      if (!frame || !table || segment[0] !== 1) throw new BrokenStream('its scan has no frame or no table')
      if (predictor < 1 || predictor > 7 || shift >= frame.precision) throw new BrokenStream(`predictor ${predictor}`)
      return { ...frame, table, predictor, shift, interval, start: at + 2 + length }
    }
    at += 2 + length
  }
  throw new BrokenStream('it has no scan')
}

function frameOf(segment: Uint8Array) {
  const [precision, rows, columns] = [segment[0], (segment[1] << 8) | segment[2], (segment[3] << 8) | segment[4]]
  if (precision < 2 || precision > 16 || !rows || !columns || segment[5] !== 1)
    throw new BrokenStream('its frame is no lossless one of one component')
  return { precision, rows, columns }
}

/** Huffman tables, each spread over all 16 bits that may follow: code length × 256 + bits of the difference. */
function readTables(segment: Uint8Array, tables: Map<number, Uint16Array>) {
  for (let at = 0; at + 17 <= segment.length; ) {
    const which = segment[at]
    const counts = segment.subarray(at + 1, at + 17)
    const table = new Uint16Array(0x10000)
    let [code, symbol] = [0, at + 17]
    for (let length = 1; length <= 16; length++) {
      for (let n = counts[length - 1]; n > 0; n--) {
        if (symbol >= segment.length || segment[symbol] > 16) throw new BrokenStream('a table of codes is wrong')
        const from = code << (16 - length)
        if (from + (1 << (16 - length)) > 0x10000) throw new BrokenStream('a table of codes is wrong')
        table.fill((length << 8) | segment[symbol], from, from + (1 << (16 - length)))
        code++
        symbol++
      }
      code <<= 1
    }
    if (which >> 4 === 0) tables.set(which & 15, table)
    at = symbol
  }
}
