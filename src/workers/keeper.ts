import { voxelBytes } from '../image/platform/image-store.ts'

/** What somebody who asks for a value hears: the value, or that it is theirs to make. */
export type Reply = { value: unknown } | { make: true }

/**
 * Values that several threads need, each made by one of them: the images of a run, decoded once. `owner` is whoever makes
 * or waits: a thread.
 */
export interface Keeper {
  ask: (key: string, owner: unknown, reply: (reply: Reply) => void) => void
  /** A value that its owner has made. */
  give: (key: string, owner: unknown, value: unknown) => void
  /** The owner could not make it: the next who waits tries. */
  giveUp: (key: string, owner: unknown) => void
  /** The owner is gone, with all that it was making. */
  leave: (owner: unknown) => void
}

interface Entry {
  maker?: unknown
  value?: { value: unknown }
  waiting: { owner: unknown; reply: (reply: Reply) => void }[]
}

/** limit  bytes of voxels that are kept; what comes beyond them is given to those who wait for it and then let go. */
export function openKeeper(limit: number): Keeper {
  const entries = new Map<string, Entry>()
  let used = 0
  const next = (key: string, entry: Entry) => {
    const first = entry.waiting.shift()
    if (!first) {
      entries.delete(key)
      return
    }
    entry.maker = first.owner
    first.reply({ make: true })
  }
  return {
    ask(key, owner, reply) {
      const entry = entries.get(key)
      if (entry?.value) reply(entry.value)
      else if (entry) entry.waiting.push({ owner, reply })
      else {
        entries.set(key, { maker: owner, waiting: [] })
        reply({ make: true })
      }
    },
    give(key, owner, value) {
      const entry = entries.get(key)
      if (entry?.maker !== owner || entry?.value) return
      const { waiting } = entry!
      const size = voxelBytes(value)
      if (used + size <= limit) {
        used += size
        entries.set(key, { value: { value }, waiting: [] })
      } else entries.delete(key)
      for (const one of waiting) one.reply({ value })
    },
    giveUp(key, owner) {
      const entry = entries.get(key)
      if (entry && !entry.value && entry.maker === owner) next(key, entry)
    },
    leave(owner) {
      for (const [key, entry] of entries) {
        entry.waiting = entry.waiting.filter((one) => one.owner !== owner)
        if (!entry.value && entry.maker === owner) next(key, entry)
      }
    },
  }
}
