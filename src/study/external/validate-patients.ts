import { type Fault, fault } from '../../cohort/fault.ts'
import {
  DevelopmentCohort,
  EntriesAbsent,
  EntryAfterLast,
  FewOutcomes,
  HorizonsBeyond,
  OneOutcome,
  OutcomeColumnAbsent,
  TimeColumnAbsent,
  TooFewKnown,
  ValuesInOtherUnit,
} from '../../errors/index.ts'
import { isDevelopmentCohort } from '../../model/deploy/development-cohort.ts'
import { noticeOf } from '../../model/deploy/make-model-file.ts'
import { validateExternally } from '../../model/deploy/validate-binary.ts'
import { validateSurvivalExternally } from '../../model/deploy/validate-survival.ts'
import type { ModelFile } from '../../model/predict/model-schema.ts'
import { predict } from '../../model/predict/predict.ts'
import { locales } from '../../text/locales/index.ts'
import type { Patients } from '../cases/new-patients.ts'
import { columnRemarks, newOutcome, newTimes, type PatientTable, type ReadPatients } from '../cases/read-patients.ts'
import { faultText } from '../chapters/data-issues.ts'
import type { Found } from './report.ts'
import { figure, withLimits } from './said.ts'
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
 * @throws OutcomeColumnAbsent, TimeColumnAbsent, OutcomeValueAbsent, OutcomeCodedOtherwise, ClassesNotFound, EntryAfterLast,
 *   TooFewKnown, OneOutcome
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
    knownOf(file, rows, [once(values)], column, faults)
    const found = validateClasses(file, ids, rows, values, data)
    const others = file.classes ? [] : valuesInOtherUnit(file, rows, values, column, data)
    return { found, said: classesSaid(found), flags: values, faults: [...faults, ...others] }
  }
  if (file.outcome.competing) return incidence(file, ids, rows, read, column, data, asked, once)
  const { flags, faults } = newOutcome(read, column, file, asked)
  once(flags)
  if (file.family === 'logistic') {
    const few = fewOutcomes(
      knownOf(file, rows, [flags], column, faults).map((row) => flags[row]),
      column,
      data,
    )
    return { ...binary(file, ids, rows, flags), flags, faults: [...faults, ...few] }
  }
  const followed = times(file, read, data, asked)
  const seen = fewEvents(file, rows, flags, followed.values, column, data, [...faults, ...followed.faults])
  return { ...survival(file, ids, rows, flags, followed), flags, faults: [...faults, ...followed.faults, ...seen] }
}

function classesSaid({ n, performance: { handTill, orc, r2, rmse } }: ClassesValidation): string {
  const measures = Object.entries({ 'Hand–Till AUC': handTill, ORC: orc, 'R²': r2, RMSE: rmse }).flatMap(
    ([name, measure]) => (measure ? [`${name} ${withLimits(measure.value, measure, 3)}`] : []),
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
  const seen = fewEvents(file, rows, cause, followed.values, column, data, [...faults, ...followed.faults])
  const found = validateIncidence(file, ids, rows, followed.values, cause)
  const at = found.horizons.map(({ time, auc, observed, ratio }) => {
    const why = observed > 0 ? 'nobody is followed beyond it' : 'nobody has the event by then'
    return `at ${time} AUC ${figure(auc, 3, why)}, observed over predicted incidence ${figure(ratio, 2)}`
  })
  const said = `${found.n} patients, ${found.events} with the event, ${found.competing} with the competing one first${at.length > 0 ? `: ${at.join('; ')}` : ''}`
  return { found, said, flags, faults: [...faults, ...followed.faults, ...seen] }
}

/** Rows with a prediction and known values. Throws TooFewKnown with what was told of the cells that were not read. */
function knownOf(
  file: ModelFile,
  rows: Rows,
  values: readonly ArrayLike<number>[],
  column: string,
  told: readonly Fault[],
): number[] {
  const predictions = predict(file, rows)
  const known = predictions.flatMap(({ lp }, row) =>
    lp === undefined || values.some((one) => Number.isNaN(one[row])) ? [] : [row],
  )
  if (known.length < 2) throw tooFewKnown(column, known.length, told)
  return known
}

/** So many of the faults stand in the message of what could not be done for them. */
const shownFaults = 5

const tooFewKnown = (column: string, rows: number, told: readonly Fault[]) =>
  TooFewKnown(
    column,
    rows,
    told
      .filter(({ severity }) => severity === 'error')
      .slice(0, shownFaults)
      .map((one) => `\n  ${faultText(one, locales.en)}`)
      .join(''),
  )

/** Of fewer patients with the outcome, or without it, no figure says much. */
const few = 10

/** What is told where few patients have the outcome, or few do not. Throws OneOutcome. */
function fewOutcomes(flags: readonly number[], column: string, file: string): Fault[] {
  const positive = flags.filter((flag) => flag === 1).length
  if (positive === 0 || positive === flags.length)
    throw OneOutcome(file, column, flags.length, positive === 0 ? 'absent' : 'present')
  const told = (rows: number, what: string) =>
    rows < few ? [fault(FewOutcomes(column, rows, what), { file, column }, 'note')] : []
  return [...told(positive, 'the outcome'), ...told(flags.length - positive, 'no outcome')]
}

/** What is told where few patients have the event, or none is followed up to a horizon of the model. */
function fewEvents(
  file: ModelFile,
  rows: Rows,
  event: readonly number[],
  time: readonly number[],
  column: string,
  cohort: string,
  told: readonly Fault[],
): Fault[] {
  const known = knownOf(file, rows, [event, time], `${column} and ${file.outcome.time}`, told)
  const events = known.filter((row) => event[row] === 1).length
  if (events === 0) throw OneOutcome(cohort, column, known.length, 'absent')
  const last = Math.max(...known.map((row) => time[row]))
  const beyond = (file.horizons ?? []).filter((horizon) => horizon > last)
  const where = { file: cohort, column }
  return [
    ...(events < few ? [fault(FewOutcomes(column, events, 'the event'), where, 'note')] : []),
    ...(beyond.length > 0
      ? [fault(HorizonsBeyond(file.outcome.time!, beyond.join(', '), Number(last.toPrecision(4))), where, 'note')]
      : []),
  ]
}

/** A median that many times what is foretold is in another unit. */
const otherUnit = 8

function valuesInOtherUnit(
  file: ModelFile,
  rows: Rows,
  values: readonly number[],
  column: string,
  cohort: string,
): Fault[] {
  const known = knownOf(file, rows, [values], column, [])
  const predictions = predict(file, rows)
  const middle = (all: number[]) => all.sort((a, b) => a - b)[all.length >> 1]
  const seen = middle(known.map((row) => values[row]))
  const foretold = middle(known.map((row) => predictions[row].value!))
  const ratio = seen / foretold
  if (!(ratio > otherUnit || (ratio > 0 && ratio < 1 / otherUnit))) return []
  const [a, b] = [seen, foretold].map((value) => Number(value.toPrecision(4)))
  return [fault(ValuesInOtherUnit(column, a, b), { file: cohort, column }, 'note')]
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
  const { n, events, auc } = found.performance
  const { interceptAtSlope1, slope } = found.calibration
  const said = `${n} patients, ${events} with the outcome: AUC ${withLimits(auc, found.performance, 3)}, calibration in the large ${figure(interceptAtSlope1.value, 2)}, slope ${figure(slope.value, 2)}`
  return { found, said }
}

function times(file: ModelFile, read: ReadPatients, data: string, asked: OutcomeAsked) {
  const { start, landmark = 0 } = file.outcome
  const column = asked.time ?? file.outcome.time!
  if (!read.table.columns.some(({ name }) => name === column)) throw TimeColumnAbsent(data, column)
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
  const { n, events, auc } = found.performance
  const { observedOverExpected, slope } = found.calibration
  const said = `${n} patients, ${events} with the event: C ${withLimits(auc, found.performance, 3)}, events observed over expected ${figure(observedOverExpected.value, 2)}, slope ${figure(slope.value, 2)}`
  return { found, said }
}

function requireColumn({ table }: ReadPatients, column: string, file: string): void {
  if (!table.columns.some(({ name }) => name === column)) throw OutcomeColumnAbsent(file, column)
}
