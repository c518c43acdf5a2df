import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { isDone } from './part.ts'
import { logFile } from './plan.ts'

/** How often a part whose process was killed is begun anew. */
const attempts = 3

/**
 * Computes parts on this machine, `width` processes at a time; one that is killed, or runs out of memory, costs its own
 * part's time alone.
 *
 * @returns the parts that did not end well
 */
export async function computeLocally(
  folder: string,
  indices: readonly number[],
  width: number,
  program: readonly [string, string],
  onDone: (done: number, total: number) => void,
): Promise<number[]> {
  const left = [...indices]
  const lost: number[] = []
  let done = 0
  const lane = async () => {
    for (let index = left.shift(); index !== undefined; index = left.shift()) {
      for (let attempt = 0; attempt < attempts && !isDone(folder, index); attempt++)
        if ((await computed(folder, index, program)) === 2) break // the call itself is wrong
      if (!isDone(folder, index)) lost.push(index)
      onDone(++done, indices.length)
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, indices.length) }, lane))
  return lost.sort((a, b) => a - b)
}

function computed(folder: string, index: number, [node, file]: readonly [string, string]): Promise<number | null> {
  mkdirSync(dirname(logFile(folder, index)), { recursive: true })
  const log = openSync(logFile(folder, index), 'a')
  const child = spawn(node, [file, 'shard', '--jobs', '1', folder, String(index)], { stdio: ['ignore', log, log] })
  const stop = () => child.kill()
  process.once('exit', stop)
  return new Promise((resolve) => {
    child.once('error', () => resolve(null))
    child.once('close', (status) => {
      process.off('exit', stop)
      closeSync(log)
      resolve(status)
    })
  })
}
