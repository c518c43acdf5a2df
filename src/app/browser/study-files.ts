import type { StudyFiles } from '../../study/file/open.ts'
import { filesBelow, handleFolder } from './handle-folder.ts'
import { normalPath } from './paths.ts'

/** The files of a study folder; what there is is looked up once, now. */
export async function studyFiles(root: FileSystemDirectoryHandle): Promise<StudyFiles> {
  const entries = new Map<string, Map<string, boolean>>([['', new Map()]])
  for await (const { path } of filesBelow(root)) {
    const parts = path.split('/')
    for (let depth = 0; depth < parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/')
      const isFolder = depth < parts.length - 1
      const known = entries.get(folder) ?? new Map<string, boolean>()
      entries.set(folder, known.set(parts[depth], isFolder))
    }
  }
  const list = (path: string) =>
    [...(entries.get(normalPath(path)) ?? [])]
      .map(([name, folder]) => ({ name, folder }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  const exists = (path: string) => {
    const parts = normalPath(path).split('/')
    const name = parts.pop()!
    return name === '' || (entries.get(parts.join('/'))?.has(name) ?? false)
  }
  return { read: handleFolder(root).read, resolve: normalPath, exists, list }
}
