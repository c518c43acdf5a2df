import { FileNotFound, Problem } from '../../errors/index.ts'
import type { StudyFiles } from '../../study/file/open.ts'
import { filesBelow, handleFolder } from './handle-folder.ts'
import { normalPath } from './paths.ts'
import type { PlaceFolder } from './place-folder.ts'
import { servedFolder } from './served-folder.ts'

/** Where a study's folder is: one that the browser holds, or one below the folder that `nomoscope serve` serves. */
export type Place = { root: FileSystemDirectoryHandle } | { served: string }

/** What the views and the thread that computes read and write. */
export function folderAt(place: Place): PlaceFolder {
  if ('served' in place) return servedFolder(place.served)
  const { read, file, write } = handleFolder(place.root)
  return {
    read: async (path) => new Uint8Array(await read(path)),
    head: async (path, length) => new Uint8Array(await (await file(path)).slice(0, length).arrayBuffer()),
    write,
    async files() {
      const paths: string[] = []
      for await (const { path } of filesBelow(place.root)) paths.push(path)
      return paths.sort()
    },
  }
}

/** A file of a folder; undefined where there is none yet. One that cannot be read must not pass for an absent one. */
export async function readIfThere(folder: PlaceFolder, path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await folder.read(path)
  } catch (error) {
    if (error instanceof Problem && error.code === FileNotFound.code) return undefined
    throw error
  }
}

/** The files of a study folder; what there is is looked up once, now. */
export async function studyFilesAt(place: Place): Promise<StudyFiles> {
  const folder = folderAt(place)
  const entries = new Map<string, Map<string, boolean>>([['', new Map()]])
  for (const path of await folder.files()) {
    const parts = path.split('/')
    for (let depth = 0; depth < parts.length; depth++) {
      const at = parts.slice(0, depth).join('/')
      const known = entries.get(at) ?? new Map<string, boolean>()
      entries.set(at, known.set(parts[depth], depth < parts.length - 1))
    }
  }
  const list = (path: string) =>
    [...(entries.get(normalPath(path)) ?? [])]
      .map(([name, isFolder]) => ({ name, folder: isFolder }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  const exists = (path: string) => {
    const parts = normalPath(path).split('/')
    const name = parts.pop()!
    return name === '' || (entries.get(parts.join('/'))?.has(name) ?? false)
  }
  return { read: folder.read, resolve: normalPath, exists, list }
}
