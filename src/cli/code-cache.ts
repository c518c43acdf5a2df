import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Script } from 'node:vm'

export interface CachedRun {
  /** The file, which is one function (scripts/build.mjs). */
  bundle: string
  /** What tells this bundle from any other: V8 itself compares no more than its length. */
  build: string
  /** What the run is for; each use keeps the functions that it needs. */
  use: string
  thread: 'main' | 'worker'
}

/**
 * Runs a CommonJS bundle from the code that V8 kept of an earlier run, so that nothing is parsed and compiled again. Where
 * there is no such code, or another Node made it, it is written after a run that ended well; a folder that cannot be
 * written to costs no more than the time.
 */
export function runFromCodeCache({ bundle, build, use, thread }: CachedRun): void {
  const folder = join(dirname(bundle), 'code')
  const file = join(folder, `${build}-${process.versions.v8}-${process.arch}-${use}`)
  let cachedData: Buffer | undefined
  try {
    cachedData = readFileSync(file)
  } catch {}
  // The build writes ASCII only, which is the quickest to read.
  const script = new Script(readFileSync(bundle, 'latin1'), { filename: bundle, cachedData })
  if (thread === 'main' && (!cachedData || script.cachedDataRejected))
    process.once('exit', (status) => {
      if (status === 0) keep(script.createCachedData())
    })
  const module = { exports: {} }
  script.runInThisContext()(
    createRequire(bundle),
    module,
    module.exports,
    bundle,
    dirname(bundle),
    pathToFileURL(bundle).href,
    thread,
  )

  /** Whole or not at all, for other processes may be reading. */
  function keep(code: Buffer) {
    const unfinished = `${file}.${process.pid}`
    try {
      mkdirSync(folder, { recursive: true })
      writeFileSync(unfinished, code)
      renameSync(unfinished, file)
    } catch {
      try {
        rmSync(unfinished, { force: true })
      } catch {}
    }
  }
}
