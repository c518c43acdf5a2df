import { WrongArguments } from '../../../errors/index.ts'
import { noticeOf } from '../../../model/deploy/make-model-file.ts'
import { readModelFile } from '../../../model/predict/model-file.ts'
import { needsImages } from '../../../study/cases/new-patients.ts'
import { readPatientTable } from '../../../study/cases/read-patients.ts'
import { faultText } from '../../../study/chapters/data-issues.ts'
import { readRun, writeComparison } from '../../../study/compare-runs/write-comparison.ts'
import { validatePatients } from '../../../study/external/validate-patients.ts'
import { writeValidation } from '../../../study/external/write-validation.ts'
import { locales } from '../../../text/locales/index.ts'
import { browserRenderer } from '../figures.ts'
import type { Result, Work } from '../messages.ts'
import { openZip } from '../pack.ts'
import type { Say } from './context.ts'

declare const NOMOSCOPE_VERSION: string

/** As `nomoscope validate MODEL --data TABLE --report FOLDER --language LANGUAGE`: the same files, in an archive. */
export async function validateHere(work: Extract<Work, { do: 'validate' }>, say: Say): Promise<Result> {
  const { model, table, sheet, asked, language } = work
  const file = await readModelFile(await model.text(), model.name)
  const opened = await readPatientTable(new Uint8Array(await table.arrayBuffer()), table.name, file, { sheet })
  if (needsImages(file, opened.rows, false))
    throw WrongArguments(
      'This table names images to extract features from; the command line does that (`nomoscope validate`).',
    )
  const patients = { ...opened, failed: new Map(), noticed: new Map() }
  const validated = validatePatients(file, patients, table.name, asked)
  for (const one of [...opened.read.faults, ...validated.told]) say({ line: faultText(one, locales.en) })
  for (const line of [validated.said, noticeOf(file)]) say({ line })
  for (const { id, error } of validated.rows) if (error !== undefined) say({ line: `${id}: ${error}` })
  return archive('validation', say, async (write, renderer, progress) =>
    writeValidation(file, validated, NOMOSCOPE_VERSION, write, renderer, progress, language),
  )
}

/** As `nomoscope compare FOLDER FOLDER`: the same files, in an archive. */
export async function compareHere({ runs }: Extract<Work, { do: 'compare' }>, say: Say): Promise<Result> {
  const [first, second] = await Promise.all(
    runs.map(async ({ file, name }) => readRun(await file.text(), file.name, name)),
  )
  return archive('comparison', say, async (write, renderer, progress) =>
    writeComparison([first, second], NOMOSCOPE_VERSION, write, renderer, progress),
  )
}

type WriteAll = (
  write: (name: string, content: string | Uint8Array) => Promise<void>,
  renderer: Awaited<ReturnType<typeof browserRenderer>>,
  progress: (done: number, total: number) => void,
) => Promise<void>

/** The files that are written, as one; the page among them is shown. */
async function archive(name: string, say: Say, writeAll: WriteAll): Promise<Result> {
  const files = new Map<string, string | Uint8Array>()
  await writeAll(
    async (path, content) => {
      files.set(path, content)
    },
    await browserRenderer(),
    (done, total) => say({ stage: 'figures', done, total }),
  )
  const zip = openZip()
  for (const [path, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
    zip.add(path, typeof content === 'string' ? new TextEncoder().encode(content) : content)
  return { saved: { name: `${name}.zip`, blob: zip.end() }, page: files.get(`${name}.html`) as string }
}
