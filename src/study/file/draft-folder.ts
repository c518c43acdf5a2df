import { draftCodebook } from '../../cohort/codebook/draft-codebook.ts'
import { NoTableFound } from '../../errors/index.ts'
import { type DraftSource, draftParams, draftStudy, idsOf, type PickedColumns, pathTemplates } from './draft.ts'
import { type DraftFolder, findDicom, sourceOfFolder } from './find-dicom.ts'
import { chooseTables, type OpenedTable, openTables, pickColumns } from './find-tables.ts'

const tableName = /\.(csv|tsv|xlsx|csv\.gz)$/i

/** Tables of programs whose files are not read here: reading one says what it is and what to do. */
const otherTableName = /\.(xls|ods|numbers|sav|dta|sas7bdat)$/i
const ours = /(^|\/)(study|codebook|results|cases|corrections)\b/i
const maximumTables = 20

/** A study's first files, and what they were drafted from. */
export interface DraftedStudy {
  study: string
  codebook: string
  /** A parameter file, where there are images. */
  params?: string
  picked: PickedColumns
  table: { file: string; sheet?: string; rows: number; otherSheets: string[]; otherFiles: string[] }
}

/**
 * Drafts a study and its codebook from what is in a folder.
 * paths  all its files
 * asked  the table and its sheet, where they are named
 * Throws NoTableFound, or why no table could be read.
 */
export async function draftFolder(
  folder: DraftFolder,
  paths: readonly string[],
  name: string,
  asked: { table?: string; sheet?: string } = {},
): Promise<DraftedStudy> {
  const opened: OpenedTable[] = []
  const unread: unknown[] = []
  for (const file of (asked.table ? [asked.table] : tablesFirst(paths)).slice(0, maximumTables)) {
    try {
      opened.push(...(await openTables(await folder.read(file), file, asked.sheet)))
    } catch (error) {
      // Another table of the folder may do; the reason is told if none does.
      unread.push(error)
    }
  }
  const chosen = chooseTables(opened)
  if (!chosen) throw unread[0] ?? NoTableFound(name)
  const { cohort, features } = chosen
  const picked = pickColumns(cohort.table, features?.file === cohort.file)
  const dicom = await findDicom(folder, paths)
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
  const ids = [picked.id.name, ...(picked.patient ? [picked.patient.name] : [])]
  const others = opened.filter((one) => one !== cohort && one.file === tableFile).flatMap((one) => one.sheet ?? [])
  const otherFiles = [...new Set(opened.map((one) => one.file))].filter(
    (file) => file !== tableFile && file !== features?.file,
  )
  const study = draftStudy({ paths: images, masks, sources, tableFile, sheet, table, picked, features })
  return {
    study,
    codebook: draftCodebook(table, ids),
    ...(study.includes('params: params.yaml') && { params: draftParams }),
    picked,
    table: {
      file: tableFile,
      ...(sheet !== undefined && { sheet }),
      rows: table.length,
      otherSheets: others,
      otherFiles,
    },
  }
}

const depth = (path: string) => path.split('/').length

function tablesFirst(paths: readonly string[]): string[] {
  const tables = paths.filter((path) => tableName.test(path))
  if (tables.length === 0) return paths.filter((path) => otherTableName.test(path)).sort()
  const foreign = tables.filter((path) => !ours.test(path))
  return (foreign.length > 0 ? foreign : tables).sort((a, b) => depth(a) - depth(b) || a.localeCompare(b))
}
