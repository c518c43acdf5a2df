import { readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, resolve, sep } from 'node:path'
import { gunzipSync, inflateSync } from 'node:zlib'
import { FileNotFound, ImageTooLarge } from '../../errors/index.ts'
import { type Inflate, inflate } from '../formats/inflate.ts'
import { readImage } from '../formats/read.ts'
import type { Mask } from '../volume.ts'

/**
 * Reads an image file; data that its header names is taken from the same folder, and from nowhere else.
 *
 * @param path of the file
 * @returns the image in ITK's geometry, LPS millimetres
 * @throws what `readImage` throws, and Node's own error where the file cannot be opened
 */
export function readImageFile(path: string): Mask {
  const folder = dirname(resolve(path))
  return readImage(readBytes(path), path, {
    inflate: inflateFast,
    detached: (name) => {
      const beside = resolve(folder, name)
      return isInside(folder, beside) ? readFileSync(beside) : undefined
    },
  })
}

/** All bytes of a file. Throws FileNotFound, ImageTooLarge. */
export function readBytes(path: string): Uint8Array {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found?.isFile()) throw FileNotFound(path)
  // What Node reads in one piece.
  if (found.size > 0x7fff_ffff) throw ImageTooLarge(path, found.size)
  return readFileSync(path)
}

/** Whether a file is there and in the folder, wherever links lead. */
export function isInside(folder: string, path: string): boolean {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false
  return realpathSync(path).startsWith(realpathSync(folder) + sep)
}

/** `Inflate` by zlib; what it refuses (a longer stream, something behind it) gets a second, more patient reading. */
export const inflateFast: Inflate = (bytes, format, length) => {
  const unpack = format === 'gzip' ? gunzipSync : inflateSync
  try {
    return unpack(bytes, { maxOutputLength: Math.max(1, length), chunkSize: length + 64 })
  } catch {
    return inflate(bytes, format, length)
  }
}
