import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { extname, join, relative, resolve } from 'node:path'
import {
  CannotResume,
  ChangedBeforeResume,
  FileNotFound,
  FoldersOverlap,
  NothingToDeidentify,
  OutputExists,
  Problem,
  SameInstanceTwice,
} from '../../errors/index.ts'
import { isDicom } from '../../image/dicom/file.ts'
import { nodeStore } from '../../image/platform/image-store.node.ts'
import { writeAtomically } from '../../jobs/write-atomically.node.ts'
import { hasJournal, type Outcome, openJournal } from './journal.node.ts'
import { type Linkage, newKey, openLinkage } from './linkage.node.ts'
import { deidentifyObject } from './object.ts'
import type { ProfileOptions } from './profile.ts'
import { keyedPseudonyms } from './pseudonyms.node.ts'
import { reportFiles } from './report.ts'
import type { BlankRule } from './rules.ts'

/** What `nomoscope deidentify` is told. */
export interface FolderTask {
  from: string
  to: string
  report: string
  /** Undefined keeps no way back. */
  linkage?: { file: string; passphrase: string }
  options: ProfileOptions
  rules: BlankRule[]
  /** Pseudonyms that the user chose, by the patient's number. */
  pseudonyms?: ReadonlyMap<string, string>
  resume?: boolean
  overwrite?: boolean
  version: string
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
 * Returns what became of each file in their order, and which original became which copy.
 *
 * Throws FileNotFound, OutputExists, FoldersOverlap, CannotResume, ChangedBeforeResume, NothingToDeidentify, and what a
 * linkage file throws.
 */
export async function deidentifyFolder(
  task: FolderTask,
  ears: Ears,
): Promise<{ outcomes: Outcome[]; written: Map<string, string> }> {
  const { from, to, options, rules } = task
  if (!existsSync(from)) throw FileNotFound(from)
  keepApart(task)
  prepare(task)
  const files = (await nodeStore.list(from)) ?? [from]
  const link = task.linkage && openLinkage(task.linkage.file, task.linkage.passphrase)
  const linkage: Linkage =
    link && existsSync(task.linkage!.file) ? link.read() : { key: newKey(), patients: [], files: [] }
  const key = Buffer.from(linkage.key, 'base64')
  await link?.write(linkage)
  const pseudonyms = keyedPseudonyms(key, task.pseudonyms)
  const journal = openJournal(to, key, settingsOf(options, rules))
  if (journal.earlier !== undefined && journal.earlier !== settingsOf(options, rules))
    throw ChangedBeforeResume('The options or rules')
  await mkdir(to, { recursive: true })
  journal.begin()
  const known = new Map(linkage.patients.map((patient) => [patient.pseudonym, patient]))
  const taken = new Set<string>()
  const outcomes: Outcome[] = []
  const written = new Map<string, string>()
  for (const [i, file] of files.entries()) {
    const { size, mtimeMs } = statSync(file)
    const of = journal.nameOf(relative(resolve(from), resolve(file)), size, mtimeMs)
    const before = journal.outcomes.get(of)
    const kept = before?.result === 'written' ? existsSync(join(to, before.path!)) : before !== undefined
    const outcome = kept ? before! : await one(file)
    if (!kept) journal.add(of, outcome)
    if (outcome.path) taken.add(outcome.path)
    if (outcome.path) written.set(resolve(file), outcome.path)
    outcomes.push(outcome)
    ears.progress(i + 1, files.length)
  }
  const earlier = linkage.files.map(({ original, written: path }) => [original, path] as const)
  linkage.files = [...new Map([...earlier, ...written])].map(([original, path]) => ({ original, written: path }))
  await link?.write(linkage)
  if (!outcomes.some(({ result }) => result !== 'other')) throw NothingToDeidentify(from)
  for (const [name, content] of reportFiles(outcomes, options, task.version))
    await writeAtomically(join(task.report, name), content)
  return { outcomes, written }

  async function one(file: string): Promise<Outcome> {
    const bytes = await nodeStore.bytes(file)
    if (!isDicom(bytes)) return { result: 'other', kind: extname(file).toLowerCase().slice(0, 8) }
    try {
      const made = await deidentifyObject(bytes, file, options, rules, pseudonyms)
      if (!made) return { result: 'directory' }
      const { patient, kind, withheld, notes } = made
      const changes = Object.fromEntries([...made.changes].sort())
      if (!known.has(patient.pseudonym)) {
        const { id, name, born, pseudonym, shift } = patient
        known.set(pseudonym, { id, name, born, pseudonym, daysEarlier: shift })
        linkage.patients = [...known.values()]
        await link?.write(linkage)
      }
      const path = `${patient.pseudonym}/${made.path}`
      const about = { patient: patient.pseudonym, kind, notes: notes.length > 0 ? notes : undefined }
      if (withheld) {
        ears.fault(withheld)
        return { result: 'withheld', ...about, code: withheld.code, notes: [reason(withheld, file), ...notes] }
      }
      const target = join(to, path)
      if (taken.has(path)) return again(target, made.bytes!, file, about)
      await writeAtomically(target, made.bytes!)
      return { result: 'written', path, ...about, changes }
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      ears.fault(error)
      return { result: 'unreadable', code: error.code, notes: [reason(error, file)] }
    }
  }

  function again(target: string, bytes: Uint8Array, file: string, about: Partial<Outcome>): Outcome {
    if (Buffer.from(bytes).equals(readFileSync(target))) return { result: 'duplicate', ...about }
    const problem = SameInstanceTwice(file)
    ears.fault(problem)
    return { result: 'withheld', ...about, code: problem.code, notes: [reason(problem, file)] }
  }
}

/** A problem's words without the original's path, which may name the patient. */
const reason = ({ message }: Problem, file: string) => message.replaceAll(file, 'it').replace(/^it is held back: /, '')

const settingsOf = (options: ProfileOptions, rules: BlankRule[]) =>
  JSON.stringify({ retain: [...options.retain].sort(), clean: [...options.clean].sort(), rules })

function keepApart({ from, to, report, linkage }: FolderTask) {
  const places = [from, to, report].map((place) => resolve(place))
  for (const [i, one] of places.entries())
    for (const [j, other] of places.entries())
      if (i !== j && (one === other || !relative(other, one).startsWith('..'))) throw FoldersOverlap(one, other)
  for (const place of linkage ? [from, to, report] : [])
    if (!relative(resolve(place), resolve(linkage!.file)).startsWith('..')) throw FoldersOverlap(linkage!.file, place)
}

function prepare({ to, linkage, resume, overwrite }: FolderTask) {
  const there = existsSync(to) && readdirSync(to).length > 0
  if (!there) return
  if (!resume && !overwrite) throw OutputExists(to)
  if (!hasJournal(to)) throw CannotResume(to, 'it was not made by `nomoscope deidentify`')
  if (overwrite) {
    rmSync(to, { recursive: true })
    return
  }
  if (!linkage || !existsSync(linkage.file)) throw CannotResume(to, 'its linkage file, which has the key, is not there')
}
