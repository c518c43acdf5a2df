import { dirname, resolve } from 'node:path'
import { readNamedText } from '../../jobs/read-named.node.ts'
import type { ArchiveServer } from './archive-server.ts'
import { dimseArchive } from './dimse/dimse.node.ts'
import { type Politeness, readServer } from './profiles.ts'
import { webArchive } from './web.node.ts'

/** An archive, and how it is spared. */
export interface OpenedArchive {
  archive: ArchiveServer
  politeness: Politeness
}

/**
 * The archive of that name in a file of servers; the file's paths start from its own folder.
 *
 * secret  asked for when the server wants one
 */
export async function openArchive(
  file: string,
  name: string,
  secret: (name: string) => Promise<string>,
): Promise<OpenedArchive> {
  const server = readServer(await readNamedText(file), file, name)
  const { parallel, pause, quiet } = server
  const politeness = { parallel, pause, quiet }
  if (!('web' in server)) return { archive: dimseArchive(server), politeness }
  const ca = server.ca && resolve(dirname(file), server.ca)
  const archive = webArchive({ ...server, ca }, server.auth === 'none' ? undefined : await secret(name))
  return { archive, politeness }
}
