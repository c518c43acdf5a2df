import { existsSync, realpathSync, statSync } from 'node:fs'
import { Queue, Worker } from 'bullmq'
import type { CaseTask } from '../cases/case.ts'
import { FolderAbsent, Problem } from '../errors/index.ts'
import { toText } from '../jobs/cache.ts'
import { failureReason } from '../jobs/failure.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import { readingOnly, requireAnswer } from './asked.ts'
import { type IsolatedProcess, type Limits, openIsolated } from './isolated.ts'
import { type CaseJob, connect, queueName } from './redis.ts'

/** How long a job may go without a sign of its worker before another one takes it, in milliseconds. */
const lockDuration = 15_000

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
  const compute = async ({ task, answer }: CaseJob) => {
    requireAnswer(below, answer)
    if (existsSync(answer)) return // another attempt has written it
    const mine = idle.pop()!
    try {
      await writeAtomically(answer, toText(await mine.compute(readingOnly(task as CaseTask))))
    } finally {
      idle.push(mine)
    }
  }
  const worker = new Worker<CaseJob>(
    queueName(version),
    async ({ data }) => {
      try {
        await compute(data)
      } catch (error) {
        // The reason that the list of failed jobs shows, as a table of features would say it.
        throw new Error(error instanceof Problem ? failureReason(error) : String(error), { cause: error })
      }
    },
    { connection, concurrency: width, lockDuration, stalledInterval: lockDuration, maxStalledCount: 5 },
  )
  worker.on('failed', (job, error) => say(`${job?.id?.slice(0, 12)} attempt ${job?.attemptsMade}: ${error.message}`))
  worker.on('error', () => {}) // Redis is away; the connection is made anew
  return {
    /** Ends when the cases that have begun are done. */
    async close() {
      await worker.close()
      for (const one of all) one.close()
      connection.disconnect()
    },
  }
}

/** How many jobs are where, and what has failed for good, with its reason. Throws QueueAway. */
export async function queueState(address: string, version: string) {
  const connection = await connect(address)
  const queue = new Queue<CaseJob>(queueName(version), { connection })
  const counts = await queue.getJobCounts('waiting', 'active', 'delayed', 'failed')
  const failed = (await queue.getFailed(0, 99)).map(({ data, failedReason }) => ({
    image: (data.task as CaseTask).image,
    reason: failedReason,
  }))
  const workers = (await queue.getWorkers()).length
  await queue.close()
  connection.disconnect()
  return { counts, workers, failed }
}
