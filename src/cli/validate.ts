import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Fault, fault } from '../cohort/fault.ts'
import { DevelopmentCohort, OutcomeColumnAbsent, OutputExists } from '../errors/index.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import { isDevelopmentCohort } from '../model/deploy/development-cohort.ts'
import { noticeOf } from '../model/deploy/make-model-file.ts'
import { validateExternally } from '../model/deploy/validate-binary.ts'
import { validateSurvivalExternally } from '../model/deploy/validate-survival.ts'
import type { ModelFile } from '../model/predict/model-file.ts'
import { columnRemarks, newOutcome, newTimes } from '../study/cases/read-patients.ts'
import { faultText } from '../study/chapters/data-issues.ts'
import { locales } from '../text/locales/index.ts'
import { type OpenedPatients, openPatients, type PatientOptions } from './patients.ts'
import { openModel } from './predict.ts'
import type { Terminal } from './terminal.ts'

declare const NOMOSCOPE_VERSION: string

export interface ValidateOptions extends PatientOptions {
  outcome?: string
  positive?: string
  negative?: string
  time?: string
  out?: string
  /** Folder of a page, Word file, tables and figures. */
  report?: string
  overwrite?: boolean
}

/** `nomoscope validate`: a model on another cohort with known outcomes, and the updates that cohort can support. */
export async function validateModel(path: string, options: ValidateOptions, terminal: Terminal): Promise<void> {
  if (options.out && existsSync(options.out) && !options.overwrite) throw OutputExists(options.out)
  const { report: folder } = options
  if (folder && existsSync(folder) && readdirSync(folder).length > 0 && !options.overwrite) throw OutputExists(folder)
  const file = await openModel(path)
  const { ids, rows, failed, noticed, read, hash } = await openPatients(file, options, terminal)
  const column = options.outcome ?? file.outcome.column
  requireColumn(read, column, options.data)
  const outcome = newOutcome(read, column, file, options)
  for (const one of outcome.faults) terminal.say(faultText(one, locales.en))
  // A patient counts once, by the first row.
  for (const row of read.repeats) outcome.flags[row] = Number.NaN
  const followed = file.family === 'cox' ? times(file, read, options) : undefined
  for (const one of followed?.faults ?? []) terminal.say(faultText(one, locales.en))
  const { found, said } = followed
    ? survival(file, ids, rows, outcome.flags, followed.values)
    : binary(file, ids, rows, outcome.flags)
  const known = developmentCohort(file, read.table.file, hash, rows, outcome.flags)
  for (const one of known) terminal.say(faultText(one, locales.en))
  const faults = [...known, ...read.faults, ...outcome.faults, ...(followed?.faults ?? [])]
  const told = found.rows.map((row, i) => ({
    ...row,
    ...(failed.has(i) && { error: failed.get(i) }),
    warnings: [...(noticed.get(i) ?? []), ...row.warnings],
  }))
  const notice = noticeOf(file)
  const remarks = [...faults.map((one) => faultText(one, locales.en)), ...columnRemarks(file, rows)]
  const record = { model: file.label, cohort: options.data, notice, ...found, remarks, rows: told }
  const text = `${JSON.stringify(record, null, 1)}\n`
  if (options.out) await writeAtomically(options.out, text)
  else if (!folder) terminal.result(text)
  if (folder) {
    const { externalReport } = await import('../study/external/report.ts')
    const { writeReport } = await import('../report/write-report.ts')
    const { nodeRenderer } = await import('../figures/export.node.ts')
    const cohort = { file: read.table.file, remarks }
    const { report, drawings } = externalReport(file, found, cohort, NOMOSCOPE_VERSION)
    const write = (name: string, content: string | Uint8Array) => writeAtomically(join(folder, name), content)
    await writeReport('validation', report, drawings, write, nodeRenderer, terminal.progress('figures'))
    await write('validation.json', text)
    terminal.result(join(folder, 'validation.html'))
  }
  terminal.say(said)
  terminal.say(notice)
  for (const { id, error } of told) if (error !== undefined) terminal.say(`${id}: ${error}`)
  const isFaulty = faults.some(({ severity }) => severity === 'error')
  if (isFaulty || told.some(({ error }) => error !== undefined)) process.exitCode = 3
}

type Rows = OpenedPatients['rows']

/** What is told where a model is validated on the patients that it was made from. */
function developmentCohort(
  file: ModelFile,
  name: string,
  hash: string,
  rows: Rows,
  outcome: readonly number[],
): Fault[] {
  const isFile = file.origin.cohortHash === hash
  if (!isFile && !isDevelopmentCohort(file, rows, outcome)) return []
  return [fault(DevelopmentCohort(name, file.origin.cohort, isFile ? 'file' : 'rows'), { file: name }, 'note')]
}

function binary(file: ModelFile, ids: readonly string[], rows: Rows, outcome: number[]) {
  const found = validateExternally(file, ids, rows, outcome)
  const { n, events, auc, lower, upper } = found.performance
  const { interceptAtSlope1, slope } = found.calibration
  const said = `${n} patients, ${events} with the outcome: AUC ${auc.toFixed(3)} (${lower.toFixed(3)}–${upper.toFixed(3)}), calibration in the large ${interceptAtSlope1.value.toFixed(2)}, slope ${slope.value.toFixed(2)}`
  return { found, said }
}

function times(file: ModelFile, read: OpenedPatients['read'], options: ValidateOptions) {
  const column = options.time ?? file.outcome.time!
  requireColumn(read, column, options.data)
  return newTimes(read, column, file)
}

function survival(file: ModelFile, ids: readonly string[], rows: Rows, event: number[], values: number[]) {
  const found = validateSurvivalExternally(file, ids, rows, values, event)
  const { n, events, auc, lower, upper } = found.performance
  const { observedOverExpected, slope } = found.calibration
  const said = `${n} patients, ${events} with the event: C ${auc.toFixed(3)} (${lower.toFixed(3)}–${upper.toFixed(3)}), events observed over expected ${observedOverExpected.value.toFixed(2)}, slope ${slope.value.toFixed(2)}`
  return { found, said }
}

function requireColumn({ table }: OpenedPatients['read'], column: string, file: string): void {
  if (!table.columns.some(({ name }) => name === column)) throw OutcomeColumnAbsent(file, column)
}
