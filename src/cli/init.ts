import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { draftCodebook } from '../cohort/codebook/draft-codebook.ts'
import { FileNotFound, NoTableFound, OutputExists } from '../errors/index.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import { type DraftSource, draftParams, draftStudy, idsOf, pathTemplates } from '../study/file/draft.ts'
import { chooseTables, type OpenedTable, openTables, pickColumns } from '../study/file/find-tables.ts'
import { findDicom, sourceOfFolder } from './find-dicom.ts'
import type { Terminal } from './terminal.ts'

const tableName = /\.(csv|tsv|xlsx|csv\.gz)$/i
const ours = /(^|\/)(study|codebook|results|cases)\b/i
const maximumFiles = 200_000
const maximumTables = 20

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
  const paths = filesIn(folder)
  const named = target.isDirectory() ? undefined : basename(path)
  const files = named ? [named] : tablesFirst(paths)
  const opened: OpenedTable[] = []
  const unread: unknown[] = []
  for (const file of files.slice(0, maximumTables)) {
    try {
      opened.push(...(await openTables(readFileSync(join(folder, file)), file, options.sheet)))
    } catch (error) {
      // Another table of the folder may do; the reason is told if none does.
      unread.push(error)
    }
  }
  const chosen = chooseTables(opened)
  if (!chosen) throw unread[0] ?? NoTableFound(path)
  const { cohort, features } = chosen
  const picked = pickColumns(cohort.table, features?.file === cohort.file)
  const dicom = findDicom(folder, paths)
  const images = [...dicom.others.filter((one) => !tableName.test(one)), ...dicom.images, ...dicom.masks]
  const { file: tableFile, sheet, table } = cohort
  const sources = new Map<string, DraftSource>()
  // One patient's folder says what the others are likely to hold.
  for (const { example } of pathTemplates(dicom.images, idsOf(table, picked.patient?.name ?? picked.id.name)))
    sources.set(
      example,
      await sourceOfFolder(
        folder,
        paths.filter((one) => one.slice(0, Math.max(0, one.lastIndexOf('/'))) === example),
      ),
    )
  const { masks } = dicom
  const drafted = { paths: images, masks, sources, tableFile, sheet, table, picked, features }
  await writeAtomically(targets[0], draftStudy(drafted))
  const params = join(folder, 'params.yaml')
  if (images.length > 0 && !existsSync(params)) {
    await writeAtomically(params, draftParams)
    targets.push(params)
  }
  const ids = [picked.id.name, ...(picked.patient ? [picked.patient.name] : [])]
  await writeAtomically(targets[1], draftCodebook(table, ids))
  const others = opened.filter((one) => one !== cohort && one.file === tableFile).map((one) => one.sheet)
  const where = sheet === undefined ? tableFile : `${tableFile}, sheet ${sheet}`
  terminal.say(`${where}: ${table.length} rows, identified by ${picked.id.name} (${picked.id.why})`)
  if (others.length > 0) terminal.say(`Other sheets: ${others.join(', ')}; --sheet NAME takes one of them.`)
  if (picked.outcome)
    terminal.say(`outcome: ${picked.outcome.name} = ${picked.outcome.positive} (${picked.outcome.why})`)
  terminal.result(targets.map((file) => shown(file)).join('\n'))
}

const shown = (file: string) => relative('.', file) || file

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .slice(0, maximumFiles)
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()
}

const depth = (path: string) => path.split('/').length

function tablesFirst(paths: readonly string[]): string[] {
  const tables = paths.filter((path) => tableName.test(path))
  const foreign = tables.filter((path) => !ours.test(path))
  return (foreign.length > 0 ? foreign : tables).sort((a, b) => depth(a) - depth(b) || a.localeCompare(b))
}
