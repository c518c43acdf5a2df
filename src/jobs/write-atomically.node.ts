import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * Writes a file so that a kill at any moment leaves either the old one or the new one, never a part.
 * A device or a pipe (`/dev/null`, `/dev/stdout`) is written to; putting a file in its place would destroy it.
 */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const there = await stat(path).catch(() => undefined)
  if (there && !there.isFile() && !there.isDirectory()) return writeFile(path, content)
  await mkdir(dirname(path), { recursive: true })
  const part = join(dirname(path), `.${randomUUID()}.part`)
  try {
    await writeFile(part, content, { flag: 'wx' })
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}
