import { statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { FileNotFound, FileTooLarge, Unreadable } from '../errors/index.ts'
import { mostText } from '../text/text-of.ts'

/** What Node reads at once. */
const mostBytes = 2 ** 31 - 1

/** All bytes of a file that somebody named, whose size is looked at first. Throws FileNotFound, Unreadable, FileTooLarge. */
export async function readNamed(path: string, most = mostBytes): Promise<Uint8Array<ArrayBuffer>> {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw FileNotFound(path)
  if (found.isDirectory()) throw Unreadable(path, 'it is a folder, not a file')
  if (found.size > most) throw FileTooLarge(path, found.size, most)
  return new Uint8Array(await readFile(path))
}

/** The text of a file that somebody named. Throws what `readNamed` throws. */
export const readNamedText = async (path: string) => new TextDecoder().decode(await readNamed(path, mostText))
