import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { isDone } from './part.ts'
import { logFile } from './plan.ts'

/** How often a part whose process was killed is begun anew. */
const attempts = 3

/**
 * Computes parts on this machine, `width` processes at a time; one that is killed, or runs out of memory, costs its own
 * part's time alone.
 *
 * @returns the parts that did not end well, with the last problem that each told
 */
export async function computeLocally(
  folder: string,
  indices: readonly number[],
  width: number,
  program: readonly [string, string],
  onDone: (done: number, total: number) => void,
): Promise<{ index: number; told?: string }[]> {
  const left = [...indices]
  const lost: { index: number; told?: string }[] = []
  let done = 0
  const lane = async () => {
    for (let index = left.shift(); index !== undefined; index = left.shift()) {
      let told: string | undefined
      for (let attempt = 0; attempt < attempts && !isDone(folder, index); attempt++) {
        const end = await computed(folder, index, program)
        told = end.told
        if (end.status === 2) break // the call itself is wrong
      }
      if (!isDone(folder, index)) lost.push({ index, told })
      onDone(++done, indices.length)
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, indices.length) }, lane))
  return lost.sort((a, b) => a.index - b.index)
}

/** How a part's process ended, and the last problem that it told. */
interface End {
  status: number | null
  told?: string
}

function computed(folder: string, index: number, [node, file]: readonly [string, string]): Promise<End> {
  mkdirSync(dirname(logFile(folder, index)), { recursive: true })
  const log = openSync(logFile(folder, index), 'a')
  const child = spawn(node, [file, 'shard', '--jobs', '1', folder, String(index)], { stdio: ['ignore', log, 'pipe'] })
  const stop = () => child.kill()
  process.once('exit', stop)
  let told: string | undefined
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    told = text.match(/NS-[A-Z]+-\d+ .*/g)?.at(-1) ?? told
    try {
      writeSync(log, text)
    } catch {} // a full disk takes no log either
  })
  return new Promise((resolve) => {
    child.once('error', () => resolve({ status: null, told }))
    child.once('close', (status) => {
      process.off('exit', stop)
      closeSync(log)
      resolve({ status, told })
    })
  })
}
