import { readFileSync, statSync } from 'node:fs'
import { FileNotFound } from '../errors/index.ts'
import { filesBelow } from '../image/dicom/folder.node.ts'

/** The bytes of a file, or of every file of a folder (a DICOM series) in the order of their names. */
export function bytesOf(path: string): Uint8Array[] {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw FileNotFound(path)
  if (!found.isDirectory()) return [readFileSync(path)]
  return filesBelow(path)
    .sort()
    .map((name) => readFileSync(name))
}
