import { Gunzip, gunzipSync, unzlibSync } from 'fflate'
import { crc32 } from './crc32.ts'

/**
 * Unpacks a deflated stream into at most `length` bytes; what follows them is left.
 * Gives fewer bytes where the stream ends early in good order; throws an Error where it is broken off or corrupt.
 */
export type Inflate = (bytes: Uint8Array, format: 'gzip' | 'zlib', length: number) => Uint8Array

export const isGzip = (bytes: Uint8Array) => bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b

/** `Inflate` in JavaScript, for the browser. Allocates `length` bytes, whatever the stream claims. */
export const inflate: Inflate = (bytes, format, length) => {
  const out = new Uint8Array(length)
  const got = format === 'gzip' ? gunzipSync(bytes, { out }) : unzlibSync(bytes, { out })
  if (got.length >= length || format === 'zlib') {
    if (format === 'gzip') checkGzip(bytes, got)
    return got
  }
  return gunzipMembers(bytes, out)
}

/** Files packed in parallel hold several gzip members. */
function gunzipMembers(bytes: Uint8Array, out: Uint8Array): Uint8Array {
  let filled = 0
  const stream = new Gunzip((chunk) => {
    out.set(chunk.subarray(0, out.length - filled), filled)
    filled = Math.min(out.length, filled + chunk.length)
  })
  for (let start = 0; start < bytes.length && filled < out.length; start += 1 << 14)
    stream.push(bytes.subarray(start, start + (1 << 14)), start + (1 << 14) >= bytes.length)
  return out.subarray(0, filled)
}

/** The first `length` bytes of a gzip file, or all of them; nothing where it is not gzip. */
export function inflateHead(bytes: Uint8Array, length: number): Uint8Array {
  const head = new Uint8Array(length)
  let filled = 0
  const stream = new Gunzip((chunk) => {
    const part = chunk.subarray(0, length - filled)
    head.set(part, filled)
    filled += part.length
  })
  try {
    for (let start = 0; start < bytes.length && filled < length; start += 512)
      stream.push(bytes.subarray(start, start + 512))
  } catch {
    // A corrupt stream: what came before it decides what the file is, and reading it whole will name the fault.
  }
  return head.subarray(0, filled)
}

/** Compares the checksum that ends a single-member gzip file where all of it was taken. */
function checkGzip(bytes: Uint8Array, content: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 18 || view.getUint32(bytes.length - 4, true) !== content.length) return
  if (view.getUint32(bytes.length - 8, true) !== crc32(content))
    throw new Error('its checksum does not match its content')
}
