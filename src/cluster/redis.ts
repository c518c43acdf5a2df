import { createHash } from 'node:crypto'
import { Redis } from 'ioredis'
import { QueueAway } from '../errors/index.ts'

/** A case of the queue, and the file that its answer is written to: `answers/`, its hash, `.json`. */
export interface QueuedCase {
  task: object
  answer: string
}

/** What a job of the queue carries: one case, or a few that take so little time that a job each would double it. */
export interface CaseJob {
  cases: QueuedCase[]
  /** The run that sent it: what another one left behind in failure says nothing of this one's. */
  run: string
}

/** Turns that the queue tells apart: later ones share the last. */
export const lastTurn = 2 ** 21

/**
 * A job is called by the file of its answer, which the content of its case names in a folder that one run has at a time:
 * it is in the queue once, and no other run's. That of several cases is called by its first and their number.
 *
 * @param turn when it is taken: 1 first; without one before all others
 */
export function jobOf({ cases, run }: CaseJob, turn?: number) {
  const first = createHash('sha256').update(cases[0].answer).digest('hex')
  return {
    name: 'cases',
    data: { cases, run },
    opts: {
      jobId: cases.length === 1 ? first : `${first}-${cases.length}`,
      priority: turn,
      attempts: 3,
      backoff: { type: 'exponential', delay: 500 },
      removeOnComplete: true,
      removeOnFail: { count: 10_000 },
    },
  }
}

/** Versions do not share a queue: their answers may differ. */
export const queueName = (version: string) => `nomoscope-${version}`

/** An address without its password. */
export const shownAddress = (address: string) => address.replace(/\/\/[^@/]*@/, '//…@')

/**
 * A connection that waits for a server that is away and comes back.
 *
 * @param address redis://:PASSWORD@HOST:PORT, or rediss:// with TLS
 * @throws QueueAway where it does not answer at all
 */
export async function connect(address: string): Promise<Redis> {
  if (!/^rediss?:\/\//.test(address))
    throw QueueAway(shownAddress(address), 'an address begins with redis:// or rediss://')
  const probe = new Redis(address, { maxRetriesPerRequest: 1, retryStrategy: () => null, lazyConnect: true })
  let said = ''
  probe.on('error', (error) => (said ||= error.message))
  try {
    await probe.connect()
    await probe.ping()
  } catch (error) {
    throw QueueAway(
      shownAddress(address),
      (said || (error instanceof Error ? error.message : String(error))).replace(/\.$/, ''),
    )
  } finally {
    probe.disconnect()
  }
  const connection = new Redis(address, {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(2000, 100 * times),
  })
  connection.on('error', () => {}) // it is connected to anew; what was sent waits
  return connection
}

/** Milliseconds by the clock of Redis, which all who share a queue have in common. */
export async function redisTime(connection: Redis): Promise<number> {
  const [seconds, microseconds] = await connection.time()
  return Number(seconds) * 1000 + Number(microseconds) / 1000
}
