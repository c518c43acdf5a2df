import { existsSync, readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { CannotResume, ChangedBeforeResume, Problem, SameInstanceTwice } from '../../errors/index.ts'
import { isDicom } from '../../image/dicom/file.ts'
import { writeAtomically } from '../../jobs/write-atomically.node.ts'
import { hasJournal, type Outcome, openJournal } from './journal.node.ts'
import { type Linkage, newKey, openLinkage } from './linkage.node.ts'
import { deidentifyObject } from './object.ts'
import type { ProfileOptions } from './profile.ts'
import { keyedPseudonyms } from './pseudonyms.node.ts'
import { reportFiles } from './report.ts'
import type { BlankRule } from './rules.ts'

/** Where copies without identifiers go, and what they are made by. */
export interface CopyTask {
  to: string
  report: string
  /** Undefined keeps no way back. */
  linkage?: { file: string; passphrase: string }
  options: ProfileOptions
  rules: BlankRule[]
  /** Pseudonyms that the user chose, by the patient's number. */
  pseudonyms?: ReadonlyMap<string, string>
  version: string
}

/** A folder of copies that is added to. */
export interface Copies {
  /** The name of an original in the journal: by its path, size and time of change, or by its number alone. */
  nameOf: (path: string, size?: number, changed?: number) => string
  /** What became of an original in an earlier run, where that still holds. */
  before: (of: string) => Outcome | undefined
  /**
   * Writes the copy of an original, unless it is held back; what is wrong with it goes to `fault` and sinks nothing else.
   * place  where in the patient's folder it goes, from where it would go by study and series
   */
  add: (of: string, bytes: Uint8Array, name: string, place?: (path: string) => string) => Promise<Outcome>
  /**
   * Writes the report of these outcomes, by default of all that the journal has, and in the linkage file which original
   * became which copy. Gives the outcomes.
   */
  finish: (written: ReadonlyMap<string, string>, outcomes?: Outcome[]) => Promise<Outcome[]>
}

/**
 * Opens a folder for copies; a journal in it, and the linkage file, let it be gone on with.
 * Throws CannotResume, ChangedBeforeResume, and what a linkage file throws.
 */
export async function openCopies(task: CopyTask, fault: (error: Problem) => void): Promise<Copies> {
  const { to, options, rules } = task
  const link = task.linkage && openLinkage(task.linkage.file, task.linkage.passphrase)
  const linked = link && existsSync(task.linkage!.file)
  if (hasJournal(to) && !linked) throw CannotResume(to, 'its linkage file, which has the key, is not there')
  const linkage: Linkage = linked ? link.read() : { key: newKey(), patients: [], files: [] }
  const key = Buffer.from(linkage.key, 'base64')
  const pseudonyms = keyedPseudonyms(key, namesFor(linkage, task.pseudonyms))
  const settings = JSON.stringify({ retain: [...options.retain].sort(), clean: [...options.clean].sort(), rules })
  const journal = openJournal(to, key, settings)
  if (journal.earlier !== undefined && journal.earlier !== settings) throw ChangedBeforeResume('The options or rules')
  const known = new Map(linkage.patients.map((patient) => [patient.pseudonym, patient]))
  const taken = new Set<string>()

  let begun = false
  /** Nothing is written before there is something to write. */
  async function begin() {
    if (begun) return
    begun = true
    await link?.write(linkage)
    await mkdir(to, { recursive: true })
    journal.begin()
  }

  /** What becomes of an original, and its copy where there is to be one. */
  async function copy(
    bytes: Uint8Array,
    name: string,
    place = (path: string) => path,
  ): Promise<[Outcome, Uint8Array?]> {
    if (!isDicom(bytes)) return [{ result: 'other', kind: extname(name).toLowerCase().slice(0, 8) }]
    try {
      const made = await deidentifyObject(bytes, name, options, rules, pseudonyms)
      if (!made) return [{ result: 'directory' }]
      const { patient, kind, withheld, notes } = made
      const changes = Object.fromEntries([...made.changes].sort())
      if (!known.has(patient.pseudonym)) {
        const { id, name: own, born, pseudonym, shift } = patient
        known.set(pseudonym, { id, name: own, born, pseudonym, daysEarlier: shift })
        linkage.patients = [...known.values()]
        await link?.write(linkage)
      }
      const path = `${patient.pseudonym}/${place(made.path)}`
      const about = { patient: patient.pseudonym, kind, notes: notes.length > 0 ? notes : undefined }
      if (withheld) {
        fault(withheld)
        return [{ result: 'withheld', ...about, code: withheld.code, notes: [reason(withheld, name), ...notes] }]
      }
      if (taken.has(path)) return [again(join(to, path), made.bytes!, name, about)]
      return [{ result: 'written', path, ...about, changes }, made.bytes]
    } catch (error) {
      if (!(error instanceof Problem) || error.code.startsWith('NS-DSK')) throw error
      fault(error)
      return [{ result: 'unreadable', code: error.code, notes: [reason(error, name)] }]
    }
  }

  function again(target: string, bytes: Uint8Array, name: string, about: Partial<Outcome>): Outcome {
    if (Buffer.from(bytes).equals(readFileSync(target))) return { result: 'duplicate', ...about }
    const problem = SameInstanceTwice(name)
    fault(problem)
    return { result: 'withheld', ...about, code: problem.code, notes: [reason(problem, name)] }
  }

  const isThere = ({ path }: Outcome) => path === undefined || existsSync(join(to, path))

  return {
    nameOf: journal.nameOf,
    before(of) {
      const outcome = journal.outcomes.get(of)
      if (!outcome || !isThere(outcome)) return undefined
      if (outcome.path) taken.add(outcome.path)
      return outcome
    },
    async add(of, bytes, name, place) {
      await begin()
      const [outcome, made] = await copy(bytes, name, place)
      // First the line, then the file: a line without its file is done again, a file without its line is never there.
      journal.add(of, outcome)
      if (made) await writeAtomically(join(to, outcome.path!), made)
      if (outcome.path) taken.add(outcome.path)
      return outcome
    },
    async finish(written, outcomes = [...journal.outcomes.values()].filter(isThere)) {
      if (outcomes.length === 0) return outcomes
      const earlier = linkage.files.map(({ original, written: path }) => [original, path] as const)
      linkage.files = [...new Map([...earlier, ...written])].map(([original, path]) => ({ original, written: path }))
      await link?.write(linkage)
      for (const [name, content] of reportFiles(outcomes, options, task.version))
        await writeAtomically(join(task.report, name), content)
      return outcomes
    },
  }
}

/** The names of patients: those of earlier runs, and what the user chose for others. Throws ChangedBeforeResume. */
function namesFor({ patients }: Linkage, chosen: ReadonlyMap<string, string> = new Map()): Map<string, string> {
  const names = new Map(patients.map(({ id, pseudonym }) => [id, pseudonym]))
  const owners = new Map(patients.map(({ id, pseudonym }) => [pseudonym, id]))
  for (const [id, name] of chosen) {
    if ((names.get(id) ?? name) !== name || (owners.get(name) ?? id) !== id)
      throw ChangedBeforeResume('The names that stand for patients')
    names.set(id, name)
  }
  return names
}

/** A problem's words without the original's path, which may name the patient. */
const reason = ({ message }: Problem, file: string) => message.replaceAll(file, 'it').replace(/^it is held back: /, '')
