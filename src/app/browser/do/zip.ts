import { FileNotFound } from '../../../errors/index.ts'
import { filesBelow, handleFolder } from '../handle-folder.ts'
import type { Result, Work } from '../messages.ts'
import { openZip } from '../pack.ts'
import type { Say } from './context.ts'

/** Everything in a folder of the study as one file; read and packed one file after the other. */
export async function zipFolder({ root, folder }: Extract<Work, { do: 'zip' }>, say: Say): Promise<Result> {
  const found = await handleFolder(root).folder(folder)
  if (!found) throw FileNotFound(folder)
  const files: { path: string; handle: FileSystemFileHandle }[] = []
  for await (const one of filesBelow(found)) if (!one.path.startsWith('.')) files.push(one)
  files.sort((a, b) => (a.path < b.path ? -1 : 1))
  const zip = openZip()
  for (const [i, { path, handle }] of files.entries()) {
    zip.add(path, new Uint8Array(await (await handle.getFile()).arrayBuffer()))
    say({ stage: 'files packed', done: i + 1, total: files.length })
  }
  return { saved: { name: `${folder || root.name}.zip`, blob: zip.end() } }
}
