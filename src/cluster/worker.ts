import { existsSync, realpathSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { type Job, Queue, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import type { CaseTask } from '../cases/case.ts'
import { FolderAbsent, Problem } from '../errors/index.ts'
import { failureReason } from '../jobs/failure.ts'
import { readingOnly, requireAnswer } from './asked.ts'
import { type IsolatedProcess, type Limits, openIsolated } from './isolated.ts'
import { workerName } from './queue-state.ts'
import { type CaseJob, connect, jobOf, type QueuedCase, queueName, redisTime } from './redis.ts'

/** The queue counts the jobs that were done, minute by minute for a day. */
const metrics = { maxDataPoints: 24 * 60 }

/** How long a job may go without a sign of its worker before another one takes it, in milliseconds. */
const lockDuration = 15_000
/** A job that takes longer says since when, in milliseconds. */
const worthTelling = 2000

/**
 * Computes cases of a queue until it is closed: each in a process of its own, so that its computing does not keep the
 * lock from being renewed, and one that hangs or eats memory costs itself alone.
 *
 * @param roots the folders below which images are read and answers written; a job that asks for another place fails
 * @throws QueueAway, FolderAbsent
 */
export async function openWorker(
  address: string,
  version: string,
  {
    roots,
    width,
    limits,
    program,
    say,
  }: { roots: readonly string[]; width: number; limits: Limits; program: string | URL; say: (line: string) => void },
) {
  for (const root of roots) if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) throw FolderAbsent(root)
  const below = roots.map((root) => realpathSync(root))
  const connection = await connect(address)
  const idle: IsolatedProcess[] = Array.from({ length: width }, () => openIsolated(program, below, limits))
  const all = [...idle]
  const queue = new Queue<CaseJob>(queueName(version), { connection })
  const compute = async ({ task, answer }: QueuedCase, mine: IsolatedProcess) => {
    requireAnswer(below, answer)
    if (existsSync(answer)) return // another attempt has written it
    await mine.compute({ task: readingOnly(task as CaseTask), answer })
  }
  /** A case of several that fails is sent again by itself, so that it is tried and listed as any other. */
  const computeAll = async ({ cases, run }: CaseJob, turn?: number) => {
    const mine = idle.pop()!
    const failed: QueuedCase[] = []
    try {
      if (cases.length === 1) return await compute(cases[0], mine)
      for (const one of cases) await compute(one, mine).catch(() => failed.push(one))
    } finally {
      idle.push(mine)
    }
    if (failed.length > 0) await queue.addBulk(failed.map((one) => jobOf({ cases: [one], run }, turn)))
  }
  const worker = new Worker<CaseJob>(
    queueName(version),
    async (job) => {
      const told = tellStart(connection, job)
      try {
        await computeAll(job.data, job.opts.priority)
      } catch (error) {
        // The reason that the list of failed jobs shows, as a table of features would say it.
        throw new Error(error instanceof Problem ? failureReason(error) : String(error), { cause: error })
      } finally {
        told()
      }
    },
    {
      name: workerName(hostname(), process.pid, width),
      connection,
      concurrency: width,
      lockDuration,
      stalledInterval: lockDuration,
      maxStalledCount: 5,
      metrics,
    },
  )
  worker.on('failed', (job, error) => say(`${job?.id?.slice(0, 12)} attempt ${job?.attemptsMade}: ${error.message}`))
  worker.on('error', () => {}) // Redis is away; the connection is made anew
  return {
    /** Ends when the cases that have begun are done. */
    async close() {
      await worker.close()
      await queue.close()
      for (const one of all) one.close()
      connection.disconnect()
    },
  }
}

/** Says when a job began, where it takes long enough to be asked about: by the clock of Redis, as workers' clocks differ. */
function tellStart(connection: Redis, job: Job<CaseJob>): () => void {
  const begun = performance.now()
  const tell = async () => job.updateProgress({ since: (await redisTime(connection)) - (performance.now() - begun) })
  // A job that ends meanwhile, or Redis away: then it is not told.
  const timer = setTimeout(() => tell().catch(() => {}), worthTelling)
  return () => clearTimeout(timer)
}
