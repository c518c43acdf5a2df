import { Queue } from 'bullmq'
import type { CaseTask } from '../cases/case.ts'
import { type CaseJob, connect, queueName, redisTime } from './redis.ts'

/** A case of the queue by its files. */
export interface NamedCase {
  image: string
  mask: string
  /** The file that its answer is written to. */
  answer: string
}

/** What a queue has and does. */
export interface QueueState {
  /** Jobs; one is a case, or a few that take so little time that they share it. */
  counts: { waiting: number; active: number; delayed: number; done: number; failed: number }
  /** Programs that compute, by their machine and number there, with how many cases each computes at a time. */
  workers: { name: string; host: string; width: number }[]
  /** What is computed, and how many seconds already by the clock of Redis alone, once that is worth telling. */
  active: { worker?: string; cases: NamedCase[]; seconds?: number }[]
  /** The last that failed for good. */
  failed: (NamedCase & { reason: string })[]
}

/** So many jobs are named. */
const most = 100

/** What a worker calls itself to Redis, which takes no blanks. */
export const workerName = (host: string, pid: number, width: number) => `${encodeURIComponent(host)}#${pid}#${width}`

function workerOf(rawName: string) {
  const name = rawName.slice(rawName.indexOf(':w:') + 3)
  const [host, pid, width] = name.split('#')
  return { name: shownWorker(name), host: decodeURIComponent(host), pid: Number(pid), width: Number(width) }
}

const shownWorker = (name: string) => name.split('#').slice(0, 2).map(decodeURIComponent).join(' ')

/** Asks a queue how far it is, again and again over one connection. Throws QueueAway where it does not answer at all. */
export async function openQueueState(address: string, version: string) {
  const connection = await connect(address)
  const queue = new Queue<CaseJob>(queueName(version), { connection })
  queue.on('error', () => {}) // Redis is away; the connection is made anew
  await queue.waitUntilReady()
  let known = { count: -1, failed: [] as QueueState['failed'] }

  async function read(): Promise<QueueState> {
    const {
      waiting,
      prioritized,
      failed: given,
      ...others
    } = await queue.getJobCounts(...(['waiting', 'prioritized', 'active', 'delayed', 'failed'] as const))
    const { meta } = await queue.getMetrics('completed', 0, 0)
    // The list is long and hardly changes.
    if (known.count !== given) {
      const jobs = (await queue.getFailed(0, most - 1)).filter(Boolean)
      const failed = jobs.flatMap(({ data, failedReason: reason }) => casesOf(data).map((one) => ({ ...one, reason })))
      known = { count: given, failed }
    }
    const active = (await queue.getActive(0, most - 1)).filter(Boolean)
    const now = await redisTime(connection)
    return {
      counts: {
        waiting: waiting + prioritized,
        ...others,
        done: Number(meta.count),
        failed: given,
      } as QueueState['counts'],
      workers: (await queue.getWorkers()).flatMap(({ rawname }) => (rawname ? [workerOf(rawname)] : [])),
      active: active.map(({ data, processedBy, progress }) => {
        const { since } = (progress || {}) as { since?: number }
        return {
          ...(processedBy && { worker: shownWorker(processedBy) }),
          cases: casesOf(data),
          ...(since !== undefined && { seconds: Math.max(0, Math.round((now - since) / 1000)) }),
        }
      }),
      failed: known.failed,
    }
  }
  return {
    /** Undefined while Redis is away; then nothing is asked. */
    read: async () => (connection.status === 'ready' ? read() : undefined),
    async close() {
      await queue.close()
      connection.disconnect()
    },
  }
}

const casesOf = ({ cases }: CaseJob): NamedCase[] =>
  cases.map(({ task, answer }) => {
    const { image, mask } = task as CaseTask
    return { image, mask, answer }
  })
