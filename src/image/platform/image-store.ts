import type { Inflate } from '../formats/inflate.ts'

/**
 * Where image files come from: a disk, a folder that a browser was given, an archive. What a path looks like is the
 * store's own matter, but that `/` or `\` parts a file's name from its folder's.
 */
export interface ImageStore {
  /** All bytes of a file; the caller does not write to them. Throws FileNotFound, ImageTooLarge. */
  bytes: (path: string) => Promise<Uint8Array>
  /** Its first bytes, `length` of them or all that there are. Throws FileNotFound. */
  head: (path: string, length: number) => Promise<Uint8Array>
  /**
   * The files of a folder and of the folders in it, as paths that `bytes` takes, sorted; undefined where the path is a
   * file's. Throws FileNotFound where nothing is there.
   */
  list: (path: string) => Promise<string[] | undefined>
  /**
   * The bytes of a file that lies in the same folder as another: what an image's header names, or names of labels.
   * Undefined where there is none and where the name leads out of the folder.
   */
  beside: (path: string, name: string) => Promise<Uint8Array | undefined>
  /** A faster way to unpack than the one in JavaScript. */
  inflate?: Inflate
}

/**
 * Makes what a key names where nobody has made it, and gives it to everyone else who asks. A value is structured-cloneable
 * and nobody writes to it. What fails is not kept.
 */
export type Once = <Value>(key: string, make: () => Promise<Value>) => Promise<Value>

/**
 * Keeps nothing: for files that may change from one call to the next.
 *
 * @param key of the value
 * @param make makes it
 * @returns what `make` gives, each time anew
 * @example
 * ```ts
 * import { everyTime } from 'nomoscope/image'
 * await everyTime('t2.nrrd', async () => 7) // → 7
 * ```
 */
export const everyTime: Once = (_key, make) => make()

/** The voxels that a value holds, in bytes. */
export function voxelBytes(value: unknown): number {
  const { data } = (value ?? {}) as { data?: unknown }
  return ArrayBuffer.isView(data) ? data.byteLength : 0
}

/**
 * In one thread: keeps values while all their voxels together are within `limit` bytes. What comes later is given to those
 * who wait for it and made again for the next.
 *
 * @param limit bytes of voxels that are kept
 * @returns a function that makes what it has not yet
 * @example
 * ```ts
 * import { onceInMemory } from 'nomoscope/image'
 * const once = onceInMemory(1_000_000)
 * await once('t2.nrrd', async () => 1) // → 1
 * await once('t2.nrrd', async () => 2) // → 1
 * ```
 */
export function onceInMemory(limit: number): Once {
  const kept = new Map<string, Promise<unknown>>()
  let used = 0
  return <Value>(key: string, make: () => Promise<Value>) => {
    const known = kept.get(key) as Promise<Value> | undefined
    if (known) return known
    const made = make()
    kept.set(key, made)
    made.then(
      (value) => {
        const size = voxelBytes(value)
        if (used + size > limit) kept.delete(key)
        else used += size
      },
      () => kept.delete(key),
    )
    return made
  }
}

/**
 * The store with the files that were read last kept, up to `limit` bytes, so that hashing and decoding read once.
 *
 * @param store whose files are read
 * @param limit bytes that are kept
 * @returns a store of the same files
 */
export function rememberingLast(store: ImageStore, limit: number): ImageStore {
  const last = new Map<string, Uint8Array>()
  let used = 0
  const bytes = async (path: string) => {
    const known = last.get(path)
    if (known) return known
    const read = await store.bytes(path)
    if (read.length > limit) return read
    last.set(path, read)
    used += read.length
    for (const [oldest, { length }] of last) {
      if (used <= limit) break
      last.delete(oldest)
      used -= length
    }
    return read
  }
  return { ...store, bytes }
}
