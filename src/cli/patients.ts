import { basename, dirname, resolve } from 'node:path'
import { readNamed } from '../jobs/read-named.node.ts'
import type { ModelFile } from '../model/predict/model-schema.ts'
import { needsImages, type Patients } from '../study/cases/new-patients.ts'
import { columnRemarks, readPatientTable } from '../study/cases/read-patients.ts'
import { faultText } from '../study/chapters/data-issues.ts'
import type { StudyContext } from '../study/context.ts'
import type { OpenedPatients } from '../study/external/validate-patients.ts'
import { locales } from '../text/locales/index.ts'
import type { Terminal } from './terminal.ts'

declare const NOMOSCOPE_VERSION: string

export interface PatientOptions {
  data: string
  /** A study file whose `images` says where the patients' images lie. */
  images?: string
  jobs?: number
  /** The column that identifies the patients, and the sheet of a workbook. */
  id?: string
  sheet?: string
}

/**
 * The patients of a table, identified by the column that the study's were, read as the study's table was. Features that the model needs and the table lacks are
 * extracted from the images that it names, or that a study file does.
 */
export async function openPatients(
  file: ModelFile,
  options: PatientOptions,
  terminal: Terminal,
): Promise<OpenedPatients> {
  const { data, images } = options
  const patients = await readPatientTable(await readNamed(data), basename(data), file, options)
  const { ids, rows, read } = patients
  for (const one of read.faults) terminal.say(faultText(one, locales.en))
  if (!needsImages(file, rows, images !== undefined)) {
    tellColumns(file, rows, terminal)
    return { ...patients, failed: new Map(), noticed: new Map() }
  }
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
    const made = await withFeatures(file, { ids, rows }, cases, machine)
    tellColumns(file, made.rows, terminal)
    return { ...patients, ...made }
  } finally {
    await pool.close()
  }
}

function tellColumns(file: ModelFile, rows: Patients['rows'], terminal: Terminal): void {
  for (const remark of columnRemarks(file, rows)) terminal.say(remark)
}
