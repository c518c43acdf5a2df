import type { Cache } from '../../jobs/cache.ts'
import { filesBelow, handleFolder } from './handle-folder.ts'

/** What the browser keeps for this page alone (OPFS): finished cases, and studies that have no folder on disk. */

const own = (name: string) =>
  navigator.storage.getDirectory().then((root) => root.getDirectoryHandle(name, { create: true }))

/** Finished cases by key; where they are needed again, after a reload too, they are not computed again. */
export function keptCases(): Cache {
  const folder = own('finished').then(handleFolder)
  const path = (key: string) => `${key.slice(0, 2)}/${key}.json`
  return {
    get: async (key) => {
      try {
        return new TextDecoder().decode(await (await folder).read(path(key)))
      } catch {
        return undefined
      }
    },
    set: async (key, text) => (await folder).write(path(key), text),
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
