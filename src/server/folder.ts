import { realpathSync, statSync } from 'node:fs'
import { open, readdir, readFile } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { FileNotFound, FolderAbsent, OutsideFolder } from '../errors/index.ts'
import { isInside } from '../jobs/inside.node.ts'
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
  /** All files below a folder, by their paths from it on; what begins with a dot is the program's own. */
  files: (path: string) => Promise<string[]>
  /** A file, or its first bytes. */
  read: (path: string, head?: number) => Promise<Uint8Array<ArrayBuffer>>
  write: (path: string, bytes: Uint8Array) => Promise<void>
}

/** A listing of more is cut off. */
const mostFiles = 500_000
/** What a format's header may take. */
const mostHead = 1 << 20

/** Throws FolderAbsent. */
export function serveFolder(path: string): ServedFolder {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw FolderAbsent(path)
  const root = realpathSync(path)

  function resolveInside(name: string): string {
    // A drive, a UNC path and an alternate stream of Windows name something else there than here.
    if (/[\0:]|\\/.test(name) || isAbsolute(name)) throw OutsideFolder(name)
    const whole = resolve(root, name)
    if (!isInside(root, whole)) throw OutsideFolder(name)
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
    async files(name) {
      const whole = resolveInside(name)
      if (!statSync(whole, { throwIfNoEntry: false })?.isDirectory()) throw FileNotFound(name)
      const entries = await readdir(whole, { recursive: true, withFileTypes: true })
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => relative(whole, join(entry.parentPath, entry.name)).split(sep).join('/'))
        .filter((path) => !/(^|\/)\./.test(path))
        .slice(0, mostFiles)
        .sort()
    },
    async read(name, head) {
      const whole = resolveInside(name)
      if (!statSync(whole, { throwIfNoEntry: false })?.isFile()) throw FileNotFound(name)
      if (head === undefined) return new Uint8Array(await readFile(whole))
      const file = await open(whole)
      try {
        const { bytesRead, buffer } = await file.read(new Uint8Array(Math.min(head, mostHead)), 0)
        return buffer.subarray(0, bytesRead)
      } finally {
        await file.close()
      }
    },
    write: (name, bytes) => writeAtomically(resolveInside(name), bytes),
  }
}
