import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { CaseTask } from '../cases/case.ts'
import { CaseKilled } from '../errors/index.ts'
import { receiveError, type SentError } from '../jobs/messages.ts'

/** What a case may take before its process is ended. */
export interface Limits {
  megabytes: number
  seconds: number
}

/** What the process is sent: a case, and the file that its answer is written to. */
export interface CaseRequest {
  task: CaseTask
  answer: string
}

/** What it says then. */
export interface CaseDone {
  error?: SentError
}

/** A process that answers one case after the other; it stays warm, and is started anew when it had to be ended. */
export interface IsolatedProcess {
  /** Ends when the answer is written. Throws CaseKilled, and what the process throws. */
  compute: (request: CaseRequest) => Promise<void>
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

  async function compute(request: CaseRequest): Promise<void> {
    if (!child || hasEnded(child)) child = start()
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
      await new Promise<void>((resolve, reject) => {
        mine.once('message', ({ error }: CaseDone) => (error ? reject(receiveError(error)) : resolve()))
        mine.once('error', reject)
        mine.once('exit', () => reject(CaseKilled(why)))
        mine.send(request)
      })
    } finally {
      clearTimeout(timer)
      clearInterval(watch)
      mine.removeAllListeners()
    }
  }

  return { compute, close: () => child?.kill('SIGKILL') }
}

/** Also one that ended while it had nothing to do. */
const hasEnded = ({ connected, exitCode, signalCode }: ChildProcess) =>
  !connected || exitCode !== null || signalCode !== null

/** What a process holds in memory; 0 where the system does not say. */
function residentMegabytes(pid: number | undefined): number {
  try {
    return (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * page) / 2 ** 20
  } catch {
    return 0
  }
}
