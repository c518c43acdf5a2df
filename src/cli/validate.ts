import { existsSync } from 'node:fs'
import { usualMissing } from '../cohort/tables/parse-cell.ts'
import { OutcomeColumnAbsent, OutcomeValueAbsent, OutputExists } from '../errors/index.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import { noticeOf } from '../model/deploy/make-model-file.ts'
import { validateExternally } from '../model/deploy/validate-binary.ts'
import { validateSurvivalExternally } from '../model/deploy/validate-survival.ts'
import type { ModelFile } from '../model/predict/model-file.ts'
import type { Cell } from '../model/predict/predict.ts'
import { openPatients, type PatientOptions } from './patients.ts'
import { openModel } from './predict.ts'
import type { Terminal } from './terminal.ts'

const mostNamed = 5

export interface ValidateOptions extends PatientOptions {
  outcome?: string
  positive?: string
  time?: string
  out?: string
  overwrite?: boolean
}

/** `nomoscope validate`: a model on another cohort with known outcomes, and the updates that cohort can support. */
export async function validateModel(path: string, options: ValidateOptions, terminal: Terminal): Promise<void> {
  if (options.out && existsSync(options.out) && !options.overwrite) throw OutputExists(options.out)
  const file = await openModel(path)
  const { ids, rows, failed, noticed } = await openPatients(file, options, terminal)
  const column = options.outcome ?? file.outcome.column
  requireColumn(rows, column, options.data)
  const positive = options.positive ?? file.outcome.positive
  const outcome = flagsOf(rows, column, positive, options.data)
  const { found, said } =
    file.family === 'cox' ? survival(file, ids, rows, outcome, options) : binary(file, ids, rows, outcome)
  const told = found.rows.map((row, i) => ({
    ...row,
    ...(failed.has(i) && { error: failed.get(i) }),
    warnings: [...(noticed.get(i) ?? []), ...row.warnings],
  }))
  const notice = noticeOf(file)
  const text = `${JSON.stringify({ model: file.label, cohort: options.data, notice, ...found, rows: told }, null, 1)}\n`
  if (options.out) await writeAtomically(options.out, text)
  else terminal.result(text)
  terminal.say(said)
  terminal.say(notice)
  for (const { id, error } of told) if (error !== undefined) terminal.say(`${id}: ${error}`)
  if (told.some(({ error }) => error !== undefined)) process.exitCode = 3
}

/** 1 where the outcome is the positive value, NaN where it is not known. Throws OutcomeValueAbsent when no row has it. */
function flagsOf(rows: Rows, column: string, positive: string, data: string): number[] {
  const words = rows.map((row) => String(row[column] ?? '').trim())
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()
  const isMissing = (word: string) =>
    word === '' || (usualMissing.includes(word.toLowerCase()) && !same(word, positive))
  const known = words.filter((word) => !isMissing(word))
  if (known.length > 0 && !known.some((word) => same(word, positive)))
    throw OutcomeValueAbsent(data, column, positive, [...new Set(known)].slice(0, mostNamed))
  return words.map((word) => (isMissing(word) ? Number.NaN : Number(same(word, positive))))
}

type Rows = readonly Readonly<Record<string, Cell>>[]

function binary(file: ModelFile, ids: readonly string[], rows: Rows, outcome: number[]) {
  const found = validateExternally(file, ids, rows, outcome)
  const { n, events, auc, lower, upper } = found.performance
  const { interceptAtSlope1, slope } = found.calibration
  const said = `${n} patients, ${events} with the outcome: AUC ${auc.toFixed(3)} (${lower.toFixed(3)}–${upper.toFixed(3)}), calibration in the large ${interceptAtSlope1.value.toFixed(2)}, slope ${slope.value.toFixed(2)}`
  return { found, said }
}

function survival(file: ModelFile, ids: readonly string[], rows: Rows, event: number[], options: ValidateOptions) {
  const column = options.time ?? file.outcome.time!
  requireColumn(rows, column, options.data)
  const time = rows.map((row) => {
    const cell = row[column]
    return typeof cell === 'number' ? cell : cell?.trim() ? Number(cell) : Number.NaN
  })
  const found = validateSurvivalExternally(file, ids, rows, time, event)
  const { n, events, auc, lower, upper } = found.performance
  const { observedOverExpected, slope } = found.calibration
  const said = `${n} patients, ${events} with the event: C ${auc.toFixed(3)} (${lower.toFixed(3)}–${upper.toFixed(3)}), events observed over expected ${observedOverExpected.value.toFixed(2)}, slope ${slope.value.toFixed(2)}`
  return { found, said }
}

function requireColumn(rows: Rows, column: string, file: string): void {
  if (rows.length > 0 && !(column in rows[0])) throw OutcomeColumnAbsent(file, column)
}
