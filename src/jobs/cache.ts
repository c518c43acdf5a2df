import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeAtomically } from './write-atomically.ts'

/** Hash of everything that a result depends on: the bytes of its files, its settings, our version. */
export function contentHash(...parts: (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) {
    hash.update(`${part.length}:`)
    hash.update(part)
  }
  return hash.digest('hex')
}

/** The SHA-256 of a file's bytes, as sha256sum gives it. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/** Results kept by content hash in a folder: what is there need not be computed again. */
export interface Cache<Result> {
  get: (key: string) => Promise<Result | undefined>
  set: (key: string, result: Result) => Promise<void>
}

export function openCache<Result>(folder: string): Cache<Result> {
  const file = (key: string) => join(folder, key.slice(0, 2), `${key}.json`)
  return {
    async get(key) {
      try {
        return JSON.parse(await readFile(file(key), 'utf8')) as Result
      } catch {
        return undefined // not there, or cut off by a crash of another program: computed again
      }
    },
    set: (key, result) => writeAtomically(file(key), JSON.stringify(result)),
  }
}
