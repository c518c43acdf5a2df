import { type Fault, fault } from '../../cohort/fault.ts'
import { DevelopmentCohort, EntriesAbsent, EntryAfterLast, OutcomeColumnAbsent } from '../../errors/index.ts'
import { isDevelopmentCohort } from '../../model/deploy/development-cohort.ts'
import { noticeOf } from '../../model/deploy/make-model-file.ts'
import { validateExternally } from '../../model/deploy/validate-binary.ts'
import { validateSurvivalExternally } from '../../model/deploy/validate-survival.ts'
import type { ModelFile } from '../../model/predict/model-schema.ts'
import { locales } from '../../text/locales/index.ts'
import type { Patients } from '../cases/new-patients.ts'
import { columnRemarks, newOutcome, newTimes, type PatientTable, type ReadPatients } from '../cases/read-patients.ts'
import { faultText } from '../chapters/data-issues.ts'
import type { Found } from './report.ts'
import { type ClassesValidation, outcomeOfClasses, validateClasses } from './validate-classes.ts'
import { validateIncidence } from './validate-incidence.ts'

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
 * @throws OutcomeColumnAbsent, OutcomeValueAbsent, OutcomeCodedOtherwise, EntryAfterLast
 */
export function validatePatients(file: ModelFile, patients: OpenedPatients, data: string, asked: OutcomeAsked) {
  const { rows, failed, noticed, read, hash } = patients
  const column = asked.outcome ?? file.outcome.column
  requireColumn(read, column, data)
  const { found, said, flags, faults: noted } = judged(file, patients, column, data, asked)
  const known = developmentCohort(file, read.table.file, hash, rows, flags)
  const faults = [...known, ...read.faults, ...noted]
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
    told: [...noted, ...known],
    isFaulty: faults.some(({ severity }) => severity === 'error') || told.some(({ error }) => error !== undefined),
  }
}

type Rows = Patients['rows']

/** What was found by a model's kind, with a sentence of it, who has the outcome, and what is told of outcomes and times. */
interface Judged {
  found: Found
  said: string
  flags: readonly number[]
  faults: Fault[]
}

function judged(
  file: ModelFile,
  { ids, rows, read }: OpenedPatients,
  column: string,
  data: string,
  asked: OutcomeAsked,
): Judged {
  const once = (values: number[]) => {
    for (const row of read.repeats) values[row] = Number.NaN
    return values
  }
  if (file.classes || file.family === 'linear') {
    const { values, faults } = outcomeOfClasses(read, column, file)
    const found = validateClasses(file, ids, rows, once(values))
    return { found, said: classesSaid(found), flags: values, faults }
  }
  if (file.outcome.competing) return incidence(file, ids, rows, read, column, data, asked, once)
  const { flags, faults } = newOutcome(read, column, file, asked)
  once(flags)
  if (file.family === 'logistic') return { ...binary(file, ids, rows, flags), flags, faults }
  const followed = times(file, read, data, asked)
  return { ...survival(file, ids, rows, flags, followed), flags, faults: [...faults, ...followed.faults] }
}

function classesSaid({ n, performance: { handTill, orc, r2, rmse } }: ClassesValidation): string {
  const measures = Object.entries({ 'Hand–Till AUC': handTill, ORC: orc, 'R²': r2, RMSE: rmse }).flatMap(
    ([name, measure]) =>
      measure ? [`${name} ${measure.value.toFixed(3)} (${measure.lower.toFixed(3)}–${measure.upper.toFixed(3)})`] : [],
  )
  return `${n} patients: ${measures.join(', ')}`
}

/** An event that another can come before: a row with both at once counts as having had the event. */
function incidence(
  file: ModelFile,
  ids: readonly string[],
  rows: Rows,
  read: ReadPatients,
  column: string,
  data: string,
  asked: OutcomeAsked,
  once: (values: number[]) => number[],
): Judged {
  const competing = file.outcome.competing!
  requireColumn(read, competing.column, data)
  const { flags, faults } = newOutcome(read, column, file, asked)
  const rival = read.table.columns.find(({ name }) => name === competing.column)!
  const written = new Set(competing.values.map((value) => value.toLowerCase()))
  const cause = once(
    flags.map((flag, row) => {
      const isRival = written.has(rival.cells[row].trim().toLowerCase())
      return flag === 1 ? 1 : isRival ? 2 : flag
    }),
  )
  const followed = times(file, read, data, asked)
  const found = validateIncidence(file, ids, rows, followed.values, cause)
  const at = found.horizons.map(
    ({ time, auc, ratio }) => `at ${time} AUC ${auc.toFixed(3)}, observed over predicted incidence ${ratio.toFixed(2)}`,
  )
  const said = `${found.n} patients, ${found.events} with the event, ${found.competing} with the competing one first: ${at.join('; ')}`
  return { found, said, flags, faults: [...faults, ...followed.faults] }
}

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
  const { start, landmark = 0 } = file.outcome
  const column = asked.time ?? file.outcome.time!
  requireColumn(read, column, data)
  const { values, faults } = newTimes(read, column, file)
  const since = values.map((time) => (time > landmark ? time - landmark : Number.NaN))
  const followed = landmark > 0 ? since : values
  if (start === undefined) return { values: followed, faults }
  if (!read.table.columns.some(({ name }) => name === start))
    return { values: followed, faults: [...faults, fault(EntriesAbsent(data, start), { file: data }, 'note')] }
  const entries = newTimes(read, start, { ...file, horizons: [] })
  const wrong = read.ids.filter((_, row) => entries.values[row] >= values[row])
  if (wrong.length > 0) throw EntryAfterLast(data, start, column, wrong.slice(0, 5))
  return {
    values: followed,
    start: entries.values.map((entry) => Math.max(0, entry - landmark)),
    faults: [...faults, ...entries.faults],
  }
}

function survival(
  file: ModelFile,
  ids: readonly string[],
  rows: Rows,
  event: number[],
  { values, start }: ReturnType<typeof times>,
) {
  const found = validateSurvivalExternally(file, ids, rows, values, event, start)
  const { n, events, auc, lower, upper } = found.performance
  const { observedOverExpected, slope } = found.calibration
  const said = `${n} patients, ${events} with the event: C ${auc.toFixed(3)} (${lower.toFixed(3)}–${upper.toFixed(3)}), events observed over expected ${observedOverExpected.value.toFixed(2)}, slope ${slope.value.toFixed(2)}`
  return { found, said }
}

function requireColumn({ table }: ReadPatients, column: string, file: string): void {
  if (!table.columns.some(({ name }) => name === column)) throw OutcomeColumnAbsent(file, column)
}
