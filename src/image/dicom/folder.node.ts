import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { FileNotFound } from '../../errors/index.ts'
import { isDicom } from './file.ts'
import type { DicomSource } from './frames.ts'
import { useCodecs } from './pixels.ts'

/** The DICOM files of a folder and the folders in it, sorted by name, or the one file that a path names. */
export function dicomSources(path: string): DicomSource[] {
  useCodecs(() => import('./codecs.ts'))
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw FileNotFound(path)
  const names = found.isDirectory()
    ? readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== 'DICOMDIR')
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
    : [path]
  return names
    .filter((name) => isDicom(firstBytes(name)))
    .map((name) => ({ name, read: () => new Uint8Array(readFileSync(name)) }))
}

/** Enough of a file to tell what it is. */
export function firstBytes(path: string, length = 1024): Uint8Array {
  const file = openSync(path, 'r')
  try {
    const bytes = new Uint8Array(length)
    return bytes.subarray(0, readSync(file, bytes, 0, length, 0))
  } finally {
    closeSync(file)
  }
}
