import { rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { openQueueMap } from '../cluster/queue-map.ts'
import { openQueueState } from '../cluster/queue-state.ts'
import { shownAddress } from '../cluster/redis.ts'
import { openWorker } from '../cluster/worker.ts'
import { QueueAway, WrongArguments } from '../errors/index.ts'
import { interruption } from '../jobs/interruption.node.ts'
import { counted } from '../text/counted.ts'
import { type ExtractOptions, extract } from './extract.ts'
import type { Terminal } from './terminal.ts'

declare const NOMOSCOPE_VERSION: string

/** `nomoscope extract --queue`: the cases of a list computed by the workers of a queue. */
export async function extractQueued(options: ExtractOptions & { queue: string }, terminal: Terminal): Promise<void> {
  const { queue, cases, out, voxel, saveImages, trace } = options
  if (!cases || !out || voxel || saveImages)
    throw WrongArguments('--queue takes --cases and --out, and writes features alone.')
  if (trace) throw WrongArguments('--trace sees the threads of this process, not the workers of a --queue.')
  const folder = join(`${resolve(out)}.queue`, 'answers')
  if (!options.resume) await rm(folder, { recursive: true, force: true })
  const open = () => openQueuedMap(queue, folder)
  await extract(undefined, undefined, options, terminal, open)
  await rm(join(folder, '..'), { recursive: true, force: true })
}

/** A map over the workers of a queue; before an interruption ends the program, it takes back what no worker has begun. */
export async function openQueuedMap(address: string, answers: string) {
  const interrupted = interruption()
  const queued = await openQueueMap(address, answers, NOMOSCOPE_VERSION)
  void interrupted.then(async () => {
    process.stderr.write('\ninterrupted; what was finished is kept\n')
    await queued.withdraw()
    process.exit(130)
  })
  return queued
}

export interface WorkerOptions {
  root: string[]
  jobs?: number
  memory: number
  time: number
}

/** `nomoscope worker`: computes cases of a queue until it is interrupted; what has begun is finished first. */
export async function work(address: string, options: WorkerOptions, terminal: Terminal): Promise<void> {
  const width = options.jobs ?? availableParallelism()
  const interrupted = interruption()
  const worker = await openWorker(address, NOMOSCOPE_VERSION, {
    roots: options.root,
    width,
    limits: { megabytes: options.memory, seconds: 60 * options.time },
    program: join(import.meta.dirname, 'case-process.js'),
    say: terminal.say,
  })
  terminal.say(
    `${counted(width, 'case')} at a time from ${shownAddress(address)}, in ${options.root.map((root) => resolve(root)).join(' and ')}; Ctrl-C ends after those that have begun`,
  )
  await interrupted
  terminal.say('ending when the cases that have begun are done')
  await worker.close()
}

/** `nomoscope status redis://…`: what is in the queue, and what failed for good. */
export async function queueStatus(address: string, terminal: Terminal, json = false): Promise<void> {
  const queue = await openQueueState(address, NOMOSCOPE_VERSION)
  const state = await queue.read()
  await queue.close()
  if (!state) throw QueueAway(shownAddress(address), 'the connection broke off')
  if (json) {
    terminal.result(JSON.stringify(state, null, 1))
    return
  }
  const { counts, workers, active, failed } = state
  terminal.result(
    `${counted(workers.length, 'worker')}; jobs: ${Object.entries(counts)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ')}`,
  )
  for (const { worker, cases, seconds } of active)
    terminal.result(
      `${worker ?? 'a worker'}: ${cases[0].image}${cases.length > 1 ? ` and ${cases.length - 1} more` : ''}${seconds === undefined ? '' : `, for ${seconds} s`}`,
    )
  for (const { image, reason } of failed) terminal.result(`${image}: ${reason}`)
}
