import { readTable } from '../../cohort/tables/read-table.ts'
import { columnOf } from '../../cohort/tables/table.ts'
import { randomStream } from '../../statistics/resampling/random.ts'
import type { StudyConfig } from '../file/schema.ts'

/**
 * The patients who are read a second time: a share of them at random, at least one, the same each time.
 * patients  everyone, in any order
 */
export function drawnAgain(patients: readonly string[], reader: string, share: number, seed: number): Set<string> {
  const drawn = patients
    .map((patient) => ({ patient, number: randomStream(seed, 'second reading', reader, patient).below(2 ** 30) }))
    .sort((a, b) => a.number - b.number || (a.patient < b.patient ? -1 : 1))
  const wanted = Math.max(1, Math.round(share * patients.length))
  return new Set(drawn.slice(0, wanted).map(({ patient }) => patient))
}

/**
 * How a patient stands with a reader: to be read; not among those whom a second reading is of; waiting until the first
 * reading is done; or closed, as the first reading must not be seen while the second is under way.
 */
export type Standing = 'open' | 'left out' | 'waiting' | 'closed'

interface Known {
  patients: readonly string[]
  /** How far a reader's form of a patient is. */
  form: (patient: string, reader: string) => Promise<{ state: string }>
  /** Whether a reader has opened any case yet. */
  begun: (reader: string) => Promise<boolean>
  /** A file beside the study. */
  read: (path: string) => Promise<Uint8Array<ArrayBuffer>>
}

/** Tells how each patient stands with a reader. Throws FileNotFound and ColumnAbsent for a list that cannot be read. */
export async function standingsOf(
  { readers = {}, seed }: Pick<StudyConfig, 'readers' | 'seed'>,
  reader: string,
  { patients, form, begun, read }: Known,
): Promise<(patient: string) => Promise<Standing>> {
  const chosenBy = async (name: string) => {
    const { share, seed: own = seed, patients: list } = readers[name]
    if (list === undefined) return drawnAgain(patients, name, share, own)
    return new Set(columnOf(await readTable(await read(list), list, { id: 'patient' }), 'patient').cells)
  }
  const state = async (patient: string, name: string) => (await form(patient, name)).state
  if (Object.hasOwn(readers, reader)) {
    const chosen = await chosenBy(reader)
    return async (patient) => {
      // What was begun stays, also where new patients have changed the draw.
      if ((await state(patient, reader)) !== 'not started') return 'open'
      if (!chosen.has(patient)) return 'left out'
      return (await state(patient, readers[reader].rereads)) === 'done' ? 'open' : 'waiting'
    }
  }
  const underWay: { name: string; chosen: Set<string> }[] = []
  for (const [name, { rereads }] of Object.entries(readers))
    if (rereads === reader && (await begun(name))) underWay.push({ name, chosen: await chosenBy(name) })
  return async (patient) => {
    for (const { name, chosen } of underWay) {
      const own = await state(patient, name)
      if (own === 'done' || (!chosen.has(patient) && own === 'not started')) continue
      if ((await state(patient, reader)) === 'done') return 'closed'
    }
    return 'open'
  }
}
