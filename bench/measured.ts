import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface Spent {
  seconds: number
  /** The most that the process held in memory, all its threads. */
  megabytes: number
  status: number | null
  said: string
}

/** Runs a program: how long it took, the most memory that it held (Linux), how it ended and what it said on stdout. */
export function measured(command: string, words: readonly string[], cwd: string): Promise<Spent> {
  const started = performance.now()
  const child = spawn(command, words, { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
  let [megabytes, said] = [0, '']
  child.stdout.on('data', (text) => (said += text))
  const timer = setInterval(() => {
    try {
      const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]
      megabytes = Math.max(megabytes, Number(peak ?? 0) / 1024)
    } catch {} // it has just ended
  }, 50)
  return new Promise((done) =>
    child.once('close', (status) => {
      clearInterval(timer)
      done({ seconds: (performance.now() - started) / 1000, megabytes, status, said })
    }),
  )
}
