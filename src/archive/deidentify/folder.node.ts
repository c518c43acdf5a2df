import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import {
  CannotResume,
  FileNotFound,
  FoldersOverlap,
  NothingToDeidentify,
  OutputExists,
  type Problem,
} from '../../errors/index.ts'
import { nodeStore } from '../../image/platform/image-store.node.ts'
import { type CopyTask, openCopies } from './copies.node.ts'
import { hasJournal, type Outcome } from './journal.node.ts'

/** What `nomoscope deidentify` is told. */
export interface FolderTask extends CopyTask {
  from: string
  resume?: boolean
  overwrite?: boolean
}

interface Ears {
  progress: (done: number, total: number) => void
  fault: (error: Problem) => void
}

/**
 * De-identifies a folder into another: `to` holds the copies by patient, study and series under new names, `report` what
 * was changed and what could not be judged, and the linkage file the way back. The originals are only read. A run that
 * was killed leaves nothing half-written and is gone on with by `resume`; one bad file does not sink the rest.
 *
 * Returns what became of each file in their order.
 *
 * Throws FileNotFound, OutputExists, FoldersOverlap, NothingToDeidentify, and what `openCopies` throws.
 */
export async function deidentifyFolder(task: FolderTask, ears: Ears): Promise<Outcome[]> {
  const { from } = task
  if (!existsSync(from)) throw FileNotFound(from)
  keepApart(task)
  prepare(task)
  const files = (await nodeStore.list(from)) ?? [from]
  const copies = await openCopies(task, ears.fault)
  const outcomes: Outcome[] = []
  const written = new Map<string, string>()
  for (const [i, file] of files.entries()) {
    const { size, mtimeMs } = statSync(file)
    const of = copies.nameOf(relative(resolve(from), resolve(file)), size, mtimeMs)
    const outcome = copies.before(of) ?? (await copies.add(of, await nodeStore.bytes(file), file))
    if (outcome.path) written.set(resolve(file), outcome.path)
    outcomes.push(outcome)
    ears.progress(i + 1, files.length)
  }
  if (!outcomes.some(({ result }) => result !== 'other')) throw NothingToDeidentify(from)
  await copies.finish(written, outcomes)
  return outcomes
}

function keepApart({ from, to, report, linkage }: FolderTask) {
  const places = [from, to, report].map((place) => resolve(place))
  for (const [i, one] of places.entries())
    for (const [j, other] of places.entries())
      if (i !== j && (one === other || !relative(other, one).startsWith('..'))) throw FoldersOverlap(one, other)
  for (const place of linkage ? [from, to, report] : [])
    if (!relative(resolve(place), resolve(linkage!.file)).startsWith('..')) throw FoldersOverlap(linkage!.file, place)
}

function prepare({ to, resume, overwrite }: FolderTask) {
  const there = existsSync(to) && readdirSync(to).length > 0
  if (!there) return
  if (!resume && !overwrite) throw OutputExists(to)
  if (!hasJournal(to)) throw CannotResume(to, 'it was not made by `nomoscope deidentify`')
  if (overwrite) rmSync(to, { recursive: true })
}
