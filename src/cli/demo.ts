import { join, resolve } from 'node:path'
import { demoFolderBy } from '../demo/demo.ts'
import { OutputExists } from '../errors/index.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import { openPool } from '../workers/pool.ts'
import { holdsResults, run } from './run.ts'
import type { Terminal } from './terminal.ts'

const filesAtOnce = 32

export interface DemoOptions {
  out: string
  seed?: number
  jobs?: number
  overwrite?: boolean
  resume?: boolean
}

/** `nomoscope demo`: writes the synthetic study as an ordinary folder and runs that folder through the ordinary `run`. */
export async function demo(options: DemoOptions, terminal: Terminal): Promise<void> {
  const out = resolve(options.out)
  if (holdsResults(out) && !options.overwrite && !options.resume) throw OutputExists(out)
  terminal.say('Writing the synthetic cohort: no patient in it exists.')
  const pool = openPool(options.jobs)
  try {
    let writing: Promise<void>[] = []
    for await (const { path, bytes } of demoFolderBy(pool.map, options.seed)) {
      // The system writes some files while the next ones are made.
      writing.push(writeAtomically(join(out, path), bytes))
      if (writing.length < filesAtOnce) continue
      await Promise.all(writing)
      writing = []
    }
    await Promise.all(writing)
  } finally {
    await pool.close()
  }
  const { jobs, overwrite, resume } = options
  await run(join(out, 'study.yaml'), { jobs, overwrite, resume, out: join(out, 'results') }, terminal)
}
