import { existsSync, realpathSync, statSync } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { FileNotFound, FolderAbsent, OutsideFolder, systemReason, Unwritable } from '../errors/index.ts'
import { isInside } from '../jobs/inside.node.ts'
import { readNamed } from '../jobs/read-named.node.ts'
import { makeFolder, writeAtomically } from '../jobs/write-atomically.node.ts'

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
  /** Adds a line to the end of a file; it is on the disk when this returns. */
  append: (path: string, line: string) => Promise<void>
}

/** The folder in it that the program keeps for itself. */
const ownFolder = '.nomoscope'
/** A listing of more is cut off. */
const mostFiles = 500_000
const newline = 10
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
    // The program's own: who may come in, and what everybody has started.
    const real = existsSync(whole) ? realpathSync(whole) : whole
    if (relative(root, real).split(sep)[0].toLowerCase() === ownFolder) throw OutsideFolder(name)
    // A folder that was removed while it is served is not made anew: who writes must hear of it.
    if (!existsSync(root)) throw FolderAbsent(root)
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
      const found: string[] = []
      // A folder below that may not be read is passed over: it must not close the others.
      const look = async (folder: string) => {
        const entries = await readdir(folder, { withFileTypes: true }).catch((error) => {
          if (folder === whole || systemReason(error) === undefined) throw error
          return []
        })
        for (const entry of entries) {
          if (entry.name.startsWith('.') || found.length >= mostFiles) continue
          const path = join(folder, entry.name)
          if (entry.isDirectory()) await look(path)
          else if (entry.isFile()) found.push(relative(whole, path).split(sep).join('/'))
        }
      }
      await look(whole)
      return found.sort()
    },
    async read(name, head) {
      const whole = resolveInside(name)
      if (!statSync(whole, { throwIfNoEntry: false })?.isFile()) throw FileNotFound(name)
      if (head === undefined) return readNamed(whole)
      const file = await open(whole)
      try {
        const { bytesRead, buffer } = await file.read(new Uint8Array(Math.min(head, mostHead)), 0)
        return buffer.subarray(0, bytesRead)
      } finally {
        await file.close()
      }
    },
    write: (name, bytes) => writeAtomically(resolveInside(name), bytes),
    async append(name, line) {
      const whole = resolveInside(name)
      try {
        await makeFolder(dirname(whole))
        await addLine(whole, line)
      } catch (error) {
        const reason = systemReason(error)
        throw reason === undefined ? error : Unwritable(name, reason)
      }
    },
  }
}

/** Where a kill or a full disk cut the last line off, it does not take the new one with it. */
async function addLine(path: string, line: string): Promise<void> {
  const file = await open(path, 'a+')
  try {
    const { size } = await file.stat()
    const last = size > 0 ? (await file.read(new Uint8Array(1), 0, 1, size - 1)).buffer[0] : newline
    await file.appendFile(last === newline ? line : `\n${line}`)
    await file.sync()
  } finally {
    await file.close()
  }
}
