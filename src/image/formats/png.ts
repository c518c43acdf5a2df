import { zlibSync } from 'fflate'
import { concatenate } from '../bytes.ts'
import { crc32 } from './crc32.ts'

/**
 * Grey levels (one a pixel) or RGB (three), 8 bits each, row by row from the top, as a PNG without filters. The same
 * pixels give the same bytes. There is no alpha channel: pdfkit would take it apart in the background and put the pictures
 * into a PDF in whatever order it is done. Throws RangeError for a number of samples that is neither.
 */
export function encodePng(samples: Uint8Array, width: number, height: number): Uint8Array {
  const perPixel = samples.length / (width * height)
  if (perPixel !== 1 && perPixel !== 3)
    throw new RangeError(`${samples.length} bytes are not ${width} × ${height} pixels`)
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  header.set([8, perPixel === 1 ? 0 : 2], 8)
  // Every row begins with the number of its filter, 0 for none.
  const length = perPixel * width
  const rows = new Uint8Array(height * (length + 1))
  for (let y = 0; y < height; y++) rows.set(samples.subarray(y * length, (y + 1) * length), y * (length + 1) + 1)
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
  return concatenate(
    signature,
    pngChunk('IHDR', header),
    pngChunk('IDAT', zlibSync(rows)),
    pngChunk('IEND', new Uint8Array(0)),
  )
}

/** One chunk of a PNG: length, name, content, checksum. */
export function pngChunk(name: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + content.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, content.length)
  bytes.set(new TextEncoder().encode(name), 4)
  bytes.set(content, 8)
  view.setUint32(8 + content.length, crc32(bytes.subarray(4, 8 + content.length)))
  return bytes
}
