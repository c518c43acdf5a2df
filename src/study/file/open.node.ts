import { existsSync, readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { sha256 } from '../../digest.ts'
import { FileNotFound } from '../../errors/index.ts'
import type { StudyContext } from '../context.ts'
import { readStudyConfig } from './read.ts'
import type { StudyConfig } from './schema.ts'

/** A study file with its place on this machine: paths are taken from its folder. Throws FileNotFound, StudyFileFault. */
export async function openStudy(file: string): Promise<{
  study: StudyConfig
  text: string
  files: Pick<StudyContext, 'file' | 'read' | 'resolve' | 'exists' | 'list' | 'hashes'>
}> {
  const folder = dirname(resolve(file))
  const hashes = new Map<string, string>()
  const resolvePath = (path: string) => resolve(folder, path)
  const read = async (path: string) => {
    const whole = resolvePath(path)
    if (!statSync(whole, { throwIfNoEntry: false })?.isFile()) throw FileNotFound(whole)
    const bytes = await readFile(whole)
    hashes.set(path, await sha256(bytes))
    return bytes
  }
  const text = new TextDecoder().decode(await read(basename(file)))
  const study = readStudyConfig(text, basename(file))
  const exists = (path: string) => existsSync(resolvePath(path))
  const list = (path: string) =>
    exists(path)
      ? readdirSync(resolvePath(path), { withFileTypes: true })
          .map((entry) => ({ name: entry.name, folder: !entry.isFile() }))
          .sort((a, b) => (a.name < b.name ? -1 : 1))
      : []
  return { study, text, files: { file: basename(file), read, resolve: resolvePath, exists, list, hashes } }
}
