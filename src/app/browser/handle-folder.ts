import { FileNotFound, FileTooLarge } from '../../errors/index.ts'
import type { StudyFolder } from '../../jobs/study-folder.ts'
import { partsOf } from './paths.ts'

/** What a browser holds in one piece. */
const mostBytes = 2 ** 31 - 1

/** A folder that the browser was given, or one of its own (OPFS): both are the same kind of handle. */
export interface HandleFolder extends StudyFolder {
  /** Throws FileNotFound. */
  file: (path: string) => Promise<File>
  /** Undefined where there is no folder. */
  folder: (path: string) => Promise<FileSystemDirectoryHandle | undefined>
}

export function handleFolder(root: FileSystemDirectoryHandle): HandleFolder {
  // Each step down is a question to another process; a handle stays good, for it stands for a path. What is written is
  // asked for all the same: its folder may have been removed.
  const known = new Map<string, FileSystemDirectoryHandle>()

  async function descend(parts: readonly string[], create = false): Promise<FileSystemDirectoryHandle> {
    if (parts.length === 0) return root
    const path = parts.join('/')
    const kept = create ? undefined : known.get(path)
    const within =
      kept ?? (await (await descend(parts.slice(0, -1), create)).getDirectoryHandle(parts.at(-1)!, { create }))
    known.set(path, within)
    return within
  }

  async function folder(path: string) {
    try {
      return await descend(partsOf(path))
    } catch (error) {
      if (isAbsent(error)) return undefined
      throw error
    }
  }

  async function file(path: string): Promise<File> {
    const parts = partsOf(path)
    const name = parts.pop()
    try {
      const within = await descend(parts)
      return await (await within.getFileHandle(name ?? '')).getFile()
    } catch (error) {
      if (isAbsent(error)) throw FileNotFound(path)
      throw error
    }
  }

  return {
    folder,
    file,
    async read(path) {
      const found = await file(path)
      if (found.size > mostBytes) throw FileTooLarge(path, found.size, mostBytes)
      return new Uint8Array(await found.arrayBuffer())
    },
    async write(path, content) {
      const parts = partsOf(path)
      const name = parts.pop()!
      const within = await descend(parts, true)
      // What is written becomes the file when the stream is closed: whole or not at all.
      const stream = await (await within.getFileHandle(name, { create: true })).createWritable()
      await stream.write(content as string | Uint8Array<ArrayBuffer>)
      await stream.close()
    },
    async remove(path) {
      const parts = partsOf(path)
      const name = parts.pop()!
      try {
        await (await descend(parts)).removeEntry(name)
      } catch (error) {
        if (!isAbsent(error)) throw error
      }
    },
  }
}

/** There is no such entry, it is of the other kind, or its name cannot be one. */
export const isAbsent = (error: unknown) =>
  error instanceof TypeError ||
  (error instanceof DOMException && (error.name === 'NotFoundError' || error.name === 'TypeMismatchError'))

/** The files below a folder, with their paths from it on; in no order. */
export async function* filesBelow(
  folder: FileSystemDirectoryHandle,
  before = '',
): AsyncGenerator<{ path: string; handle: FileSystemFileHandle }> {
  for await (const [name, handle] of folder.entries())
    if (handle.kind === 'file') yield { path: `${before}${name}`, handle: handle as FileSystemFileHandle }
    else yield* filesBelow(handle as FileSystemDirectoryHandle, `${before}${name}/`)
}
