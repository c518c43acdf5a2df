import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { Queue } from 'bullmq'
import type { CaseTask } from '../cases/case.ts'
import { sha256 } from '../digest.ts'
import { NoSuchJob } from '../errors/index.ts'
import { fromText, toText } from '../jobs/cache.ts'
import type { JobName, Jobs, ParallelMap } from '../parallel.ts'
import { filesOf } from '../study/stages/features.ts'
import { type CaseJob, connect, jobOf, lastTurn, queueName } from './redis.ts'

type CaseAnswer = Jobs['case/extract']['answer']

/** Cases that are in the queue at once, before the first answers and after: Redis and this process hold no more. */
const [firstWindow, window] = [100, 400]
/** How often answers are looked for, and how often the queue is asked about cases that have none, in milliseconds. */
const [look, ask] = [200, 3000]
/** A job has as many cases as all workers together answer in so many milliseconds, at most so many, and few at the end. */
const [jobTime, mostOfJob] = [200, 16]

/** A case that has no answer yet: the tasks that it answers, the job that it is in, and whether it was sent again. */
interface Waiting {
  indices: number[]
  job: string
  again: boolean
}

/**
 * A map that hands cases to a queue and waits for their answers, which workers write into `folder`. A case is called by the
 * hash of all that its answer depends on, so that the same case is computed once, and an answer that is there is not asked
 * for again. A job is one case, or a few where they are answered so fast that handing them on would take as long.
 *
 * @throws QueueAway
 */
export async function openQueueMap(address: string, folder: string, version: string) {
  const connection = await connect(address)
  const queue = new Queue<CaseJob>(queueName(version), { connection })
  mkdirSync(folder, { recursive: true })
  const fileOf = (id: string) => resolve(folder, `${id}.json`)
  let lastOwn = 0
  /**
   * The turn of this map's next job: after its own last one, and not before what is about to be taken, so that maps take
   * turns job by job, and one that comes late waits for no other's hundreds.
   * Source: start-time fair queueing (Goyal, Vin and Cheng, SIGCOMM 1996), each job of one length.
   */
  const firstTurn = async () => {
    const [head] = await queue.getPrioritized(0, 0)
    return head ? Math.max(head.opts.priority ?? 1, lastOwn + 1) : 1
  }

  const map: ParallelMap = async (name, tasks, { onDone } = {}) => {
    if (name !== 'case/extract') throw NoSuchJob(name, ['case/extract'] satisfies JobName[])
    const answers = new Array<CaseAnswer>(tasks.length)
    const waiting = new Map<string, Waiting>()
    const started = Date.now()
    // Intervals by a clock that no change of the time of day moves.
    const begun = performance.now()
    let [next, done, asked] = [0, 0, begun]
    const settle = (id: string, answer: CaseAnswer) => {
      for (const index of waiting.get(id)?.indices ?? []) {
        answers[index] = answer
        done++
        onDone?.(done, tasks.length)
      }
      waiting.delete(id)
    }
    const collect = (id: string) => {
      const answer = answerIn(fileOf(id))
      if (answer) settle(id, answer)
      return answer !== undefined
    }
    const send = async (ids: readonly string[], ofJob: number) => {
      if (ids.length === 0) return
      const jobs = []
      let turn = await firstTurn()
      for (let k = 0; k < ids.length; k += ofJob) {
        const mine = ids.slice(k, k + ofJob).map((id) => ({ id, one: waiting.get(id)! }))
        const task = ({ indices: [first] }: Waiting) => withoutCache(tasks[first] as CaseTask)
        const job = jobOf(
          mine.map(({ id, one }) => ({ task: task(one), answer: fileOf(id) })),
          Math.min(turn, lastTurn),
        )
        lastOwn = turn++
        for (const { one } of mine) one.job = job.opts.jobId
        jobs.push(job)
      }
      await queue.addBulk(jobs)
    }
    while (done < tasks.length) {
      const now = performance.now()
      const unasked: string[] = []
      for (; next < tasks.length && waiting.size < (done > 0 ? window : firstWindow); next++) {
        const task = withoutCache(tasks[next] as CaseTask)
        const id = await sha256(toText([version, task, ...filesOf(task).map(stampOf)]))
        const known = waiting.get(id)
        if (known) known.indices.push(next)
        else waiting.set(id, { indices: [next], job: id, again: false })
        if (!known && !collect(id)) unasked.push(id)
      }
      const fast = Math.floor((done * jobTime) / Math.max(1, now - begun))
      await send(unasked, Math.max(1, Math.min(mostOfJob, fast, Math.ceil((tasks.length - next) / 100))))
      for (const id of waiting.keys()) collect(id)
      if (now - asked > ask) {
        await reconcile(started, waiting, collect, send, settle)
        asked = now
      }
      if (done < tasks.length) await new Promise((tick) => setTimeout(tick, look))
    }
    return answers as never
  }

  /**
   * What has failed for good is told. What the queue has lost (a restart without its data), or had given up before this run
   * (its workers may have more memory now), is sent once more, by itself.
   */
  async function reconcile(
    started: number,
    waiting: ReadonlyMap<string, Waiting>,
    collect: (id: string) => boolean,
    send: (ids: readonly string[], ofJob: number) => Promise<void>,
    settle: (id: string, answer: CaseAnswer) => void,
  ) {
    for (const [id, one] of [...waiting]) {
      const job = await queue.getJob(one.job)
      if (collect(id)) continue
      const isFailed = job && (await job.isFailed())
      if (job && !isFailed) continue
      if (job && one.job === id) {
        if (job.timestamp >= started || one.again) {
          settle(id, { failed: job.failedReason ?? 'the queue does not say why' })
          continue
        }
        one.again = true
        await job.remove()
      }
      await send([id], 1)
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
