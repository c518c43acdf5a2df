import { Problem } from '../../errors/index.ts'
import { type ArchiveServer, type FoundSeries, isFinal } from './archive-server.ts'
import type { Politeness } from './profiles.ts'

/** A series to be fetched, the sequence that it is by the protocol map, and the folder that it goes to. */
export interface WantedSeries {
  series: FoundSeries
  sequence: string
  folder: string
}

/** Where objects go as they come: what is here already, and what is done with one that was looked at. */
export interface Keeper {
  has: (wanted: WantedSeries, uid: string) => boolean
  keep: (wanted: WantedSeries, uid: string, file: Uint8Array) => Promise<void>
}

/** What will be fetched, before it is. */
export interface FetchPlan {
  wanted: (WantedSeries & { all: string[]; missing: string[] })[]
  missing: number
  present: number
}

/** Asks which objects the series have and which of them are not here yet. */
export async function planFetch(
  archive: ArchiveServer,
  wanted: readonly WantedSeries[],
  { has }: Keeper,
): Promise<FetchPlan> {
  const plan: FetchPlan = { wanted: [], missing: 0, present: 0 }
  for (const one of wanted) {
    const all = [...new Set(await archive.instances(one.series))]
    const missing = all.filter((uid) => !has(one, uid))
    plan.wanted.push({ ...one, all, missing })
    plan.missing += missing.length
    plan.present += all.length - missing.length
  }
  return plan
}

/** What a plan will take, measured by one object of each kind of series that it lacks most of. */
export interface FetchEstimate {
  bytes: number
  seconds: number
  /** How many objects were asked for to know; 0 where none could be had. */
  asked: number
}

/** Kinds of series of which an object is asked for. */
const mostKinds = 8

/**
 * How large what a plan lacks is and how long it will take: no archive tells either, so that one object of each kind of
 * series (by modality and description) is asked for, measured and thrown away; other kinds are taken as their mean.
 */
export async function estimateFetch(
  archive: ArchiveServer,
  { wanted }: FetchPlan,
  { parallel, pause }: Pick<Politeness, 'parallel' | 'pause'>,
): Promise<FetchEstimate> {
  const kinds = new Map<string, { missing: number; example: FetchPlan['wanted'][number] }>()
  for (const one of wanted.filter(({ missing }) => missing.length > 0)) {
    const kind = `${one.series.modality} ${one.series.description}`
    kinds.set(kind, { missing: (kinds.get(kind)?.missing ?? 0) + one.missing.length, example: one })
  }
  const measured = { objects: 0, bytes: 0, milliseconds: 0, asked: 0 }
  const largest = [...kinds.values()].sort((a, b) => b.missing - a.missing)
  for (const { missing, example } of largest.slice(0, mostKinds)) {
    let bytes = 0
    const begun = performance.now()
    try {
      await archive.fetch(example.series, [example.missing[0]], async (file) => {
        bytes += file.length
      })
    } catch (error) {
      if (!(error instanceof Problem) || isFinal(error)) throw error
    }
    if (bytes === 0) continue
    measured.asked++
    measured.objects += missing
    measured.bytes += missing * bytes
    measured.milliseconds += missing * (performance.now() - begun)
  }
  if (measured.asked === 0) return { bytes: 0, seconds: 0, asked: 0 }
  const all = largest.reduce((sum, { missing }) => sum + missing, 0)
  const share = all / measured.objects
  const pauses = (pause * all) / archive.atOnce
  return {
    bytes: Math.round(share * measured.bytes),
    seconds: (share * measured.milliseconds + pauses) / 1000 / parallel,
    asked: measured.asked,
  }
}
