import { sha256 } from '../../digest.ts'
import { textOf } from '../../text/text-of.ts'
import type { StudyContext } from '../context.ts'
import { readStudyConfig } from './read.ts'
import type { StudyConfig } from './schema.ts'

/** The files around a study file; `read` throws FileNotFound. */
export type StudyFiles = Pick<StudyContext, 'read' | 'resolve' | 'exists' | 'list' | 'memory'>

/** A study file with its files, of which those that are read are hashed. Throws FileNotFound, StudyFileFault. */
export async function openStudyIn(
  files: StudyFiles,
  name: string,
): Promise<{ study: StudyConfig; text: string; files: StudyFiles & Pick<StudyContext, 'file' | 'hashes'> }> {
  const hashes = new Map<string, string>()
  const read = async (path: string) => {
    const bytes = await files.read(path)
    hashes.set(path, await sha256(bytes))
    return bytes
  }
  const text = textOf(await read(name), name)
  return { study: readStudyConfig(text, name), text, files: { ...files, file: name, read, hashes } }
}
