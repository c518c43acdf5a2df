import { createHash } from 'node:crypto'
import { Redis } from 'ioredis'
import { QueueAddressInvalid, QueueAway, QueueRefuses } from '../errors/index.ts'

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

/** An address without its user and password, of which an @ may stand unescaped. */
export const shownAddress = (address: string) => address.replace(/\/\/.*@/, '//…@')

/** What ioredis and browsers read alike: a user and password without :, /, ?, # and @, a host, a port, a database. */
const addressForm =
  /^rediss?:\/\/(?:[^:@/?#\s]*(?::[^:@/?#\s]*)?@)?(?:\[[\da-f:.]+\]|[^:@/?#\s]+)(?::\d{1,5})?(?:\/\d*)?(?:\?[^#\s]*)?$/i

/**
 * A connection that waits for a server that is away and comes back.
 *
 * @param address redis://:PASSWORD@HOST:PORT, or rediss:// with TLS
 * @throws QueueAddressInvalid, QueueAway where it does not answer at all, QueueRefuses where it takes no work
 */
export async function connect(address: string): Promise<Redis> {
  if (!addressForm.test(address) || !URL.canParse(address)) throw QueueAddressInvalid(shownAddress(address))
  await requireWilling(address)
  const connection = new Redis(address, {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(2000, 100 * times),
  })
  connection.on('error', () => {}) // it is connected to anew; what was sent waits
  return connection
}

/** What Redis says of a user, a database or a server that cannot have a queue. */
const refusal = /^(NOPERM|READONLY|ERR (DB index|invalid DB))/

/** Looks at a server once, and whether the queue's scripts may write there. */
async function requireWilling(address: string): Promise<void> {
  const probe = new Redis(address, { maxRetriesPerRequest: 1, retryStrategy: () => null, lazyConnect: true })
  let said = ''
  probe.on('error', (error) => (said ||= error.message))
  const spoken = (error: unknown) => (error instanceof Error ? error.message : String(error))
  try {
    await probe.connect()
    await probe.ping()
    await probe.select(probe.options.db ?? 0)
    await probe.eval("return redis.call('set', KEYS[1], '', 'PX', 1)", 1, 'bull:nomoscope:probe')
  } catch (error) {
    const why = spoken(error).replace(/\.$/, '')
    if (refusal.test(why)) throw QueueRefuses(shownAddress(address), why)
    // A memory that is full empties as workers go on.
    if (!why.startsWith('OOM')) throw QueueAway(shownAddress(address), (said || why).replace(/\.$/, ''))
  } finally {
    probe.disconnect()
  }
}

/** Milliseconds by the clock of Redis, which all who share a queue have in common. */
export async function redisTime(connection: Redis): Promise<number> {
  const [seconds, microseconds] = await connection.time()
  return Number(seconds) * 1000 + Number(microseconds) / 1000
}
