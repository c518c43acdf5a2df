import { existsSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { groupFaults } from '../cohort/group-faults.ts'
import { OutputExists } from '../errors/index.ts'
import { nodeRenderer } from '../figures/export.node.ts'
import { nodeFolder } from '../jobs/study-folder.node.ts'
import { faultText } from '../study/chapters/data-issues.ts'
import type { StudyContext } from '../study/context.ts'
import { openStudy } from '../study/file/open.node.ts'
import { runStudy } from '../study/study.ts'
import { writeResults } from '../study/write/write-results.ts'
import { locales } from '../text/locales/index.ts'
import { openPool } from '../workers/pool.ts'
import type { Terminal } from './terminal.ts'

declare const NOMOSCOPE_VERSION: string

const mostShown = 20

export interface RunOptions {
  out?: string
  seed?: number
  jobs?: number
  resume?: boolean
  overwrite?: boolean
  shareable?: boolean
}

/** `nomoscope run`: a study file to its folder of results. */
export async function run(file: string, options: RunOptions, terminal: Terminal): Promise<void> {
  const { study, files } = await openStudy(file)
  if (options.seed !== undefined) study.seed = options.seed
  const out = resolve(options.out ?? join(dirname(file), 'results'))
  if (existsSync(out) && readdirSync(out).length > 0 && !options.overwrite && !options.resume) throw OutputExists(out)
  const pool = openPool(options.jobs)
  const cache = { folder: join(out, '.cache'), version: NOMOSCOPE_VERSION }
  const context: StudyContext = {
    ...files,
    version: NOMOSCOPE_VERSION,
    shareable: options.shareable,
    map: pool.map,
    // Its notes may name a patient's files.
    cache: options.shareable && !options.resume ? undefined : { ...cache, resume: options.resume === true },
    say: terminal.say,
    progress: terminal.progress,
  }
  try {
    const output = await runStudy(study, context)
    await writeResults(nodeFolder(out), output, context, nodeRenderer)
    if (options.shareable) rmSync(cache.folder, { recursive: true, force: true })
    const faults = output.faults.filter(({ severity }) => severity === 'error')
    if (faults.length > 0) {
      for (const fault of groupFaults(faults).slice(0, mostShown)) terminal.say(faultText(fault, locales.en))
      terminal.say(`${faults.length} faults in the data; all are listed at the end of the report`)
      process.exitCode = 3
    }
    terminal.result(join(out, 'report.html'))
  } finally {
    await pool.close()
  }
}
