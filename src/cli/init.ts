import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { draftCodebook } from '../cohort/codebook/draft-codebook.ts'
import { readTable } from '../cohort/tables/read-table.ts'
import { FileNotFound, NoTableFound, OutputExists } from '../errors/index.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import { draftStudy } from '../study/file/draft.ts'
import type { Terminal } from './terminal.ts'

const tableName = /\.(csv|tsv|xlsx|csv\.gz)$/i
const mostFiles = 200_000

/** Drafts `study.yaml` and `codebook.yaml` in a folder from the table and the images found there. */
export async function init(folder: string, options: { overwrite?: boolean }, terminal: Terminal): Promise<void> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw FileNotFound(folder)
  const targets = ['study.yaml', 'codebook.yaml'].map((name) => join(folder, name))
  for (const target of targets) if (existsSync(target) && !options.overwrite) throw OutputExists(target)
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .slice(0, mostFiles)
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replaceAll('\\', '/').replace(/^\//, ''))
    .sort()
  const tables = paths.filter((path) => tableName.test(path)).sort((a, b) => depth(a) - depth(b) || a.localeCompare(b))
  if (tables.length === 0) throw NoTableFound(folder)
  const tableFile = tables[0]
  const table = await readTable(readFileSync(join(folder, tableFile)), tableFile)
  const id = likelyId(table.columns)
  const folders = [
    ...new Set(paths.filter((path) => /\.(dcm|ima)$/i.test(path)).map((path) => path.slice(0, path.lastIndexOf('/')))),
  ]
  const images = [...paths.filter((path) => !/\.(dcm|ima)$/i.test(path) && !tableName.test(path)), ...folders]
  await writeAtomically(targets[0], draftStudy({ paths: images, tableFile, table, id }))
  await writeAtomically(targets[1], draftCodebook(table, id))
  terminal.say(`${tableFile}: ${table.length} rows, identified by ${id}`)
  terminal.result(targets.join('\n'))
}

/** The first column whose cells are all there and all different. */
function likelyId(columns: { name: string; cells: string[] }[]): string {
  const unique = columns.find(({ cells }) => new Set(cells).size === cells.length && !cells.includes(''))
  return (unique ?? columns[0]).name
}

const depth = (path: string) => path.split('/').length
