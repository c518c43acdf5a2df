import { availableParallelism, totalmem } from 'node:os'
import { nodePlatform } from './platform.node.ts'
import { type OnSpans, type Pool, poolOf, type Thread, type ThreadEvents } from './pool-of.ts'

export type { OnSpans, Pool } from './pool-of.ts'

/** Decoded images take at most this share of the machine's memory. */
const shareForImages = 0.25

/**
 * Megabytes for what a thread made last, twice as many as V8 gives: what a refit makes lives as long as the refit, and with
 * less room a tenth of its time goes into copying that.
 */
const youngMegabytes = 96

/**
 * A pool of Node's worker threads (see `poolOf`).
 *
 * @param jobs how many threads; 1 runs everything in this thread, which needs no worker at all
 * @param onSpans is told what took each thread how long
 * @returns the map over the threads, and what closes them
 */
export const openPool = (jobs = availableParallelism(), onSpans?: OnSpans): Pool =>
  poolOf({ jobs, imageBytes: totalmem() * shareForImages, startThread, platformOf: nodePlatform, onSpans })

function startThread({ message, failed, ended }: ThreadEvents): Thread {
  // Loaded here, so that a small case does not wait for threads that it has no use for.
  const { Worker } = process.getBuiltinModule('node:worker_threads')
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
  })
  worker.on('message', message)
  worker.on('error', failed)
  worker.once('exit', ended)
  return {
    send: (request) => worker.postMessage(request),
    busy: (has) => (has ? worker.ref() : worker.unref()),
    end: () => worker.terminate(),
  }
}
