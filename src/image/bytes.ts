import { DamagedImage } from '../errors/index.ts'
import type { Inflate } from './formats/inflate.ts'

/** One image file on its way to a `Volume`. */
export interface ImageSource {
  /** The name that messages give. */
  file: string
  bytes: Uint8Array
  inflate: Inflate
  /** The bytes of a file that the header names; throws DetachedDataMissing. */
  detached: (name: string) => Uint8Array
}

/** Unpacks exactly `length` bytes; a stream that is broken, corrupt or too short is a DamagedImage. */
export function unpack(source: ImageSource, packed: Uint8Array, format: 'gzip' | 'zlib', length: number): Uint8Array {
  let bytes: Uint8Array
  try {
    bytes = source.inflate(packed, format, length)
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause
    throw DamagedImage(source.file, `its ${format} data cannot be unpacked (${cause.message})`)
  }
  if (bytes.length < length)
    throw DamagedImage(source.file, `${length} bytes are declared, but its ${format} data holds ${bytes.length}`)
  return bytes
}

/** Numbers between blanks or commas; throws DamagedImage where one is none. */
export function numbers(file: string, field: string, text: string): number[] {
  return text
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map((word) => {
      const value = /^nan$/i.test(word) ? Number.NaN : Number(word)
      if (Number.isNaN(value) && !/^nan$/i.test(word))
        throw DamagedImage(file, `its "${field}" says ${text.slice(0, 60)}`)
      return value
    })
}

/** Text in Latin letters and UTF-8, up to `length` bytes. */
export const textOf = (bytes: Uint8Array, length = bytes.length) => new TextDecoder().decode(bytes.subarray(0, length))

export function concatenate(...parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** A file's name without its folders. */
export const baseName = (path: string) => path.replace(/^.*[\\/]/, '')

/** The same memory as a plain array: the `slice` of Node's Buffer does not copy. */
export const plainBytes = (bytes: Uint8Array) => new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
