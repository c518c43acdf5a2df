import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Queue } from 'bullmq'
import type { CaseTask } from '../cases/case.ts'
import { sha256 } from '../digest.ts'
import { NoSuchJob } from '../errors/index.ts'
import { fromText, toText } from '../jobs/cache.ts'
import type { JobName, Jobs, ParallelMap } from '../parallel.ts'
import { stampsOf } from './file-stamps.ts'
import { type CaseJob, connect, jobOf, lastTurn, queueName } from './redis.ts'

type CaseAnswer = Jobs['case/extract']['answer']

/** Cases that are in the queue at once, before the first answers and after: Redis and this process hold no more. */
const [firstWindow, window] = [100, 400]
/** How often answers are looked for, and how often the queue is asked about cases that have none, in milliseconds. */
const [look, ask] = [200, 3000]
/** A job has as many cases as all workers together answer in so many milliseconds, at most so many, and few at the end. */
const [jobTime, mostOfJob] = [200, 16]

/** How long Redis is given to take out what nobody waits for any more, in milliseconds. */
const patience = 2000

/** A case that has no answer yet: the tasks that it answers, the job that it is in, and the attempt after which it was put off. */
interface Waiting {
  indices: number[]
  job: string
  putOff?: number
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
  const run = randomUUID()
  const maps = new Set<ReadonlyMap<string, Waiting>>()
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
    maps.add(waiting)
    // Intervals by a clock that no change of the time of day moves; nothing here is told by another machine's.
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
        const cases = mine.map(({ id, one }) => ({ task: task(one), answer: fileOf(id) }))
        const job = jobOf({ cases, run }, Math.min(turn, lastTurn))
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
        const id = await sha256(toText([version, task, await stampsOf(task)]))
        const known = waiting.get(id)
        if (known) known.indices.push(next)
        else waiting.set(id, { indices: [next], job: '' })
        if (!known && !collect(id)) unasked.push(id)
      }
      const fast = Math.floor((done * jobTime) / Math.max(1, now - begun))
      await send(unasked, Math.max(1, Math.min(mostOfJob, fast, Math.ceil((tasks.length - next) / 100))))
      for (const id of waiting.keys()) collect(id)
      if (now - asked > ask) {
        await reconcile(waiting, collect, send, settle)
        asked = now
      }
      if (done < tasks.length) await new Promise((tick) => setTimeout(tick, look))
    }
    maps.delete(waiting)
    return answers as never
  }

  /**
   * What has failed for good is told. What the queue has lost (a restart without its data), or had given up before this run
   * (its workers may have more memory now), is sent once more, by itself. What waits for its next attempt by the clock of a
   * worker that runs ahead, or has gone back since, is let go.
   */
  async function reconcile(
    waiting: ReadonlyMap<string, Waiting>,
    collect: (id: string) => boolean,
    send: (ids: readonly string[], ofJob: number) => Promise<void>,
    settle: (id: string, answer: CaseAnswer) => void,
  ) {
    for (const [id, one] of [...waiting]) {
      const job = await queue.getJob(one.job)
      const state = job && (await job.getState())
      if (collect(id)) continue
      if (job && state === 'failed' && job.data.cases.length === 1) {
        if (job.data.run === run) {
          settle(id, { failed: job.failedReason ?? 'the queue does not say why' })
          continue
        }
        await job.remove()
      }
      const isThere = job && state !== 'failed' && state !== 'unknown'
      if (!isThere) await send([id], 1)
      else if (state !== 'delayed') one.putOff = undefined
      else if (one.putOff !== job.attemptsMade) one.putOff = job.attemptsMade
      else await job.promote().catch(() => {}) // it was let go just now
    }
  }

  /** Takes out what this run has sent and nobody has begun; what is being computed is kept for when it goes on. */
  async function withdraw() {
    const sent = new Set([...maps].flatMap((waiting) => [...waiting.values()].map(({ job }) => job)))
    const taken = Promise.all([...sent].map((job) => queue.remove(job).catch(() => 0)))
    await Promise.race([taken, new Promise((late) => setTimeout(late, patience).unref())])
  }

  return {
    map,
    withdraw,
    async close() {
      await withdraw()
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
