import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Cache } from './cache.ts'
import { writeAtomically } from './write-atomically.node.ts'

/** A cache in a folder of this machine, one file a key. */
export function folderCache(folder: string): Cache {
  const file = (key: string) => join(folder, key.slice(0, 2), `${key}.json`)
  return {
    get: (key) => readFile(file(key), 'utf8').catch(() => undefined),
    set: (key, text) => writeAtomically(file(key), text),
  }
}
