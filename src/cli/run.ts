import { readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { keepingRefits } from '../cluster/kept-refits.ts'
import { studyCache } from '../cluster/plan.ts'
import { groupFaults } from '../cohort/group-faults.ts'
import { OutputExists, Unwritable } from '../errors/index.ts'
import { nodeRenderer } from '../figures/export.node.ts'
import { lockName, sweepParts, takeLock } from '../jobs/lock.node.ts'
import { nodeFolder } from '../jobs/study-folder.node.ts'
import type { ParallelMap } from '../parallel.ts'
import { span } from '../spans.ts'
import { faultText } from '../study/chapters/data-issues.ts'
import type { StudyContext } from '../study/context.ts'
import { openStudy } from '../study/file/open.node.ts'
import { runStudy } from '../study/study.ts'
import { writeResults } from '../study/write/write-results.ts'
import { counted } from '../text/counted.ts'
import { locales } from '../text/locales/index.ts'
import { openPool } from '../workers/pool.ts'
import { openTimes, refuseOldTrace } from '../workers/times.ts'
import type { Terminal } from './terminal.ts'

declare const NOMOSCOPE_VERSION: string

const maximumShown = 20

export interface RunOptions {
  out?: string
  seed?: number
  jobs?: number
  resume?: boolean
  overwrite?: boolean
  shareable?: boolean
  trace?: string
  queue?: string
}

/** `nomoscope run`: a study file to its folder of results. */
export async function run(file: string, options: RunOptions, terminal: Terminal): Promise<void> {
  const { study, files } = await openStudy(file)
  if (options.seed !== undefined) study.seed = options.seed
  const out = resolve(options.out ?? join(dirname(file), 'results'))
  if (holdsResults(out) && !options.overwrite && !options.resume) throw OutputExists(out)
  refuseOldTrace(options)
  const release = await takeLock(join(out, lockName), out, terminal)
  sweepParts(out)
  const kept = studyCache(out)
  const version = NOMOSCOPE_VERSION
  // Without --resume nothing is taken from an earlier run's cache, which would only grow.
  if (!options.resume) rmSync(kept.cases, { recursive: true, force: true })
  const times = openTimes(NOMOSCOPE_VERSION, options.trace)
  const pool = openPool(options.jobs, times.onSpans)
  const queued = options.queue ? await openQueued(options.queue, join(kept.cases, 'answers')) : undefined
  const map: ParallelMap = (name, tasks, how) =>
    (queued && name === 'case/extract' ? queued : pool).map(name, tasks, how)
  // Its notes may name a patient's files.
  const keeps = !options.shareable || options.resume
  const context: StudyContext = {
    ...files,
    version,
    shareable: options.shareable,
    map: keeps ? keepingRefits(map, { folder: kept.refits, version }) : map,
    cache: keeps ? { folder: kept.cases, version, resume: options.resume === true } : undefined,
    say: terminal.say,
    progress: terminal.progress,
  }
  try {
    const output = await runStudy(study, context)
    await span('stage', 'results', () => writeResults(nodeFolder(out), output, context, nodeRenderer))
    if (options.shareable) rmSync(kept.cases, { recursive: true, force: true })
    const faults = output.faults.filter(({ severity }) => severity === 'error')
    const notes = output.faults.filter(({ severity }) => severity === 'note')
    for (const note of groupFaults(notes).slice(0, maximumShown)) terminal.say(`note: ${faultText(note, locales.en)}`)
    if (faults.length > 0) {
      for (const fault of groupFaults(faults).slice(0, maximumShown)) terminal.say(faultText(fault, locales.en))
      terminal.say(`${counted(faults.length, 'fault')} in the data; all are listed at the end of the report`)
      process.exitCode = 3
    }
    terminal.summary(times)
    await times.writeTrace(terminal.say)
    terminal.result(join(out, 'report.html'))
  } finally {
    await queued?.close()
    await pool.close()
    release()
  }
}

/** Loaded here, so that a run without a queue does not wait for its client. Throws QueueAway. */
const openQueued = async (address: string, answers: string) =>
  (await import('./queue.ts')).openQueuedMap(address, answers)

/** Whether a folder has anything in it but the lock of a run that is, or was, there. Throws Unwritable for a file. */
export function holdsResults(out: string): boolean {
  const found = statSync(out, { throwIfNoEntry: false })
  if (found && !found.isDirectory()) throw Unwritable(out, 'it is a file, not a folder')
  return found !== undefined && readdirSync(out).some((name) => !name.startsWith(lockName))
}
