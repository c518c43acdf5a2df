import { existsSync } from 'node:fs'
import { OutcomeColumnAbsent, OutputExists } from '../errors.ts'
import { validateExternally } from '../model/external-validation.ts'
import { writeAtomically } from '../run/atomic.ts'
import { openModel, openPatients } from './predict.ts'
import type { Terminal } from './terminal.ts'

export interface ValidateOptions {
  data: string
  outcome?: string
  positive?: string
  out?: string
  overwrite?: boolean
}

/** `nomoscope validate`: a model on another cohort with known outcomes, and the updates that cohort can support. */
export async function validateModel(path: string, options: ValidateOptions, terminal: Terminal): Promise<void> {
  if (options.out && existsSync(options.out) && !options.overwrite) throw OutputExists(options.out)
  const file = await openModel(path)
  const { ids, rows } = await openPatients(options.data)
  const column = options.outcome ?? file.outcome.column
  if (rows.length > 0 && !(column in rows[0])) throw OutcomeColumnAbsent(options.data, column)
  const positive = options.positive ?? file.outcome.positive
  const outcome = rows.map((row) => {
    const cell = row[column]
    return cell === '' || cell === undefined || cell === null ? Number.NaN : Number(String(cell) === positive)
  })
  const found = validateExternally(file, ids, rows, outcome)
  const text = `${JSON.stringify({ model: file.label, cohort: options.data, notice: file.notice, ...found }, null, 1)}\n`
  if (options.out) await writeAtomically(options.out, text)
  else terminal.result(text)
  const { n, events, auc, lower, upper } = found.performance
  const { interceptAtSlope1, slope } = found.calibration
  terminal.say(
    `${n} patients, ${events} with the outcome: AUC ${auc.toFixed(3)} (${lower.toFixed(3)}–${upper.toFixed(3)}), calibration in the large ${interceptAtSlope1.value.toFixed(2)}, slope ${slope.value.toFixed(2)}`,
  )
  if (found.rows.some(({ error }) => error !== undefined)) process.exitCode = 3
}
