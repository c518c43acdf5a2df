import { randomUUID } from 'node:crypto'
import { type Stats, statSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { systemReason, Unwritable } from '../errors/index.ts'

/**
 * Writes a file so that a kill at any moment leaves either the old one or the new one, never a part.
 * A device or a pipe (`/dev/null`, `/dev/stdout`) is written to; putting a file in its place would destroy it.
 * Throws Unwritable, with what the system says.
 */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  try {
    const there = statusOf(path)
    if (there && !there.isFile() && !there.isDirectory()) return await writeFile(path, content)
    await makeFolder(dirname(resolve(path)))
    await replace(path, content)
  } catch (error) {
    const reason = systemReason(error)
    throw reason === undefined ? error : Unwritable(path, reason)
  }
}

/** Undefined where nothing is, or where one may not look. A study writes thousands of files, and errors are slow to make. */
function statusOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

async function replace(path: string, content: string | Uint8Array): Promise<void> {
  // Named by the file, so that the next run knows what a killed one left of it.
  const part = join(dirname(path), `.${basename(path).slice(-100)}.${randomUUID()}.part`)
  try {
    await writeFile(part, content, { flag: 'wx' })
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true }).catch(() => {}) // the first error is the one to tell
    throw error
  }
}

/** A folder with those above it. Node's own way never ends where the system takes no folder (`/proc/x`). */
export async function makeFolder(path: string): Promise<void> {
  if (statSync(path, { throwIfNoEntry: false })) return
  await makeFolder(dirname(path))
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error // another process was quicker
  })
}
