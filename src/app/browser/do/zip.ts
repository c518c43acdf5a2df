import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import { FileNotFound } from '../../../errors/index.ts'
import { filesBelow, handleFolder } from '../handle-folder.ts'
import type { Result, Work } from '../messages.ts'
import type { Say } from './context.ts'

/** What does not get smaller. */
const packed = /\.(png|docx|pdf|parquet|gz|zip|xlsx)$/i
/** The same files are the same archive: the first day that a zip knows stands for the clock. */
const mtime = '1980-01-01T12:00:00'

/** Everything in a folder of the study as one file; read and packed one file after the other. */
export async function zipFolder({ root, folder }: Extract<Work, { do: 'zip' }>, say: Say): Promise<Result> {
  const found = await handleFolder(root).folder(folder)
  if (!found) throw FileNotFound(folder)
  const files: { path: string; handle: FileSystemFileHandle }[] = []
  for await (const one of filesBelow(found)) if (!one.path.startsWith('.')) files.push(one)
  files.sort((a, b) => (a.path < b.path ? -1 : 1))
  const parts: Uint8Array<ArrayBuffer>[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    parts.push(chunk as Uint8Array<ArrayBuffer>)
  })
  for (const [i, { path, handle }] of files.entries()) {
    const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer())
    const entry = packed.test(path) ? new ZipPassThrough(path) : new ZipDeflate(path, { level: 6 })
    entry.mtime = mtime
    zip.add(entry)
    entry.push(bytes, true)
    say({ stage: 'files packed', done: i + 1, total: files.length })
  }
  zip.end()
  return { saved: { name: `${folder || root.name}.zip`, blob: new Blob(parts, { type: 'application/zip' }) } }
}
