import type { Problem } from '../../errors/index.ts'
import { type CopyTask, openCopies } from '../deidentify/copies.node.ts'
import type { Outcome } from '../deidentify/journal.node.ts'
import { nameOfSeries } from './archive-server.ts'
import type { Keeper, WantedSeries } from './plan.ts'

/** A folder that takes objects as they come from an archive, without their identifiers. */
export interface Arrival extends Keeper {
  /** Writes the report and the linkage file; gives what became of all that ever came. */
  finish: () => Promise<Outcome[]>
}

/**
 * De-identifies objects as they come: an original is never on the disk, and the copies lie by patient, sequence and series.
 * What was held back is not asked for again. Throws what `openCopies` throws.
 */
export async function openArrival(task: CopyTask, fault: (error: Problem) => void): Promise<Arrival> {
  const copies = await openCopies(task, fault)
  const written = new Map<string, string>()
  let last: Promise<unknown> = Promise.resolve()

  async function keepOne({ series, sequence }: WantedSeries, uid: string, file: Uint8Array) {
    // Where a folder of studies has the study, one of sequences has the sequence.
    const place = (path: string) => path.replace(/^[^/]*/, () => sequence)
    const { path } = await copies.add(copies.nameOf(uid), file, nameOfSeries(series), place)
    if (path) written.set(uid, path)
  }

  return {
    has: (_, uid) => copies.before(copies.nameOf(uid)) !== undefined,
    /** One after the other: series come side by side, the journal and the linkage file are one. */
    keep(wanted, uid, file) {
      const own = last.then(() => keepOne(wanted, uid, file))
      last = own.catch(() => {})
      return own
    },
    finish: () => copies.finish(written),
  }
}
