import { FileNotFound, ImageTooLarge, OutsideFolder } from '../../errors/index.ts'
import type { ImageStore } from '../../image/platform/image-store.ts'
import { filesBelow, isAbsent } from './handle-folder.ts'
import { normalPath, partsOf } from './paths.ts'
import { servedFolder } from './served-folder.ts'

/** What a browser hands over in one piece. */
const maximumFileSize = 0x7fff_ffff

/**
 * The images of a folder that the browser holds. What lies in a folder is looked up once, as each question is one to
 * another process; a file is asked for again only when another was between.
 */
export function folderStore(root: FileSystemDirectoryHandle): ImageStore {
  const listed = new Map<string, Promise<Map<string, FileSystemHandle>>>()
  const known = (path: string, folder: FileSystemDirectoryHandle) => {
    const entries = listed.get(path) ?? entriesOf(folder)
    listed.set(path, entries)
    return entries
  }

  async function find(path: string): Promise<FileSystemHandle | undefined> {
    const parts = partsOf(path)
    let found: FileSystemHandle | undefined = root
    for (const [depth, name] of parts.entries()) {
      if (found?.kind !== 'directory') return undefined
      found = (await known(parts.slice(0, depth).join('/'), found as FileSystemDirectoryHandle)).get(name)
    }
    return found
  }

  let last: { path: string; file: Promise<File> } | undefined
  async function file(path: string): Promise<File> {
    if (last?.path !== path) {
      const found = await find(path)
      if (found?.kind !== 'file') throw FileNotFound(path)
      last = { path, file: (found as FileSystemFileHandle).getFile() }
    }
    try {
      return await last.file
    } catch (error) {
      throw isAbsent(error) ? FileNotFound(path) : error
    }
  }

  return {
    ...readingFrom(file),
    async list(path) {
      const found = await find(path)
      if (!found) throw FileNotFound(path)
      if (found.kind === 'file') return undefined
      const paths: string[] = []
      const before = path === '' ? '' : `${normalPath(path)}/`
      for await (const one of filesBelow(found as FileSystemDirectoryHandle, before)) paths.push(one.path)
      return paths.sort()
    },
  }
}

async function entriesOf(folder: FileSystemDirectoryHandle): Promise<Map<string, FileSystemHandle>> {
  const entries = new Map<string, FileSystemHandle>()
  for await (const [name, handle] of folder.entries()) entries.set(name, handle)
  return entries
}

/** The images of a folder that is served. */
export function servedStore(within: string): ImageStore {
  const { read, head } = servedFolder(within)
  return {
    bytes: read,
    head,
    async list(path) {
      const at = normalPath(path)
      try {
        const below = await servedFolder(within ? `${within}/${at}` : at).files()
        return below.map((name) => (at === '' ? name : `${at}/${name}`))
      } catch {
        await head(path, 1)
        return undefined
      }
    },
    beside: besideWith(read),
  }
}

/** Images that were chosen one by one, under the paths given. */
export function chosenStore(files: ReadonlyMap<string, File>): ImageStore {
  const file = async (path: string) => {
    const found = files.get(normalPath(path))
    if (!found) throw FileNotFound(path)
    return found
  }
  return {
    ...readingFrom(file),
    async list(path) {
      const below = [...files.keys()].filter((name) => name.startsWith(`${normalPath(path)}/`))
      if (below.length > 0) return below.sort()
      await file(path)
      return undefined
    },
  }
}

function readingFrom(file: (path: string) => Promise<File>): Pick<ImageStore, 'bytes' | 'head' | 'beside'> {
  async function bytes(path: string) {
    const found = await file(path)
    if (found.size > maximumFileSize) throw ImageTooLarge(path, found.size)
    return new Uint8Array(await found.arrayBuffer())
  }
  return {
    bytes,
    head: async (path, length) => new Uint8Array(await (await file(path)).slice(0, length).arrayBuffer()),
    beside: besideWith(bytes),
  }
}

const besideWith =
  (bytes: (path: string) => Promise<Uint8Array>): ImageStore['beside'] =>
  async (path, name) => {
    const folder = normalPath(path).replace(/[^/]*$/, '')
    try {
      const target = normalPath(folder + name)
      return target.startsWith(folder) ? await bytes(target) : undefined
    } catch (error) {
      if (error instanceof Error && 'code' in error && absent.has(error.code as string)) return undefined
      throw error
    }
  }

const absent = new Set([FileNotFound('').code, OutsideFolder('').code])
