import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { OutputExists } from '../errors/index.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import { noticeOf } from '../model/deploy/make-model-file.ts'
import { faultText } from '../study/chapters/data-issues.ts'
import { type OutcomeAsked, validatePatients } from '../study/external/validate-patients.ts'
import { type Language, locales } from '../text/locales/index.ts'
import { openPatients, type PatientOptions } from './patients.ts'
import { openModel } from './predict.ts'
import type { Terminal } from './terminal.ts'

declare const NOMOSCOPE_VERSION: string

export interface ValidateOptions extends PatientOptions, OutcomeAsked {
  out?: string
  /** Folder of a page, Word file, tables and figures. */
  report?: string
  /** Of the page and its files. */
  language?: Language
  overwrite?: boolean
}

/** `nomoscope validate`: a model on another cohort with known outcomes, and the updates that cohort can support. */
export async function validateModel(path: string, options: ValidateOptions, terminal: Terminal): Promise<void> {
  if (options.out && existsSync(options.out) && !options.overwrite) throw OutputExists(options.out)
  const { report: folder } = options
  if (folder && existsSync(folder) && readdirSync(folder).length > 0 && !options.overwrite) throw OutputExists(folder)
  const file = await openModel(path)
  const patients = await openPatients(file, options, terminal)
  const validated = validatePatients(file, patients, options.data, options)
  for (const one of validated.told) terminal.say(faultText(one, locales.en))
  if (options.out) await writeAtomically(options.out, validated.json)
  else if (!folder) terminal.result(validated.json)
  if (folder) {
    const { writeValidation } = await import('../study/external/write-validation.ts')
    const { nodeRenderer } = await import('../figures/export.node.ts')
    const write = (name: string, content: string | Uint8Array) => writeAtomically(join(folder, name), content)
    const { progress } = terminal
    await writeValidation(
      file,
      validated,
      NOMOSCOPE_VERSION,
      write,
      nodeRenderer,
      progress('figures'),
      options.language,
    )
    terminal.result(join(folder, 'validation.html'))
  }
  terminal.say(validated.said)
  terminal.say(noticeOf(file))
  for (const { id, error } of validated.rows) if (error !== undefined) terminal.say(`${id}: ${error}`)
  if (validated.isFaulty) process.exitCode = 3
}
