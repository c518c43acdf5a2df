import { saving } from '../unsaved.ts'

/** How far the sending is: `saving` before each attempt, `sent` with the last one, or what went wrong with it. */
export type Sending = { state: 'saving' } | { state: 'sent' } | { state: 'failed'; fault: unknown }

export interface SendQueue {
  /** Sends after all that came before; false where that failed, which is tried again. */
  add: (send: () => Promise<unknown>) => Promise<boolean>
  /** How many are not on the disk yet. */
  waiting: () => number
}

const retryAfter = 3000

/**
 * Sends one after the other to where readings are kept. What fails is tried again, so that a server or a disk that comes
 * back gets everything in its order; until then the page asks before it is closed.
 */
export function openQueue(tell: (sending: Sending) => void): SendQueue {
  const queue: (() => Promise<unknown>)[] = []
  let running: Promise<boolean> | undefined
  const warn = (event: BeforeUnloadEvent) => event.preventDefault()

  async function sendAll(): Promise<boolean> {
    while (queue.length > 0) {
      tell({ state: 'saving' })
      try {
        await queue[0]()
        queue.shift()
        if (queue.length === 0) tell({ state: 'sent' })
      } catch (fault) {
        tell({ state: 'failed', fault })
        setTimeout(run, retryAfter)
        return false
      }
    }
    removeEventListener('beforeunload', warn)
    return true
  }
  function run(): Promise<boolean> {
    running ??= sendAll().finally(() => {
      running = undefined
    })
    return running
  }
  return {
    add(send) {
      if (queue.length === 0) addEventListener('beforeunload', warn)
      queue.push(send)
      return saving(run())
    },
    waiting: () => queue.length,
  }
}
