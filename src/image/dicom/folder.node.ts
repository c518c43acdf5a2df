import { closeSync, openSync, readdirSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { FileNotFound } from '../../errors/index.ts'
import { isDicom } from './file.ts'
import { useCodecs } from './pixels/pixels.ts'
import type { DicomSource } from './source.ts'
import { sopClass } from './tags.ts'

/**
 * The DICOM files of a folder and the folders in it, sorted by name, or the one file that a path names; links are
 * followed, and a DICOMDIR stands for the folder that it lies in.
 */
export function dicomSources(path: string): DicomSource[] {
  useCodecs(() => import('./pixels/codecs.ts'))
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw FileNotFound(path)
  const folder = found.isDirectory() ? path : isDirectory(firstBytes(path)) ? dirname(path) : undefined
  const names = folder === undefined ? [path] : filesBelow(folder).sort()
  return names
    .filter((name) => {
      const head = firstBytes(name)
      return isDicom(head) && !isDirectory(head)
    })
    .map((name) => ({ name, read: () => new Uint8Array(readFileSync(name)) }))
}

/** The ordinary files below a folder, through links; a folder that is reached twice is looked into once. */
export function filesBelow(folder: string, seen = new Set<string>()): string[] {
  const real = realpathSync(folder)
  if (seen.has(real)) return []
  seen.add(real)
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    const found = statSync(path, { throwIfNoEntry: false })
    if (found?.isDirectory()) return filesBelow(path, seen)
    return found?.isFile() ? [path] : []
  })
}

/** Whether a file is a DICOMDIR, under whatever name: its class stands in the meta header. */
const isDirectory = (head: Uint8Array) => new TextDecoder('latin1').decode(head).includes(sopClass.directory)

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
