import { handleFolder } from './handle-folder.ts'
import { keptStudy } from './kept.ts'

/** What Chromium has and others lack. */
interface Picking {
  showDirectoryPicker?: (options: { mode: 'readwrite'; id: string }) => Promise<FileSystemDirectoryHandle>
}
interface Dropped {
  getAsFileSystemHandle?: () => Promise<FileSystemHandle | null>
}
interface Asking {
  requestPermission?: (options: { mode: 'readwrite' }) => Promise<PermissionState>
}

export const canPickFolders = () => 'showDirectoryPicker' in globalThis

/** The folder that the user picks; undefined where they think better of it. */
export async function pickFolder(): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    return await (globalThis as Picking).showDirectoryPicker!({ mode: 'readwrite', id: 'study' })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined
    throw error
  }
}

/** Whether a folder may be read and written, which the browser asks the user after a reload. */
export async function mayUse(folder: FileSystemDirectoryHandle): Promise<boolean> {
  const { requestPermission } = folder as Asking
  return !requestPermission || (await requestPermission.call(folder, { mode: 'readwrite' })) === 'granted'
}

/** Files of a folder that was chosen where folders cannot be opened: copied into what the browser keeps. */
export async function keepChosen(files: FileList, onFile: (done: number, total: number) => void) {
  const all = [...files]
  const name = all[0]?.webkitRelativePath.split('/')[0] || 'study'
  return keepFiles(
    name,
    all.map((file) => ({ path: file.webkitRelativePath.split('/').slice(1).join('/') || file.name, file })),
    onFile,
  )
}

/** A folder that was dropped on the page: itself where the browser can hand it over, else its copy. */
export async function dropped(
  items: DataTransferItemList,
  onFile: (done: number, total: number) => void,
): Promise<FileSystemDirectoryHandle | undefined> {
  const item = items[0] as (DataTransferItem & Dropped) | undefined
  const entry = item?.webkitGetAsEntry()
  const handle = await item?.getAsFileSystemHandle?.()
  if (handle) return handle.kind === 'directory' ? (handle as FileSystemDirectoryHandle) : undefined
  if (!entry?.isDirectory) return undefined
  const files: { path: string; file: File }[] = []
  await collect(entry as FileSystemDirectoryEntry, '', files)
  return keepFiles(entry.name, files, onFile)
}

async function keepFiles(
  name: string,
  files: readonly { path: string; file: File }[],
  onFile: (done: number, total: number) => void,
) {
  const kept = await keptStudy(name)
  const folder = handleFolder(kept)
  for (const [i, { path, file }] of files.entries()) {
    await folder.write(path, new Uint8Array(await file.arrayBuffer()))
    onFile(i + 1, files.length)
  }
  return kept
}

async function collect(folder: FileSystemDirectoryEntry, before: string, files: { path: string; file: File }[]) {
  const reader = folder.createReader()
  for (;;) {
    // A reader gives its entries in parts, an empty one at the end.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (entries.length === 0) return
    for (const entry of entries) {
      const path = `${before}${entry.name}`
      if (entry.isDirectory) await collect(entry as FileSystemDirectoryEntry, `${path}/`, files)
      else {
        const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
        files.push({ path, file })
      }
    }
  }
}
