import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DamagedObject, NotSent, OtherObjectSent, OtherPatientSent, Problem } from '../../errors/index.ts'
import { readAttributes, text } from '../../image/dicom/file.ts'
import { tag } from '../../image/dicom/tags.ts'
import { writeAtomically } from '../../jobs/write-atomically.node.ts'
import type { ArchiveServer, FoundSeries } from './archive-server.ts'

/** A series to be fetched, and the folder that it goes to. */
export interface WantedSeries {
  series: FoundSeries
  folder: string
}

/** What will be fetched, before it is. */
export interface FetchPlan {
  wanted: (WantedSeries & { all: string[]; missing: string[] })[]
  missing: number
  present: number
}

export interface FetchEars {
  progress: (done: number, total: number) => void
  fault: (error: Problem) => void
}

const fileOf = (folder: string, uid: string) => join(folder, `${uid.replace(/[^0-9.]/g, '_')}.dcm`)

/** Asks which objects the series have and which of them are not here yet; a whole file with a number's name is here. */
export async function planFetch(archive: ArchiveServer, wanted: readonly WantedSeries[]): Promise<FetchPlan> {
  const plan: FetchPlan = { wanted: [], missing: 0, present: 0 }
  for (const one of wanted) {
    const all = [...new Set(await archive.instances(one.series))]
    const missing = all.filter((uid) => !existsSync(fileOf(one.folder, uid)))
    plan.wanted.push({ ...one, all, missing })
    plan.missing += missing.length
    plan.present += all.length - missing.length
  }
  return plan
}

/**
 * Fetches what a plan lacks. Every object is looked at before it gets its name: that it is whole, of the patient, the
 * series and the number that were asked for. What fails is asked for again, `tries` times in all, and then named; the
 * rest is fetched all the same. A refused access, a wrong certificate or a full disk ends it.
 *
 * parallel  series at a time; pause  milliseconds between two requests of one of them
 */
export async function fetchSeries(
  archive: ArchiveServer,
  plan: FetchPlan,
  { parallel = 2, pause = 0, tries = 3 }: { parallel?: number; pause?: number; tries?: number },
  ears: FetchEars,
): Promise<{ fetched: number; failed: number; duplicates: number }> {
  const queue = plan.wanted.filter(({ missing }) => missing.length > 0)
  const result = { fetched: 0, failed: 0, duplicates: 0 }
  let ended: unknown
  const worker = async () => {
    for (let next = queue.shift(); next && !ended; next = queue.shift()) {
      try {
        await oneSeries(next)
      } catch (error) {
        ended ??= error
      }
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, parallel) }, worker))
  if (ended) throw ended
  return result

  async function oneSeries({ series, folder, all, missing }: FetchPlan['wanted'][number]) {
    await mkdir(folder, { recursive: true })
    const left = new Set(missing)
    const known = new Set(all)
    let last: Problem | undefined
    for (let attempt = 1; attempt <= tries && left.size > 0; attempt++) {
      for (const batch of batches([...left], attempt === 1 ? archive.atOnce : 1)) {
        if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause))
        try {
          await archive.fetch(series, batch, (file) => keep(file, series, folder, known, left))
        } catch (error) {
          if (!(error instanceof Problem) || isFinal(error)) throw error
          last = error
        }
      }
      if (left.size > 0 && attempt < tries)
        await new Promise((resolve) => setTimeout(resolve, 250 << (2 * (attempt - 1))))
    }
    if (left.size === 0) return
    result.failed += left.size
    ears.fault(last ?? NotSent(name(series), left.size))
  }

  async function keep(file: Uint8Array, series: FoundSeries, folder: string, known: Set<string>, left: Set<string>) {
    const uid = verify(file, series, known)
    if (!left.has(uid)) {
      result.duplicates++
      return
    }
    await writeAtomically(fileOf(folder, uid), file)
    left.delete(uid)
    result.fetched++
    ears.progress(result.fetched, plan.missing)
  }
}

/** What failed together is asked for one by one: a single bad object costs itself alone. */
const batches = (uids: string[], size: number): string[][] =>
  Array.from({ length: Math.ceil(uids.length / size) }, (_, i) => uids.slice(size * i, size * i + size))

/** The number of an object that is what was asked for. Throws DamagedObject, OtherPatientSent, OtherObjectSent. */
function verify(file: Uint8Array, series: FoundSeries, known: ReadonlySet<string>): string {
  const { file: read, damage } = readAttributes(file, name(series))
  if (damage) throw DamagedObject(name(series), damage.message)
  const { dataset } = read
  const uid = text(dataset, tag.SOPInstanceUID) ?? ''
  if (
    dataset.elements.has(tag.Rows) &&
    !dataset.elements.has(tag.PixelData) &&
    !dataset.elements.has(tag.FloatPixelData)
  )
    throw DamagedObject(name(series), 'it breaks off before its pixels')
  if (series.patient && (text(dataset, tag.PatientID) ?? '') !== series.patient.trim())
    throw OtherPatientSent(name(series))
  if (text(dataset, tag.SeriesInstanceUID) !== series.series || !known.has(uid)) throw OtherObjectSent(name(series))
  return uid
}

const isFinal = ({ code }: Problem) => /^NS-(ARC-2[23]|DSK-\d+)$/.test(code)
const name = ({ patient, number, description }: FoundSeries) => `series ${number} "${description}" of ${patient}`
