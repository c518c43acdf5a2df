import { closeSync, openSync, readdirSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { FileNotFound, Unreadable } from '../../errors/index.ts'
import { useCodecs } from '../dicom/pixels/pixels.ts'
import type { ImageStore } from './image-store.ts'
import { inflateFast, isInside, readBytes } from './read.node.ts'

/** The files of this machine. Links are followed; what a header names may not lead out of its folder. */
export const nodeStore: ImageStore = {
  bytes: async (path) => readBytes(path),
  head: async (path, length) => {
    const found = statSync(path, { throwIfNoEntry: false })
    if (!found) throw FileNotFound(path)
    if (!found.isFile()) throw Unreadable(path, 'it is no ordinary file')
    const file = openSync(path, 'r')
    try {
      const bytes = new Uint8Array(length)
      return bytes.subarray(0, readSync(file, bytes, 0, length, 0))
    } finally {
      closeSync(file)
    }
  },
  list: async (path) => {
    const found = statSync(path, { throwIfNoEntry: false })
    if (!found) throw FileNotFound(path)
    // Whoever opens a pipe waits for its writer, for ever where there is none.
    if (!found.isFile() && !found.isDirectory()) throw Unreadable(path, 'it is a pipe or a device, not a file')
    if (!found.isDirectory()) return undefined
    return filesBelow(path).sort()
  },
  beside: async (path, name) => {
    const folder = dirname(resolve(path))
    const file = resolve(folder, name)
    return isInside(folder, file) ? readFileSync(file) : undefined
  },
  inflate: inflateFast,
}

useCodecs(() => import('../dicom/pixels/codecs.ts'))

/** The ordinary files below a folder, through links; a folder that is reached twice is looked into once. */
function filesBelow(folder: string, seen = new Set<string>()): string[] {
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
