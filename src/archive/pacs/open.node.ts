import { readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { FileNotFound } from '../../errors/index.ts'
import type { ArchiveServer } from './archive-server.ts'
import { dimseArchive } from './dimse/dimse.node.ts'
import { readServer } from './profiles.ts'
import { webArchive } from './web.node.ts'

/**
 * The archive of that name in a file of servers; the file's paths start from its own folder.
 *
 * secret  asked for when the server wants one
 */
export async function openArchive(
  file: string,
  name: string,
  secret: (name: string) => Promise<string>,
): Promise<ArchiveServer> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw FileNotFound(file)
  const server = readServer(readFileSync(file, 'utf8'), file, name)
  if (!('web' in server)) return dimseArchive(server)
  const ca = server.ca && resolve(dirname(file), server.ca)
  return webArchive({ ...server, ca }, server.auth === 'none' ? undefined : await secret(name))
}
