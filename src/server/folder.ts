import { realpathSync, statSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, resolve, sep } from 'node:path'
import { FileNotFound, FolderAbsent, OutsideFolder } from '../errors/index.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'

/** One entry of a folder, as the page lists it. */
export interface FolderEntry {
  name: string
  folder: boolean
  /** Bytes; of a folder 0. */
  size: number
}

/** The folder that is served: nothing outside it can be read or written, by whatever name or link. */
export interface ServedFolder {
  root: string
  /** The whole path of a name in the folder. Throws OutsideFolder. */
  resolve: (path: string) => string
  list: (path: string) => Promise<FolderEntry[]>
  read: (path: string) => Promise<Uint8Array<ArrayBuffer>>
  write: (path: string, bytes: Uint8Array) => Promise<void>
}

/** Throws FolderAbsent. */
export function serveFolder(path: string): ServedFolder {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw FolderAbsent(path)
  const root = realpathSync(path)
  const inside = (path: string) => path === root || path.startsWith(root.endsWith(sep) ? root : root + sep)

  function resolveInside(name: string): string {
    // A drive, a UNC path and an alternate stream of Windows name something else there than here.
    if (/[\0:]|\\/.test(name) || isAbsolute(name)) throw OutsideFolder(name)
    const whole = resolve(root, name)
    if (!inside(whole) || !inside(realOf(whole))) throw OutsideFolder(name)
    return whole
  }

  return {
    root,
    resolve: resolveInside,
    async list(name) {
      const whole = resolveInside(name)
      if (!statSync(whole, { throwIfNoEntry: false })?.isDirectory()) throw FileNotFound(name)
      const entries = await readdir(whole, { withFileTypes: true })
      return entries
        .filter((entry) => entry.isFile() || entry.isDirectory())
        .map((entry) => ({
          name: entry.name,
          folder: entry.isDirectory(),
          size: entry.isFile() ? (statSync(join(whole, entry.name), { throwIfNoEntry: false })?.size ?? 0) : 0,
        }))
        .sort((a, b) => (a.name < b.name ? -1 : 1))
    },
    async read(name) {
      const whole = resolveInside(name)
      if (!statSync(whole, { throwIfNoEntry: false })?.isFile()) throw FileNotFound(name)
      return new Uint8Array(await readFile(whole))
    },
    write: (name, bytes) => writeAtomically(resolveInside(name), bytes),
  }
}

/** Where a path leads once its links are followed; of one that does not exist yet, where its nearest folder leads. */
function realOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(realOf(parent), path.slice(parent.length))
  }
}
