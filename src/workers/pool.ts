import { availableParallelism, totalmem } from 'node:os'
import type { Worker } from 'node:worker_threads'
import type { CasePlatform } from '../cases/platform.ts'
import type { Once } from '../image/platform/image-store.ts'
import { type Answer, type KeepMessage, type KeptMessage, type Request, receiveError } from '../jobs/messages.ts'
import type { ParallelMap } from '../parallel.ts'
import { type Keeper, openKeeper, type Reply } from './keeper.ts'
import { nodePlatform } from './platform.node.ts'
import { jobRunner } from './registry.ts'

/** Decoded images take at most this share of the machine's memory. */
const shareForImages = 0.25

export interface Pool {
  map: ParallelMap
  jobs: number
  /** This thread's part of the machine, with the images that its workers have decoded. */
  platform: CasePlatform
  close: () => Promise<void>
}

/**
 * Worker threads that run jobs; they start with the first map that has more than one task and stay warm.
 * jobs  how many threads; 1 runs everything in this thread, which needs no worker at all
 * Results come in the order of their tasks, so that nothing depends on who was faster.
 */
export function openPool(jobs = availableParallelism()): Pool {
  const keeper = openKeeper(totalmem() * shareForImages)
  const platform = nodePlatform(onceHere(keeper))
  const run = jobRunner(platform)
  const idle: Worker[] = []
  const all = new Set<Worker>()

  function startWorker(): Worker {
    // Loaded here, so that a small case does not wait for threads that it has no use for.
    const { Worker } = process.getBuiltinModule('node:worker_threads')
    const worker = new Worker(new URL('./worker.js', import.meta.url))
    all.add(worker)
    worker.once('exit', () => {
      all.delete(worker)
      keeper.leave(worker)
    })
    worker.on('message', (message: KeepMessage | Answer) => keepFor(worker, keeper, message))
    return worker
  }

  function takeWorker(): Worker {
    const worker = idle.pop() ?? startWorker()
    worker.ref()
    return worker
  }

  const map: ParallelMap = async (name, tasks, options = {}) => {
    const { signal, onDone } = options
    const results = new Array(tasks.length)
    let next = 0
    let done = 0
    const finish = (index: number, result: unknown) => {
      results[index] = result
      onDone?.(++done, tasks.length)
    }
    if (jobs <= 1 || tasks.length <= 1) {
      for (; next < tasks.length; next++) {
        signal?.throwIfAborted()
        finish(next, await run(name, tasks[next]))
      }
      return results
    }
    const lanes = Array.from({ length: Math.min(jobs, tasks.length) }, async () => {
      const worker = takeWorker()
      try {
        while (next < tasks.length) {
          signal?.throwIfAborted()
          const index = next++
          finish(index, await ask(worker, { index, name, task: tasks[index] }))
        }
      } finally {
        worker.unref()
        if (all.has(worker)) idle.push(worker)
      }
    })
    const outcomes = await Promise.allSettled(lanes)
    const failed = outcomes.find((outcome) => outcome.status === 'rejected')
    if (failed) throw failed.reason
    return results
  }

  return {
    map,
    jobs,
    platform,
    close: async () => {
      idle.length = 0
      await Promise.all([...all].map((worker) => worker.terminate()))
    },
  }
}

/** Answers what a worker says of a value that other threads may need. */
function keepFor(worker: Worker, keeper: Keeper, message: KeepMessage | Answer): void {
  if ('want' in message) {
    const key = message.want
    keeper.ask(key, worker, (reply) => worker.postMessage({ key, ...reply } satisfies KeptMessage))
  } else if ('made' in message) keeper.give(message.made, worker, message.value)
  else if ('failed' in message) keeper.giveUp(message.failed, worker)
}

/** What this thread needs itself, by the same keeper. */
function onceHere(keeper: Keeper): Once {
  return async (key, make) => {
    const owner = {}
    const reply = await new Promise<Reply>((resolve) => keeper.ask(key, owner, resolve))
    if ('value' in reply) return reply.value as Awaited<ReturnType<typeof make>>
    try {
      const value = await make()
      keeper.give(key, owner, value)
      return value
    } catch (error) {
      keeper.giveUp(key, owner)
      throw error
    }
  }
}

function ask(worker: Worker, request: Request): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      worker.off('message', onMessage)
      worker.off('error', onError)
    }
    const onMessage = (answer: Answer | KeepMessage) => {
      if (!('index' in answer)) return
      settle()
      if ('error' in answer) reject(receiveError(answer.error))
      else resolve(answer.result)
    }
    const onError = (error: Error) => {
      settle()
      reject(error)
    }
    worker.on('message', onMessage)
    worker.on('error', onError)
    worker.postMessage(request)
  })
}
