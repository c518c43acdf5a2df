import { existsSync, readdirSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { FileNotFound, OutputExists } from '../errors/index.ts'
import { readNamed } from '../jobs/read-named.node.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import { draftFolder } from '../study/file/draft-folder.ts'
import type { DraftFolder } from '../study/file/find-dicom.ts'
import { counted } from '../text/counted.ts'
import type { Terminal } from './terminal.ts'

const maximumFiles = 200_000

export interface InitOptions {
  overwrite?: boolean
  /** Of a workbook with several. */
  sheet?: string
}

/**
 * Drafts `study.yaml` and `codebook.yaml` beside the table and the images found in a folder, or beside a table that is
 * named itself.
 */
export async function init(path: string, options: InitOptions, terminal: Terminal): Promise<void> {
  const target = statSync(path, { throwIfNoEntry: false })
  if (!target) throw FileNotFound(path)
  const folder = target.isDirectory() ? resolve(path) : dirname(resolve(path))
  const targets = ['study.yaml', 'codebook.yaml'].map((name) => join(folder, name))
  for (const file of targets) if (existsSync(file) && !options.overwrite) throw OutputExists(file)
  const table = target.isDirectory() ? undefined : basename(path)
  const drafted = await draftFolder(draftFolderAt(folder), filesIn(folder), path, { table, sheet: options.sheet })
  await writeAtomically(targets[0], drafted.study)
  const params = join(folder, 'params.yaml')
  if (drafted.params !== undefined && !existsSync(params)) {
    await writeAtomically(params, drafted.params)
    targets.push(params)
  }
  await writeAtomically(targets[1], drafted.codebook)
  const { picked } = drafted
  const { file, sheet, rows, otherSheets, otherFiles } = drafted.table
  const where = sheet === undefined ? file : `${file}, sheet ${sheet}`
  terminal.say(`${where}: ${counted(rows, 'row')}, identified by ${picked.id.name} (${picked.id.why})`)
  if (otherSheets.length > 0) terminal.say(`Other sheets: ${otherSheets.join(', ')}; --sheet NAME takes one of them.`)
  if (otherFiles.length > 0)
    terminal.say(
      `Other tables: ${otherFiles.join(', ')}; name one in place of the folder to take it, or add it under \`join\`.`,
    )
  if (picked.outcome)
    terminal.say(`outcome: ${picked.outcome.name} = ${picked.outcome.positive} (${picked.outcome.why})`)
  terminal.result(targets.map((file) => shown(file)).join('\n'))
}

const shown = (file: string) => relative('.', file) || file

export const draftFolderAt = (folder: string): DraftFolder => ({
  read: (name) => readNamed(join(folder, name)),
  head: (name, length) => headOf(join(folder, name), length),
})

async function headOf(path: string, length: number): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(length), 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** All files below a folder, by their paths from it on. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .slice(0, maximumFiles)
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()
}
