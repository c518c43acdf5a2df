import { readFileSync } from 'node:fs'

/** A process of this machine that is told from a later one of the same number. */
export interface Process {
  pid: number
  /** When it started, in ticks since the machine did; empty where the system does not say (all but Linux). */
  started: string
}

export const processOf = (pid: number): Process => ({ pid, started: startOf(pid) })

/** Whether it runs still; where the system does not say when it started, whether any process has its number. */
export const isRunning = ({ pid, started }: Process): boolean => startOf(pid) === started && isAlive(pid)

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function startOf(pid: number): string {
  try {
    const stat = process.platform === 'linux' ? readFileSync(`/proc/${pid}/stat`, 'utf8') : undefined
    // The second field, the command in brackets, may hold blanks.
    return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
