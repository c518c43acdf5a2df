import { statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { CaseTask } from '../cases/case.ts'
import { filesOf } from '../cases/case-files.ts'
import { sopClass } from '../image/dicom/tags.ts'
import { nodeStore } from '../image/platform/image-store.node.ts'
import { nameBeside } from '../image/platform/labels.ts'

/** What tells every file that a case is read from from a later one in its place, without reading their voxels. */
export async function stampsOf(task: CaseTask): Promise<unknown[]> {
  const stamps: unknown[] = []
  for (const path of filesOf(task)) {
    // What cannot be looked at is the worker's to name.
    const files = await filesBehind(path).catch(() => [path])
    for (const file of files) stamps.push([file, stampOf(file)])
  }
  return stamps
}

/** Two files of one size within a millisecond, or a copy with the old time, still differ in their change or their place on the disk. */
function stampOf(file: string): unknown {
  const found = statSync(file, { throwIfNoEntry: false })
  return found && [found.size, found.mtimeMs, found.ctimeMs, found.ino]
}

/** Enough of a header to tell which files it names. */
const headLength = 65_536
/** Beside an image or mask: b-values, names of labels, the other half of a NIfTI or Analyze pair. */
const endings = ['.bval', '.label', '.txt', '.img', '.img.gz', '.hdr', '.hdr.gz']

/** The files that an image or mask is read from: those of a folder, or the file and what its header and its name have beside it. */
async function filesBehind(path: string): Promise<string[]> {
  if (!statSync(path, { throwIfNoEntry: false })) return [path]
  const listed = await nodeStore.list(path)
  if (listed) return listed
  const head = new TextDecoder('latin1').decode(await nodeStore.head(path, headLength))
  const folder = dirname(path)
  const whole = async () => [path, ...((await nodeStore.list(folder)) ?? [])]
  if (head.includes(sopClass.directory)) return whole() // a DICOMDIR stands for its folder
  const named = /^(?:data ?file:|ElementDataFile\s*=)\s*(.*?)\s*$/im.exec(head)?.[1]
  if (named && /^LIST\b|%/i.test(named)) return whole()
  const beside = endings.map((ending) => nameBeside(path.replace(/\.gz$/i, ''), ending))
  if (named && !/^LOCAL$/i.test(named)) beside.push(named)
  return [path, ...beside.map((name) => join(folder, name)).filter((file) => file !== path)]
}
