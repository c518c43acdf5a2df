import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { FileNotFound, NoResults, OutputExists } from '../errors/index.ts'
import { nodeRenderer } from '../figures/export.node.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import { writeReport } from '../report/write-report.ts'
import { compareRuns } from '../study/compare-runs/compare-runs.ts'
import type { ComparedRun } from '../study/compare-runs/tables.ts'
import type { StudyConfig } from '../study/file/schema.ts'
import { resultsSchema } from '../study/write/results-schema.ts'
import type { Terminal } from './terminal.ts'

declare const NOMOSCOPE_VERSION: string

/** `nomoscope compare`: two folders of results side by side; writes comparison.html, .docx, .json, tables and figures. */
export async function compare(
  folders: readonly [string, string],
  options: { out: string; overwrite?: boolean },
  terminal: Terminal,
): Promise<void> {
  const out = resolve(options.out)
  if (existsSync(out) && readdirSync(out).length > 0 && !options.overwrite) throw OutputExists(out)
  const [first, second] = folders.map(readRun)
  const inputs = folders.map((folder) => `${basename(resolve(folder))}/results.json`)
  const { report, drawings } = compareRuns([first, second], inputs, NOMOSCOPE_VERSION)
  const write = (name: string, content: string | Uint8Array) => writeAtomically(join(out, name), content)
  await writeReport('comparison', report, drawings, write, nodeRenderer, terminal.progress('figures'))
  const { tables, figures, warnings, ...rest } = report
  const record = { schema: 1, runs: inputs, tables, figures, warnings, report: rest }
  await write('comparison.json', `${JSON.stringify(record, null, 1)}\n`)
  terminal.result(join(out, 'comparison.html'))
}

/** The results in a folder, called what the folder is called. Throws FileNotFound, NoResults. */
function readRun(folder: string): ComparedRun {
  const file = join(folder, 'results.json')
  if (!existsSync(file)) throw FileNotFound(file)
  let found: unknown
  try {
    found = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw NoResults(file)
  }
  if (!resultsSchema.safeParse(found).success) throw NoResults(file)
  const { study, models, warnings } = found as Omit<ComparedRun, 'name'> & { study: StudyConfig }
  return { name: basename(resolve(folder)), study, models, warnings }
}
