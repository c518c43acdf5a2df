import { parentPort } from 'node:worker_threads'
import { type Request, sendError } from '../jobs/messages.ts'
import { runJob } from './registry.ts'

/** One of the pool's threads: answers each request in turn. */
parentPort?.on('message', async ({ index, name, task }: Request) => {
  try {
    parentPort?.postMessage({ index, result: await runJob(name, task as never) })
  } catch (error) {
    parentPort?.postMessage({ index, error: sendError(error) })
  }
})
