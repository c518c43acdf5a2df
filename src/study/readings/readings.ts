import { FileNotFound, HeldBy, NameNoFile, NotYourReading, Problem } from '../../errors/index.ts'
import type { CurveThresholds } from '../../image/sequences/dynamic.ts'
import { pathFor, patientPlace } from '../cases/patient-path.ts'
import type { StudyConfig } from '../file/schema.ts'
import { readingOrder } from './reading-order.ts'
import { type Standing, standingsOf } from './second-readings.ts'

/** The folder of a study that is read: a served one, or one that a browser holds. Paths are from it on. */
export interface ReadingFolder {
  /** The entries of a folder. Throws FileNotFound. */
  list: (path: string) => Promise<{ name: string; folder: boolean }[]>
  read: (path: string) => Promise<Uint8Array<ArrayBuffer>>
  write: (path: string, bytes: Uint8Array) => Promise<void>
  /** Adds to the end of a file, which is on the disk when this returns. */
  append: (path: string, text: string) => Promise<void>
  studyOf: (path: string) => Promise<StudyConfig>
}

/** One patient of the list to be read, and how far one reader is. */
export interface ReadingCase {
  patient: string
  sequences: string[]
  /** Besides how far the form is: not to be opened yet, or for now. */
  state: ReadingState | 'waiting' | 'closed'
}

export type ReadingState = 'not started' | 'in progress' | 'done' | 'flagged'

/**
 * What a reader sees of a study, by patient and sequence and never by path: the images, and the reader's own masks and
 * form. Nothing of another reader can be named, so nothing has to be hidden.
 */
export interface Readings {
  readers: () => Promise<string[]>
  worklist: (reader: string) => Promise<ReadingCase[]>
  /** Whether there are images of a patient. */
  isRead: (patient: string) => Promise<boolean>
  /** The files that the study names as masks of other readers. */
  masksOfOthers: (patient: string, reader: string) => Promise<string[]>
  /** Throws NotYourReading where a patient is not to be opened by a reader: see `standingsOf`. */
  refuseHidden: (patient: string, reader: string) => Promise<void>
  /** What is to be read of a sequence. */
  image: (patient: string, sequence: string, reader: string) => Promise<ReadingImage>
  maskFile: (patient: string, sequence: string, reader: string) => Promise<string>
  form: (patient: string, reader: string) => Promise<ReadingForm>
  saveForm: (patient: string, reader: string, form: ReadingForm) => Promise<void>
  /** One line of what a reader did, with the time, at the end of the reader's log. */
  log: (reader: string, entry: Record<string, unknown>) => Promise<void>
  /** The strokes that were drawn after the mask was saved last, one line each. */
  strokes: (patient: string, sequence: string, reader: string) => Promise<string[]>
  /** Adds a stroke, on the disk when this returns; `undefined` notes that the mask now holds all that came before. */
  addStroke: (patient: string, sequence: string, reader: string, stroke: ReadingStroke | undefined) => Promise<void>
  /**
   * Takes a patient for a reader's page for a minute. Throws HeldBy where another page of that reader has it, unless it
   * is to be taken over from that.
   */
  hold: (patient: string, reader: string, page: string, over?: boolean) => void
  /** Gives the patient free where this page has it, and logs how long that had it. */
  release: (patient: string, reader: string, page: string) => Promise<void>
}

/** An image to be read: its files in the served folder, and how the study reads them. */
export interface ReadingImage {
  /** One file, or all slices of a DICOM folder. */
  files: string[]
  /** One image a phase, where the study names them. */
  phases: string[]
  /** Which image of a DICOM folder, or which map of it. */
  source?: string
  /** How the study tells time–signal curves apart, where it does. */
  curve?: CurveThresholds & { times?: number[] }
  /** The name of the reader's mask, which says its format. */
  mask: string
}

/** What a tool did to a mask (see the page's stroke log). */
export interface ReadingStroke {
  tool: string
  runs: string
}

export interface ReadingForm {
  state: ReadingState
  items: Record<string, string>
}

const hidden: Record<Exclude<Standing, 'open'>, (patient: string) => string> = {
  'left out': (patient) => `a second reading of ${patient}`,
  waiting: (patient) => `the second reading of ${patient} before the first is done`,
  closed: (patient) => `the first reading of ${patient} while the second is under way`,
}

const unread = JSON.stringify({ state: 'not started', items: {} } satisfies ReadingForm)

/** The reader in whose name the owner settles what readers differ on, as in the table of readings. */
export const consensus = 'consensus'

/** How long a page holds a patient after it was last heard of, in ms. */
const holdingTime = 60_000

/**
 * study  the study file in the served folder; its `images` say where images and readers' masks lie
 * now    the clock, in ms
 */
export function openReadings(folder: ReadingFolder, study: string, now: () => number): Readings {
  const held = new Map<string, { page: string; reader: string; since: number; until: number }>()
  // Where regions are carried from another sequence, they are drawn on that one.
  const sequencesOf = async () =>
    Object.fromEntries(
      Object.entries((await folder.studyOf(study)).images ?? {}).filter(([, { register }]) => register === undefined),
    )
  async function patientsOf() {
    const found = new Map<string, string[]>()
    for (const [name, { path }] of Object.entries(await sequencesOf()))
      for (const patient of await patientsAt(folder, beside(path)))
        found.set(patient, [...(found.get(patient) ?? []), name])
    return found
  }
  const standings = async (reader: string, patients: readonly string[]) =>
    standingsOf(await folder.studyOf(study), reader, {
      patients,
      form,
      begun: async (name) => (await textOr(own(name, 'log.jsonl'), '')) !== '',
      read: (path) => folder.read(beside(path)),
    })
  const beside = (path: string) => [...study.split('/').slice(0, -1), path].join('/')
  // Of a study without named readers the owner reads.
  const own = (reader: string, name: string) => beside(`readings/${safe(reader || 'owner')}/${name}`)

  async function sequence(name: string) {
    const all = await sequencesOf()
    if (!Object.hasOwn(all, name)) throw NotYourReading(`the sequence ${name}`)
    return all[name]
  }

  /** A text, or what stands for one that is not there yet; one that cannot be read must not pass for an empty one. */
  const textOr = async (path: string, absent: string) => {
    try {
      return new TextDecoder().decode(await folder.read(path))
    } catch (error) {
      if (error instanceof Problem && error.code === FileNotFound.code) return absent
      throw error
    }
  }
  const form = async (patient: string, reader: string): Promise<ReadingForm> =>
    JSON.parse(await textOr(own(reader, `${safe(patient)}.json`), unread))

  async function maskFile(patient: string, name: string, reader: string): Promise<string> {
    const { masks, mask } = await sequence(name)
    // What was settled in consensus has a place though the study may not use it.
    if (reader === consensus && !(masks && Object.hasOwn(masks, consensus)))
      return own(consensus, `${safe(patient)}.${safe(name)}.nrrd`)
    const template = masks ? masks[reader] : mask
    if (template === undefined || (masks && !Object.hasOwn(masks, reader)))
      throw NotYourReading(`a mask of ${name} by ${reader}`)
    return beside(pathFor(template, patient))
  }
  const strokeFile = (patient: string, name: string, reader: string) =>
    own(reader, `${safe(patient)}.${safe(name)}.strokes.jsonl`)
  const append = (file: string, line: Record<string, unknown>) =>
    folder.append(file, `${JSON.stringify({ time: new Date(now()).toISOString(), ...line })}\n`)

  const log: Readings['log'] = (reader, entry) => append(own(reader, 'log.jsonl'), { reader, ...entry })

  return {
    async readers() {
      const names = Object.values(await sequencesOf()).flatMap(({ masks }) => Object.keys(masks ?? {}))
      return [...new Set(names)].sort()
    },
    async worklist(reader) {
      const found = await patientsOf()
      const patients = readingOrder([...found.keys()].sort(), reader)
      const standing = await standings(reader, patients)
      const all = await Promise.all(
        patients.map(async (patient) => {
          const how = await standing(patient).catch(() => 'open' as const)
          const state = await form(patient, reader).then(
            (read) => read.state,
            () => 'flagged' as const,
          )
          return { patient, sequences: found.get(patient)!, how, state }
        }),
      )
      return all.flatMap(({ how, state, ...one }) =>
        how === 'left out' ? [] : [{ ...one, state: how === 'open' ? state : how }],
      )
    },
    isRead: async (patient) => (await patientsOf()).has(patient),
    async masksOfOthers(patient, reader) {
      const named = Object.values(await sequencesOf()).flatMap(({ masks = {} }) => Object.entries(masks))
      return named.flatMap(([name, path]) => (name === reader ? [] : [beside(pathFor(path, patient))]))
    },
    async refuseHidden(patient, reader) {
      const how = await (await standings(reader, [...(await patientsOf()).keys()]))(patient)
      if (how !== 'open') throw NotYourReading(hidden[how](patient))
    },
    async image(patient, name, reader) {
      const { path, source, curve } = await sequence(name)
      const whole = beside(pathFor(path, patient))
      const files = await filesBelow(folder, whole)
      const phases = curve?.phases?.map((file) => beside(pathFor(file, patient))) ?? []
      return { files, phases, source, curve, mask: (await maskFile(patient, name, reader)).split('/').at(-1)! }
    },
    maskFile,
    form,
    async saveForm(patient, reader, given) {
      const bytes = new TextEncoder().encode(`${JSON.stringify(given, null, 1)}\n`)
      await folder.write(own(reader, `${safe(patient)}.json`), bytes)
    },
    log,
    async strokes(patient, name, reader) {
      const text = await textOr(strokeFile(patient, name, reader), '')
      // A line that a kill or a full disk cut off is none: its stroke was never said to be kept.
      const lines = text.split('\n').slice(0, -1).filter(isWhole)
      return lines.slice(lines.findLastIndex((line) => line.includes('"saved":true')) + 1)
    },
    addStroke: (patient, name, reader, stroke) =>
      append(strokeFile(patient, name, reader), stroke ? { tool: stroke.tool, runs: stroke.runs } : { saved: true }),
    hold(patient, reader, page, over = false) {
      const key = keyOf(patient, reader)
      const holder = held.get(key)
      if (!over && holder && holder.page !== page && holder.until > now()) throw HeldBy(patient, holder.reader)
      const since = holder?.page === page && holder.until > now() ? holder.since : now()
      held.set(key, { page, reader, since, until: now() + holdingTime })
    },
    async release(patient, reader, page) {
      const key = keyOf(patient, reader)
      const holder = held.get(key)
      if (holder?.page !== page) return
      held.delete(key)
      await log(reader, { action: 'leave', patient, seconds: Math.round((now() - holder.since) / 1000) })
    },
  }
}

/** The names of an image's files as a page is told them: series in folders of their own may have the same. */
export const namesOf = (files: readonly string[]) =>
  files.map((file, i) => (files.length > 1 ? `${i}/` : '') + file.split('/').at(-1))

function isWhole(line: string): boolean {
  try {
    return typeof JSON.parse(line) === 'object'
  } catch {
    return false
  }
}

const keyOf = (patient: string, reader: string) => `${reader}\n${patient}`

/** A name as part of a path. Throws NameNoFile for one that would lead elsewhere. */
function safe(name: string): string {
  if (name === '' || /[/\\\0:]|^\.\.?$/.test(name)) throw NameNoFile(name)
  return name
}

/** The path itself where it is a file's; of a folder all files in it and in its folders, as the command line reads it. */
async function filesBelow(folder: ReadingFolder, path: string): Promise<string[]> {
  const entries = await folder.list(path).catch(() => undefined)
  if (!entries) return [path]
  const found = entries.map(({ name, folder: isFolder }) =>
    isFolder ? filesBelow(folder, `${path}/${name}`) : [`${path}/${name}`],
  )
  return (await Promise.all(found)).flat()
}

/** Names that stand for `{patient}` in a path, from the folder's own listing. */
async function patientsAt(folder: ReadingFolder, template: string): Promise<string[]> {
  const place = patientPlace(template)
  if (!place) return []
  const entries = await folder.list(place.parent).catch(() => [])
  return entries.flatMap((entry) => {
    // The last part names a file, or a folder of DICOM files.
    const patient = entry.folder || place.isLast ? place.patientOf(entry.name) : undefined
    return patient === undefined ? [] : [patient]
  })
}
