import { parentPort } from 'node:worker_threads'
import type { Once } from '../image/platform/image-store.ts'
import { inSharedMemory } from '../image/platform/shared-memory.ts'
import { type KeepMessage, type KeptMessage, type Request, sendError } from '../jobs/messages.ts'
import { nodePlatform } from './platform.node.ts'
import { jobRunner } from './registry.ts'

const say = (message: KeepMessage) => parentPort?.postMessage(message)

/** Who waits for each value: the pool's thread keeps them for all workers. */
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

const run = jobRunner(nodePlatform(once))

/** One of the pool's threads: answers each request in turn. */
parentPort?.on('message', async (message: Request | KeptMessage) => {
  if ('key' in message) {
    wanted.get(message.key)?.shift()?.(message)
    return
  }
  const { index, name, task } = message
  try {
    parentPort?.postMessage({ index, result: await run(name, task as never) })
  } catch (error) {
    parentPort?.postMessage({ index, error: sendError(error) })
  }
})
