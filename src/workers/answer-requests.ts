import type { CasePlatform } from '../cases/platform.ts'
import type { Once } from '../image/platform/image-store.ts'
import { inSharedMemory } from '../image/platform/shared-memory.ts'
import { type Answer, type KeepMessage, type KeptMessage, type Request, sendError } from '../jobs/messages.ts'
import { listenToSpans, type Span } from '../spans.ts'
import { jobRunner } from './registry.ts'

/**
 * One of the pool's threads: answers each request in turn.
 * say  tells the pool's thread
 * Gives back what takes the pool's messages.
 */
export function answerRequests(
  platformOf: (once: Once) => CasePlatform,
  say: (message: Answer | KeepMessage) => void,
): (message: Request | KeptMessage) => Promise<void> {
  /** Who waits for each value: the pool's thread keeps them for all threads. */
  const wanted = new Map<string, ((reply: KeptMessage) => void)[]>()

  const once: Once = async (key, make) => {
    const reply = await new Promise<KeptMessage>((resolve) => {
      wanted.set(key, [...(wanted.get(key) ?? []), resolve])
      say({ want: key })
    })
    if ('value' in reply) return reply.value as Awaited<ReturnType<typeof make>>
    try {
      const value = inSharedMemory(await make())
      say({ made: key, value })
      return value
    } catch (error) {
      say({ failed: key })
      throw error
    }
  }

  const run = jobRunner(platformOf(once))
  return async (message) => {
    if ('key' in message) {
      wanted.get(message.key)?.shift()?.(message)
      return
    }
    const { index, name, task, timed } = message
    const spans: Span[] | undefined = timed ? [] : undefined
    listenToSpans(spans && ((span) => spans.push(span)))
    try {
      const result = await run(name, task as never)
      say({ index, result, spans })
    } catch (error) {
      say({ index, error: sendError(error), spans })
    }
  }
}
