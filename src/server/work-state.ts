import { availableParallelism } from 'node:os'
import { join, relative, sep } from 'node:path'
import type { NamedCase, QueueState } from '../cluster/queue-state.ts'
import { isInside } from '../jobs/inside.node.ts'
import type { ServerJob, ServerJobs } from './jobs.ts'
import { type Progress, progressOf } from './progress.ts'

/** A job of this server with how far it is, in place of all that it has said. */
export interface JobState extends Omit<ServerJob, 'lines' | 'process'> {
  progress?: Progress
}

/** A case as the page names it; one that is none of this folder's is not named. */
export interface ShownCase {
  image?: string
  mask?: string
  /** The study file whose run it is of. */
  target?: string
}

/** A queue as the page shows it. */
export interface ShownQueue extends Pick<QueueState, 'counts' | 'workers'> {
  active: (ShownCase & { worker?: string; more: number; seconds?: number })[]
  failed: (ShownCase & { reason?: string })[]
}

/** All that this server computes or has computed. */
export interface WorkState {
  jobs: JobState[]
  /** Threads of this machine, which compute where there is no queue. */
  threads: number
  /** `away`: Redis does not answer. */
  queue?: ShownQueue | 'away'
}

/** Follows the work for the pages that show it. */
export interface WorkFollowing {
  /** Calls back with the state in JSON, now and when it has changed; gives back what stops that. */
  follow: (onState: (json: string) => void) => () => void
}

/** How often jobs are looked at, every how many looks the queue is asked, and how long it may take to answer. */
const [look, looksForQueue, patience] = [1000, 2, 3000]
/** So many jobs and failed cases are shown. */
const most = 30

/**
 * However many pages follow, the queue is asked once every two seconds, not before it has answered, and not at all when no
 * page does.
 *
 * root  the served folder
 */
export function followWork(
  root: string,
  jobs: Pick<ServerJobs, 'list'>,
  readQueue?: () => Promise<QueueState | undefined>,
): WorkFollowing {
  const followers = new Set<(json: string) => void>()
  let timer: NodeJS.Timeout | undefined
  let last = ''
  let looks = 0
  let asking = false
  let queue: QueueState | 'away' | undefined

  async function askQueue() {
    if (!readQueue || asking) return
    asking = true
    const late = new Promise<'away'>((say) => setTimeout(say, patience, 'away').unref())
    const answer = readQueue()
      .catch(() => undefined)
      .finally(() => {
        asking = false
      })
    queue = (await Promise.race([answer, late])) ?? 'away'
  }
  function tell() {
    if (readQueue && !queue) return // it is being asked for the first time
    const list = jobs.list()
    const state: WorkState = {
      jobs: list.slice(-most).map(({ lines, process: _, ...job }) => {
        const progress = job.state === 'running' ? progressOf(lines) : undefined
        return { ...job, ...(progress && { progress }) }
      }),
      threads: availableParallelism(),
      ...(queue && { queue: queue === 'away' ? queue : shownQueue(root, list, queue) }),
    }
    const json = JSON.stringify(state)
    if (json === last) return
    last = json
    for (const follower of followers) follower(json)
  }
  function tick() {
    if (looks++ % looksForQueue === 0) void askQueue().then(tell)
    tell()
  }
  return {
    follow(onState) {
      followers.add(onState)
      if (last) onState(last)
      timer ??= setInterval(tick, look)
      if (!last) tick()
      return () => {
        followers.delete(onState)
        if (followers.size > 0) return
        clearInterval(timer)
        timer = queue = undefined
        looks = 0
        last = ''
      }
    },
  }
}

function shownQueue(
  root: string,
  jobs: readonly ServerJob[],
  { counts, workers, active, failed }: QueueState,
): ShownQueue {
  const shown = ({ image, mask, answer }: NamedCase): ShownCase => {
    // Others may share the queue: what their files are called is not for this folder's people.
    if (!isInside(root, image)) return {}
    const run = jobs.findLast(
      ({ command, out }) => command === 'run' && answer.startsWith(join(root, out ?? 'results') + sep),
    )
    return {
      image: relative(root, image),
      mask: isInside(root, mask) ? relative(root, mask) : undefined,
      ...(run && { target: run.target }),
    }
  }
  return {
    counts,
    workers,
    active: active.map(({ worker, cases, seconds }) => ({
      ...shown(cases[0]),
      more: cases.length - 1,
      worker,
      seconds,
    })),
    failed: failed.slice(0, most).map(({ reason, ...one }) => {
      const named = shown(one)
      return named.image === undefined ? named : { ...named, reason: reason.replaceAll(root + sep, '') }
    }),
  }
}
