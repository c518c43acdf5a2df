import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { deflateSync, gzipSync } from 'node:zlib'
import { writeImage } from '../formats/write.ts'
import type { Mask } from '../volume.ts'

/**
 * Writes an image or mask as its file name asks (see `writeImage`); the file is there whole or not at all, its folder too.
 *
 * @param volume an image or mask
 * @param path of the file; its ending decides the format
 * @returns nothing
 * @throws UnknownImageFormat, and Node's own error where the file cannot be written
 */
export function writeImageFile(volume: Mask, path: string): void {
  const bytes = writeImage(volume, path, { gzip: (raw) => gzipSync(raw), zlib: (raw) => deflateSync(raw) })
  const there = statSync(path, { throwIfNoEntry: false })
  // A device or a pipe is written to; a file renamed over it would destroy it.
  if (there && !there.isFile() && !there.isDirectory()) {
    writeFileSync(path, bytes)
    return
  }
  mkdirSync(dirname(path), { recursive: true })
  const unfinished = `${path}.${process.pid}.part`
  try {
    writeFileSync(unfinished, bytes)
    renameSync(unfinished, path)
  } catch (cause) {
    rmSync(unfinished, { force: true })
    throw cause
  }
}
