import { type Pool, poolOf, type Thread, type ThreadEvents } from '../../workers/pool-of.ts'
import type { FromThread, ImageSource, ToThread } from './messages.ts'
import { browserPlatform } from './platform.ts'

/** Decoded images take at most this share of what the browser says the machine has. */
const shareForImages = 0.25
const maximumThreads = 16

/** The browser says this of machines with 8 GB and more alike, and some browsers nothing. */
const gigabytes = () => (navigator as { deviceMemory?: number }).deviceMemory ?? 4

/** Bytes that decoded images may take. */
export const imageBytes = () => gigabytes() * shareForImages * 2 ** 30

/** A pool of web workers (see `poolOf`). */
export const openPool = (source: ImageSource): Pool =>
  poolOf({
    jobs: Math.min(maximumThreads, navigator.hardwareConcurrency || 2),
    imageBytes: imageBytes(),
    startThread: (events) => startThread(source, events),
    platformOf: (once) => browserPlatform(source, once),
  })

function startThread(source: ImageSource, { message, failed, ended }: ThreadEvents): Thread {
  const worker = new Worker(new URL('./job-worker.ts', import.meta.url), { type: 'module' })
  const send = (told: ToThread) => worker.postMessage(told)
  worker.onmessage = ({ data }: MessageEvent<FromThread>) => message(data)
  worker.onerror = ({ message: text }) => failed(new Error(text || 'a web worker could not be started'))
  send({ source })
  return {
    send,
    busy: () => {},
    end: () => {
      worker.terminate()
      ended()
    },
  }
}
