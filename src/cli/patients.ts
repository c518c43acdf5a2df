import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { readTable } from '../cohort/tables/read-table.ts'
import { FileNotFound } from '../errors/index.ts'
import type { ModelFile } from '../model/predict/model-file.ts'
import { needsImages, type Patients } from '../study/cases/new-patients.ts'
import type { StudyContext } from '../study/context.ts'
import type { Terminal } from './terminal.ts'

declare const NOMOSCOPE_VERSION: string

export interface PatientOptions {
  data: string
  /** A study file whose `images` says where the patients' images lie. */
  images?: string
  jobs?: number
}

/**
 * The patients of a table, whose first column identifies them. Features that the model needs and the table lacks are
 * extracted from the images that it names, or that a study file does.
 */
export async function openPatients(file: ModelFile, options: PatientOptions, terminal: Terminal): Promise<Patients> {
  const { data, images } = options
  if (!existsSync(data)) throw FileNotFound(data)
  const table = await readTable(await readFile(data), data)
  const ids = table.columns[0].cells
  const rows = Array.from({ length: table.length }, (_, i) =>
    Object.fromEntries(table.columns.map(({ name, cells }) => [name, cells[i]])),
  )
  if (!needsImages(file, rows, images !== undefined)) return { ids, rows, failed: new Map(), noticed: new Map() }
  const { casesOfColumns, casesOfStudy, withFeatures } = await import('../study/cases/new-patients.ts')
  const { openPool } = await import('../workers/pool.ts')
  const pool = openPool(options.jobs)
  try {
    const machine = { version: NOMOSCOPE_VERSION, map: pool.map, say: terminal.say, progress: terminal.progress }
    const folder = dirname(resolve(data))
    let cases = images ? [] : casesOfColumns(file, { ids, rows }, (path) => resolve(folder, path))
    if (images) {
      const { openStudy } = await import('../study/file/open.node.ts')
      const { study, files } = await openStudy(images)
      const context: StudyContext = { ...files, ...machine }
      cases = casesOfStudy(file, ids, study, context)
    }
    return await withFeatures(file, { ids, rows }, cases, machine)
  } finally {
    await pool.close()
  }
}
