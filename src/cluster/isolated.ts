import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { CaseTask } from '../cases/case.ts'
import { CaseKilled } from '../errors/index.ts'
import { type Answer, type KeepMessage, receiveError } from '../jobs/messages.ts'
import type { Jobs } from '../parallel.ts'

/** What a case may take before its process is ended. */
export interface Limits {
  megabytes: number
  seconds: number
}

/** A process that computes one case after the other; it stays warm, and is started anew when it had to be ended. */
export interface IsolatedProcess {
  /** Throws CaseKilled, and what the process throws. */
  compute: (task: CaseTask) => Promise<Jobs['case/extract']['answer']>
  close: () => void
}

/** How often a process's memory is looked at, in milliseconds, and the bytes of a page of it. */
const [interval, page] = [200, 4096]

/**
 * file   the program of `case-process.ts`
 * roots  the folders that it reads in
 */
export function openIsolated(
  file: string | URL,
  roots: readonly string[],
  { megabytes, seconds }: Limits,
): IsolatedProcess {
  let child: ChildProcess | undefined
  const start = () =>
    fork(file, roots, {
      serialization: 'advanced',
      execArgv: [`--max-old-space-size=${megabytes}`],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })

  async function compute(task: CaseTask): Promise<Jobs['case/extract']['answer']> {
    child ??= start()
    const mine = child
    let why = 'it ended by itself, out of memory as a rule'
    const end = (reason: string) => {
      why = reason
      mine.kill('SIGKILL')
    }
    const timer = setTimeout(() => end(`it took more than ${seconds} s`), 1000 * seconds)
    const watch = setInterval(() => {
      const used = residentMegabytes(mine.pid)
      if (used > megabytes) end(`it took ${Math.round(used)} MB, more than ${megabytes}`)
    }, interval)
    try {
      return await new Promise((resolve, reject) => {
        mine.on('message', (message: Answer | KeepMessage) => {
          // It has no one to share images with: it makes each itself.
          if ('want' in message) mine.send({ key: message.want, make: true })
          else if ('index' in message && 'error' in message) reject(receiveError(message.error))
          else if ('index' in message) resolve(message.result as Jobs['case/extract']['answer'])
        })
        mine.once('error', reject)
        mine.once('exit', () => reject(CaseKilled(why)))
        mine.send({ index: 0, name: 'case/extract', task })
      })
    } finally {
      clearTimeout(timer)
      clearInterval(watch)
      mine.removeAllListeners()
      if (mine.exitCode !== null || mine.signalCode !== null) child = undefined
    }
  }

  return { compute, close: () => child?.kill('SIGKILL') }
}

/** What a process holds in memory; 0 where the system does not say. */
function residentMegabytes(pid: number | undefined): number {
  try {
    return (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * page) / 2 ** 20
  } catch {
    return 0
  }
}
