import { Problem } from '../errors.ts'
import { asRecord, extract } from '../features/extract.ts'
import { readSettings } from '../features/settings.ts'
import { readImageFile } from '../image/read.node.ts'
import { contentHash, openCache } from './cache.ts'
import { bytesOf } from './files.ts'

/** A value of a case: a feature is a number; a diagnostic may be a text, a list or a table. */
export type CaseValue = number | string | boolean | null | CaseValue[] | { [key: string]: CaseValue }

/** One case to extract: its files, the parameter file's text, and where finished cases are kept. */
export interface CaseTask {
  image: string
  mask: string
  label?: number
  /** Text of PyRadiomics' parameter file; its defaults when absent. */
  params?: string
  /** Its name, for errors. */
  paramsFile?: string
  cache?: { folder: string; resume: boolean; version: string }
}

export interface CaseResult {
  values: Record<string, CaseValue>
  warnings: string[]
}

export type CaseAnswer = CaseResult | { failed: string }

/** Extracts one case, or takes it from the cache. Throws what reading and extraction throw. */
export async function extractCase(task: CaseTask): Promise<CaseResult> {
  const { cache } = task
  if (!cache) return computeCase(task)
  const store = openCache<CaseResult>(cache.folder)
  const settings = JSON.stringify({ params: task.params, label: task.label })
  const key = contentHash(...bytesOf(task.image), ...bytesOf(task.mask), settings, cache.version)
  const known = cache.resume ? await store.get(key) : undefined
  if (known) return known
  const result = await computeCase(task)
  await store.set(key, result)
  return result
}

/** The same for one case among many: what fails is the reason, so that the others go on. */
async function extractOrReason(task: CaseTask): Promise<CaseAnswer> {
  try {
    return await extractCase(task)
  } catch (error) {
    if (error instanceof Problem) return { failed: `${error.code} ${error.message} ${error.remedy}` }
    return { failed: `a fault of nomoscope: ${error instanceof Error ? error.message : String(error)}` }
  }
}

async function computeCase(task: CaseTask): Promise<CaseResult> {
  const settings = readSettings(task.params, task.paramsFile)
  if (task.label !== undefined) settings.setting.label = task.label
  const extraction = await extract(readImageFile(task.image), readImageFile(task.mask), settings)
  return { values: asRecord(extraction) as Record<string, CaseValue>, warnings: extraction.warnings }
}

export const tasks = { 'case/extract': extractOrReason }
