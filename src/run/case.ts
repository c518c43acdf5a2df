import { Problem } from '../errors.ts'
import { asRecord, extract } from '../features/extract.ts'
import { readSettings } from '../features/settings.ts'
import { openMask, openSource } from '../image/open.node.ts'
import type { ParallelMap } from '../step.ts'
import { contentHash, openCache } from './cache.ts'
import { bytesOf } from './files.ts'

/** A value of a case: a feature is a number; a diagnostic may be a text, a list or a table. */
export type CaseValue = number | string | boolean | null | CaseValue[] | { [key: string]: CaseValue }

/** One case to extract: its files, the parameter file's text, and where finished cases are kept. */
export interface CaseTask {
  image: string
  mask: string
  /** Which image of a DICOM folder, or which map of it. */
  source?: string
  /** Which region of the mask, by its name. */
  region?: string
  label?: number
  /** Text of PyRadiomics' parameter file; its defaults when absent. */
  params?: string
  /** Its name, for errors. */
  paramsFile?: string
  /** IBSI's own rules and features instead of PyRadiomics'; `params` is then a configuration of that standard. */
  standard?: 'pyradiomics' | 'ibsi'
  cache?: { folder: string; resume: boolean; version: string }
  /** Folder into which the resampled and filtered images are written. */
  images?: string
}

export interface CaseResult {
  values: Record<string, CaseValue>
  warnings: string[]
}

export type CaseAnswer = CaseResult | { failed: string }

/**
 * Extracts one case, or takes it from the cache; `map` spreads its images over threads. Throws what reading and
 * extraction throw.
 */
export async function extractCase(task: CaseTask, map?: ParallelMap): Promise<CaseResult> {
  const { cache } = task
  if (!cache) return computeCase(task, map)
  const store = openCache<CaseResult>(cache.folder)
  const settings = JSON.stringify([task.params, task.label, task.source, task.region, task.standard])
  const key = contentHash(...bytesOf(task.image), ...bytesOf(task.mask), settings, cache.version)
  const known = cache.resume ? await store.get(key) : undefined
  if (known) return known
  const result = await computeCase(task, map)
  await store.set(key, result)
  return result
}

/** A region's box × image types below which a case is done before a new thread has warmed up. */
const worthStarting = 1_000_000

async function computeCase(task: CaseTask, map?: ParallelMap): Promise<CaseResult> {
  if (task.standard === 'ibsi') return (await import('./ibsi-case.ts')).extractIbsiCase(task)
  const settings = readSettings(task.params, task.paramsFile)
  if (task.label !== undefined) settings.setting.label = task.label
  const { image, mask, notes } = await openCase(task)
  const taken = [...(mask.segments ?? [])]
  // A region that is asked for by name brings its own number.
  if (task.region !== undefined && task.label === undefined && taken.length === 1) settings.setting.label = taken[0][0]
  const extraction = await extract(image, mask, settings, { map, spreadFrom: worthStarting })
  if (task.images) {
    const { endingLike, saveImages } = await import('./saved-images.ts')
    saveImages(image, mask, settings, task.images, endingLike(task.image))
  }
  return { values: asRecord(extraction) as Record<string, CaseValue>, warnings: [...notes, ...extraction.warnings] }
}

/** Reads the image and the mask of a case; notes say which image and which region were taken where there was a choice. */
export async function openCase({ image: path, mask: maskPath, source, region, label }: CaseTask) {
  const { image, note } = await openSource(path, source)
  const mask = await openMask(maskPath, image, path, region ?? label)
  const named = region === undefined ? [] : [...(mask.segments ?? [])]
  const notes = [...(note ? [`Image: ${note}.`] : []), ...named.map(([number, name]) => `Region: ${name} (${number}).`)]
  return { image, mask, notes }
}

/** A task whose failure is an answer: its reason, so that one case never stops the others. */
export const orReason =
  <Task, Result>(body: (task: Task) => Promise<Result>) =>
  async (task: Task): Promise<Result | { failed: string }> => {
    try {
      return await body(task)
    } catch (error) {
      if (error instanceof Problem) return { failed: `${error.code} ${error.message} ${error.remedy}` }
      return { failed: `a fault of nomoscope: ${error instanceof Error ? (error.stack ?? error.message) : error}` }
    }
  }

export const tasks = { 'case/extract': orReason(extractCase) }
