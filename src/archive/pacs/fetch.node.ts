import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DamagedObject, NotSent, OtherObjectSent, OtherPatientSent, Problem } from '../../errors/index.ts'
import { readAttributes, text } from '../../image/dicom/file.ts'
import { tag } from '../../image/dicom/tags.ts'
import { writeAtomically } from '../../jobs/write-atomically.node.ts'
import { type ArchiveServer, type FoundSeries, isFinal, nameOfSeries } from './archive-server.ts'
import type { FetchPlan, Keeper, WantedSeries } from './plan.ts'

export interface FetchEars {
  progress: (done: number, total: number) => void
  fault: (error: Problem) => void
}

export interface FetchOptions {
  parallel: number
  pause: number
  tries?: number
  allowed?: () => Promise<void>
}

const fileOf = ({ folder }: WantedSeries, uid: string) => join(folder, `${uid.replace(/[^0-9.]/g, '_')}.dcm`)

/** Objects are kept as they come, each in a file of its number; a file that is there is whole. */
export const keepFiles: Keeper = {
  has: (wanted, uid) => existsSync(fileOf(wanted, uid)),
  keep: (wanted, uid, file) => writeAtomically(fileOf(wanted, uid), file),
}

/**
 * Fetches what a plan lacks. Every object is looked at before it gets its name: that it is whole, of the patient, the
 * series and the number that were asked for. What fails is asked for again, `tries` times in all, and then named; the
 * rest is fetched all the same. A refused access, a wrong certificate or a full disk ends it, and so does an archive that
 * is not heard of for three series on end.
 *
 * parallel  series at a time; pause  milliseconds between two requests of one of them
 * allowed   returns when the archive may be asked
 */
export async function fetchSeries(
  archive: ArchiveServer,
  plan: FetchPlan,
  keeper: Keeper,
  { parallel, pause, tries = 3, allowed }: FetchOptions,
  ears: FetchEars,
): Promise<{ fetched: number; failed: number; duplicates: number }> {
  const queue = plan.wanted.filter(({ missing }) => missing.length > 0)
  const result = { fetched: 0, failed: 0, duplicates: 0 }
  let ended: unknown
  let unheard = 0
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

  async function oneSeries(wanted: FetchPlan['wanted'][number]) {
    const { series, all, missing } = wanted
    const left = new Set(missing)
    const known = new Set(all)
    let last: Problem | undefined
    for (let attempt = 1; attempt <= tries && left.size > 0; attempt++) {
      for (const batch of batches([...left], attempt === 1 ? archive.atOnce : 1)) {
        await allowed?.()
        if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause))
        try {
          await archive.fetch(series, batch, (file) => keep(file, wanted, known, left))
        } catch (error) {
          if (!(error instanceof Problem) || isFinal(error)) throw error
          last = error
        }
      }
      if (left.size > 0 && attempt < tries)
        await new Promise((resolve) => setTimeout(resolve, 250 << (2 * (attempt - 1))))
    }
    unheard = last && isUnheard(last) && left.size === missing.length ? unheard + 1 : 0
    if (left.size === 0) return
    result.failed += left.size
    const fault = last ?? NotSent(nameOfSeries(series), left.size)
    if (unheard === 3) throw fault
    ears.fault(fault)
  }

  async function keep(file: Uint8Array, wanted: WantedSeries, known: Set<string>, left: Set<string>) {
    const uid = verify(file, wanted.series, known)
    if (!left.has(uid)) {
      result.duplicates++
      return
    }
    await keeper.keep(wanted, uid, file)
    left.delete(uid)
    result.fetched++
    ears.progress(result.fetched, plan.missing)
  }
}

const isUnheard = ({ code }: Problem) => /^NS-ARC-2[45]$/.test(code)

/** What failed together is asked for one by one: a single bad object costs itself alone. */
const batches = (uids: string[], size: number): string[][] =>
  Array.from({ length: Math.ceil(uids.length / size) }, (_, i) => uids.slice(size * i, size * i + size))

/** The number of an object that is what was asked for. Throws DamagedObject, OtherPatientSent, OtherObjectSent. */
function verify(file: Uint8Array, series: FoundSeries, known: ReadonlySet<string>): string {
  const { file: read, damage } = readAttributes(file, nameOfSeries(series))
  if (damage) throw DamagedObject(nameOfSeries(series), damage.message)
  const { dataset } = read
  const uid = text(dataset, tag.SOPInstanceUID) ?? ''
  if (
    dataset.elements.has(tag.Rows) &&
    !dataset.elements.has(tag.PixelData) &&
    !dataset.elements.has(tag.FloatPixelData)
  )
    throw DamagedObject(nameOfSeries(series), 'it breaks off before its pixels')
  if (series.patient && (text(dataset, tag.PatientID) ?? '') !== series.patient.trim())
    throw OtherPatientSent(nameOfSeries(series))
  if (text(dataset, tag.SeriesInstanceUID) !== series.series || !known.has(uid))
    throw OtherObjectSent(nameOfSeries(series))
  return uid
}
