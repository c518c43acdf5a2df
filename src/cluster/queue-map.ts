import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Queue } from 'bullmq'
import type { CaseTask } from '../cases/case.ts'
import { sha256 } from '../digest.ts'
import { NoSuchJob } from '../errors/index.ts'
import { fromText, toText } from '../jobs/cache.ts'
import type { JobName, Jobs, ParallelMap } from '../parallel.ts'
import { type CaseJob, connect, queueName } from './redis.ts'

type CaseAnswer = Jobs['case/extract']['answer']

/** Jobs that are in the queue at once: Redis and this process hold no more, however many cases there are. */
const window = 400
/** How often answers are looked for, and how often the queue is asked about what has none, in milliseconds. */
const [look, ask] = [100, 3000]
const attempts = 3

/**
 * A map that hands cases to a queue and waits for their answers, which workers write into `folder`. A job is called by the
 * hash of all that its answer depends on, so that the same case is computed once, by whoever asks for it, and an answer
 * that is there is not asked for again.
 *
 * @throws QueueAway
 */
export async function openQueueMap(address: string, folder: string, version: string) {
  const connection = await connect(address)
  const queue = new Queue<CaseJob>(queueName(version), { connection })
  mkdirSync(folder, { recursive: true })

  const map: ParallelMap = async (name, tasks, { onDone } = {}) => {
    if (name !== 'case/extract') throw NoSuchJob(name, ['case/extract'] satisfies JobName[])
    const answers = new Array<CaseAnswer>(tasks.length)
    const waiting = new Map<string, number[]>()
    let [next, done, asked] = [0, 0, Date.now()]
    const settle = (id: string, answer: CaseAnswer) => {
      for (const index of waiting.get(id) ?? []) {
        answers[index] = answer
        done++
        onDone?.(done, tasks.length)
      }
      waiting.delete(id)
    }
    const collect = (id: string) => {
      const answer = answerIn(join(folder, `${id}.json`))
      if (answer) settle(id, answer)
      return answer !== undefined
    }
    while (done < tasks.length) {
      const jobs = []
      for (; next < tasks.length && waiting.size < window; next++) {
        const task = withoutCache(tasks[next] as CaseTask)
        const id = await sha256(toText([version, task, stampOf(task.image), stampOf(task.mask)]))
        const isNew = !waiting.has(id)
        waiting.set(id, [...(waiting.get(id) ?? []), next])
        if (isNew && !collect(id)) jobs.push(jobOf(id, task))
      }
      if (jobs.length > 0) await queue.addBulk(jobs)
      for (const id of waiting.keys()) collect(id)
      if (Date.now() - asked > ask) {
        await reconcile(waiting, tasks as readonly CaseTask[], collect, settle)
        asked = Date.now()
      }
      if (done < tasks.length) await new Promise((tick) => setTimeout(tick, look))
    }
    return answers as never
  }

  const jobOf = (id: string, task: CaseTask) => ({
    name: 'case',
    data: { task, answer: resolve(folder, `${id}.json`) },
    opts: {
      jobId: id,
      attempts,
      backoff: { type: 'exponential', delay: 500 },
      removeOnComplete: true,
      removeOnFail: { count: 10_000 },
    },
  })

  /** What has failed for good is told; what the queue has lost (a restart without its data) is sent again. */
  async function reconcile(
    waiting: ReadonlyMap<string, number[]>,
    tasks: readonly CaseTask[],
    collect: (id: string) => boolean,
    settle: (id: string, answer: CaseAnswer) => void,
  ) {
    for (const [id, [index]] of [...waiting]) {
      const job = await queue.getJob(id)
      if (collect(id)) continue
      if (!job) await queue.addBulk([jobOf(id, withoutCache(tasks[index]))])
      else if (await job.isFailed()) {
        settle(id, { failed: job.failedReason ?? 'the queue does not say why' })
      }
    }
  }

  return {
    map,
    async close() {
      await queue.close()
      connection.disconnect()
    },
  }
}

const withoutCache = ({ cache: _, ...task }: CaseTask): CaseTask => task

/** An answer that is there; it is written whole. */
function answerIn(file: string): CaseAnswer | undefined {
  return existsSync(file) ? fromText<CaseAnswer>(readFileSync(file, 'utf8')) : undefined
}

/** What tells a file from a later one in its place, without reading it. */
function stampOf(path: string): unknown {
  const found = statSync(path, { throwIfNoEntry: false })
  return found && [found.size, found.mtimeMs]
}
