import type { LoadedCohort } from '../../cohort/load.ts'
import type { StudyContext } from '../../study/context.ts'
import { openStudyIn } from '../../study/file/open.ts'
import type { StudyConfig } from '../../study/file/schema.ts'
import { cohortOf } from '../../study/preview/cohort.ts'
import { type StudyCohort, studyTable } from '../../study/stages/cohort.ts'
import type { Pool } from '../../workers/pool-of.ts'
import { type Place, studyFilesAt } from '../browser/place.ts'
import { openPool } from '../browser/pool.ts'
import { measuredOnce } from './measured-once.ts'

declare const NOMOSCOPE_VERSION: string

/** Which study is meant, and how often its folder has been written to: what was read before that is read anew. */
export interface At {
  place: Place
  file: string
  revision: number
}

export interface Opened {
  study: StudyConfig
  text: string
  context: StudyContext
  /** What was computed of this state of the folder, so that it is computed once. */
  once: <Value>(key: string, make: () => Promise<Value>) => Promise<Value>
}

/** Everyone in the study's table, read once. */
export const loadedIn = ({ study, context, once }: Opened): Promise<LoadedCohort> =>
  once('table', () => studyTable(study, context))

/** The study's cohort, read once; of a study that is asked otherwise, for this once. */
export async function cohortIn(opened: Opened, study = opened.study): Promise<StudyCohort> {
  const loaded = study.cohort === opened.study.cohort ? await loadedIn(opened) : undefined
  const read = () => cohortOf(study, opened.context, loaded)
  return study === opened.study ? opened.once('of', read) : read()
}

export type Progress = (done: number, total: number) => void

/** The quality of the images of the folder: they stay as they are while the study's file is written. */
const measured = new Map<string, unknown>()
let known: { key: string; place: Place; opened: Promise<Opened>; close: () => Promise<void> } | undefined

/** The study at a place, with what it needs of this browser; the last one stays open. Throws StudyFileFault, FileNotFound. */
export async function openAt({ place, file, revision }: At, progress: Progress = () => {}): Promise<Opened> {
  const key = `${'served' in place ? place.served : place.root.name}\n${file}\n${revision}`
  if (known?.key !== key || !(await isSame(known.place, place))) {
    await known?.close().catch(() => {})
    let pool: Pool | undefined
    if (known && !(await isSame(known.place, place))) measured.clear()
    const map = measuredOnce(measured, (...task) => {
      pool ??= openPool(place)
      return pool.map(...task)
    })
    known = { key, place, opened: openIt(place, file, map), close: async () => pool?.close() }
    known.opened.catch(() => {
      known = undefined
    })
  }
  const opened = await known.opened
  return { ...opened, context: { ...opened.context, progress: () => progress } }
}

async function isSame(one: Place, other: Place): Promise<boolean> {
  if ('served' in one || 'served' in other) return 'served' in one && 'served' in other && one.served === other.served
  return one.root.isSameEntry(other.root)
}

async function openIt(place: Place, name: string, map: StudyContext['map']): Promise<Opened> {
  const { study, text, files } = await openStudyIn(await studyFilesAt(place), name)
  const kept = new Map<string, Promise<unknown>>()
  return {
    study,
    text,
    context: {
      ...files,
      version: NOMOSCOPE_VERSION,
      map,
      cache: { folder: '', version: NOMOSCOPE_VERSION, resume: true },
      say: () => {},
      progress: () => () => {},
    },
    once: <Value>(key: string, make: () => Promise<Value>) => {
      if (!kept.has(key)) kept.set(key, make())
      return kept.get(key) as Promise<Value>
    },
  }
}
