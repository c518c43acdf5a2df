import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { type Answer, type Request, receiveError } from '../jobs/messages.ts'
import type { ParallelMap } from '../parallel.ts'
import { runJob } from './registry.ts'

export interface Pool {
  map: ParallelMap
  jobs: number
  close: () => Promise<void>
}

/**
 * Worker threads that run jobs; they start with the first map that has more than one task and stay warm.
 * jobs  how many threads; 1 runs everything in this thread, which needs no worker at all
 * Results come in the order of their tasks, so that nothing depends on who was faster.
 */
export function openPool(jobs = availableParallelism()): Pool {
  const idle: Worker[] = []
  const all = new Set<Worker>()

  function startWorker(): Worker {
    const worker = new Worker(new URL('./worker.js', import.meta.url))
    all.add(worker)
    worker.once('exit', () => all.delete(worker))
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
        finish(next, await runJob(name, tasks[next]))
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
    close: async () => {
      idle.length = 0
      await Promise.all([...all].map((worker) => worker.terminate()))
    },
  }
}

function ask(worker: Worker, request: Request): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      worker.off('message', onMessage)
      worker.off('error', onError)
    }
    const onMessage = (answer: Answer) => {
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
