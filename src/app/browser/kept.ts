import type { Cache } from '../../jobs/cache.ts'
import { filesBelow } from './handle-folder.ts'

/** What the browser keeps for this page alone (OPFS): finished cases, and studies that have no folder on disk. */

const own = (name: string) =>
  navigator.storage.getDirectory().then((root) => root.getDirectoryHandle(name, { create: true }))

/** What a thread may write at once, in a folder of the page's own; TypeScript's types of a page do not have it. */
interface WritableAtOnce {
  createSyncAccessHandle: () => Promise<{
    truncate: (size: number) => void
    write: (bytes: Uint8Array<ArrayBuffer>) => number
    close: () => void
  }>
}

/**
 * Finished cases by key, for a thread; where they are needed again, after a reload too, they are not computed again. They
 * are written in place, which takes a quarter of the time of a stream: what a crash cuts off is computed again (see `cached`).
 */
export function keptCases(): Cache {
  const folder = own('finished')
  const handle = async (key: string, create = false) => (await folder).getFileHandle(`${key}.json`, { create })
  return {
    get: async (key) => {
      try {
        return await (await (await handle(key)).getFile()).text()
      } catch {
        return undefined
      }
    },
    async set(key, text) {
      const file = await ((await handle(key, true)) as unknown as WritableAtOnce).createSyncAccessHandle()
      try {
        file.truncate(0)
        file.write(new TextEncoder().encode(text))
      } finally {
        file.close()
      }
    },
  }
}

/** How much the finished cases take, in bytes. */
export async function keptBytes(): Promise<number> {
  let sum = 0
  for await (const { handle } of filesBelow(await own('finished'))) sum += (await handle.getFile()).size
  return sum
}

export async function emptyKept(): Promise<void> {
  await (await navigator.storage.getDirectory()).removeEntry('finished', { recursive: true })
}

/** The names of the studies that the browser keeps. */
export async function keptStudies(): Promise<string[]> {
  const names: string[] = []
  for await (const name of (await own('studies')).keys()) names.push(name)
  return names.sort()
}

/** The folder of a kept study, made where there is none. */
export const keptStudy = async (name: string) => (await own('studies')).getDirectoryHandle(name, { create: true })
