import { type Fault, fault } from '../../cohort/fault.ts'
import { DevelopmentCohort, OutcomeColumnAbsent } from '../../errors/index.ts'
import { isDevelopmentCohort } from '../../model/deploy/development-cohort.ts'
import { noticeOf } from '../../model/deploy/make-model-file.ts'
import { validateExternally } from '../../model/deploy/validate-binary.ts'
import { validateSurvivalExternally } from '../../model/deploy/validate-survival.ts'
import type { ModelFile } from '../../model/predict/model-file.ts'
import { locales } from '../../text/locales/index.ts'
import type { Patients } from '../cases/new-patients.ts'
import { columnRemarks, newOutcome, newTimes, type PatientTable, type ReadPatients } from '../cases/read-patients.ts'
import { faultText } from '../chapters/data-issues.ts'

/** Patients of a table with what was made of their images. */
export type OpenedPatients = Patients & PatientTable

/** Where the outcome of these patients stands and how it is coded, where this is not as in the study. */
export interface OutcomeAsked {
  outcome?: string
  positive?: string
  negative?: string
  time?: string
}

/**
 * A model on another cohort with known outcomes. A patient counts once, by the first row.
 *
 * @param data what the cohort is called in the record
 * @returns the validation, its record as JSON, what is told of the data, the main figures in a sentence, and whether the
 *          data have faults
 * @throws OutcomeColumnAbsent, OutcomeValueAbsent, OutcomeCodedOtherwise
 */
export function validatePatients(file: ModelFile, patients: OpenedPatients, data: string, asked: OutcomeAsked) {
  const { ids, rows, failed, noticed, read, hash } = patients
  const column = asked.outcome ?? file.outcome.column
  requireColumn(read, column, data)
  const outcome = newOutcome(read, column, file, asked)
  for (const row of read.repeats) outcome.flags[row] = Number.NaN
  const followed = file.family === 'cox' ? times(file, read, data, asked) : undefined
  const { found, said } = followed
    ? survival(file, ids, rows, outcome.flags, followed.values)
    : binary(file, ids, rows, outcome.flags)
  const known = developmentCohort(file, read.table.file, hash, rows, outcome.flags)
  const faults = [...known, ...read.faults, ...outcome.faults, ...(followed?.faults ?? [])]
  const remarks = [...faults.map((one) => faultText(one, locales.en)), ...columnRemarks(file, rows)]
  const told = found.rows.map((row, i) => ({
    ...row,
    ...(failed.has(i) && { error: failed.get(i) }),
    warnings: [...(noticed.get(i) ?? []), ...row.warnings],
  }))
  const record = { model: file.label, cohort: data, notice: noticeOf(file), ...found, remarks, rows: told }
  return {
    found,
    rows: told,
    cohort: { file: read.table.file, remarks },
    json: `${JSON.stringify(record, null, 1)}\n`,
    said,
    /** Of the outcome and the cohort; what was told of reading the table is not said again. */
    told: [...outcome.faults, ...(followed?.faults ?? []), ...known],
    isFaulty: faults.some(({ severity }) => severity === 'error') || told.some(({ error }) => error !== undefined),
  }
}

type Rows = Patients['rows']

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

function times(file: ModelFile, read: ReadPatients, data: string, asked: OutcomeAsked) {
  const column = asked.time ?? file.outcome.time!
  requireColumn(read, column, data)
  return newTimes(read, column, file)
}

function survival(file: ModelFile, ids: readonly string[], rows: Rows, event: number[], values: number[]) {
  const found = validateSurvivalExternally(file, ids, rows, values, event)
  const { n, events, auc, lower, upper } = found.performance
  const { observedOverExpected, slope } = found.calibration
  const said = `${n} patients, ${events} with the event: C ${auc.toFixed(3)} (${lower.toFixed(3)}–${upper.toFixed(3)}), events observed over expected ${observedOverExpected.value.toFixed(2)}, slope ${slope.value.toFixed(2)}`
  return { found, said }
}

function requireColumn({ table }: ReadPatients, column: string, file: string): void {
  if (!table.columns.some(({ name }) => name === column)) throw OutcomeColumnAbsent(file, column)
}
