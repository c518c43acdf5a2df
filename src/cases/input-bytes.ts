import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { FileNotFound } from '../errors/index.ts'

/** The bytes of a file, or of every file of a folder (a DICOM series) in the order of their names. */
export function bytesOf(path: string): Uint8Array[] {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw FileNotFound(path)
  if (!found.isDirectory()) return [readFileSync(path)]
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).sort()
  return names.filter((name) => statSync(join(path, name)).isFile()).map((name) => readFileSync(join(path, name)))
}
