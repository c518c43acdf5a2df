import { createHmac } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What became of one original; nothing in it says which original that was to one who has not the key. */
export interface Outcome {
  result: 'written' | 'withheld' | 'unreadable' | 'duplicate' | 'directory' | 'other'
  patient?: string
  path?: string
  kind?: string
  /** Of one held back, unreadable or duplicate: the error's code, and why without any name. */
  code?: string
  notes?: string[]
  changes?: Record<string, number>
}

const journalName = '.nomoscope-deidentify.jsonl'

/**
 * The record of a run in its folder of results, a line a file, so that it can be gone on with. Files that were changed
 * in the same way, as those of a series are, share one line of changes.
 */
export function openJournal(folder: string, key: Uint8Array, settings: string) {
  const file = join(folder, journalName)
  const outcomes = new Map<string, Outcome>()
  const sets: Record<string, number>[] = []
  const numbers = new Map<string, number>()
  let earlier: string | undefined
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  // What stands after the last end of a line was being written when the run was killed.
  for (const line of lines.slice(0, -1)) {
    let read: { settings?: string; set?: Record<string, number>; of?: string; changed?: number } & Outcome
    try {
      read = JSON.parse(line)
    } catch {
      continue // the torn line of an earlier kill
    }
    if (read.settings !== undefined) earlier = read.settings
    else if (read.set) {
      numbers.set(JSON.stringify(read.set), sets.length)
      sets.push(read.set)
    } else if (read.of) {
      const { of, changed, ...outcome } = read
      outcomes.set(of, { ...outcome, changes: changed === undefined ? undefined : sets[changed] })
    }
  }
  const append = (line: object) => appendFileSync(file, `${JSON.stringify(line)}\n`)
  return {
    outcomes,
    earlier,
    begin: () => {
      // A torn line gets its end.
      if (lines.length > 0 && lines.at(-1) !== '') appendFileSync(file, '\n')
      if (earlier === undefined) append({ settings })
    },
    /** The name of an original in the journal: by its path, size and time of change, or by its number alone. */
    nameOf: (path: string, size = 0, changed = 0) =>
      createHmac('sha256', key).update(`file\0${path}\0${size}\0${changed}`).digest('base64url').slice(0, 22),
    add(of: string, outcome: Outcome) {
      const { changes, ...rest } = outcome
      outcomes.set(of, outcome)
      if (!changes) return append({ of, ...rest })
      const text = JSON.stringify(changes)
      let number = numbers.get(text)
      if (number === undefined) {
        number = sets.length
        numbers.set(text, number)
        sets.push(changes)
        append({ set: changes })
      }
      append({ of, ...rest, changed: number })
    },
  }
}

export const hasJournal = (folder: string): boolean => existsSync(join(folder, journalName))
