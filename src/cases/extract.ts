import { asRecord, extract } from '../features/extract.ts'
import { readSettings } from '../features/settings/settings.ts'
import { sha1 } from '../features/sha1.ts'
import { contentHash, openCache } from '../jobs/cache.ts'
import { capturingFailure, type Failure } from '../jobs/failure.ts'
import type { JobBodies, ParallelMap } from '../parallel.ts'
import type { CaseResult, CaseTask, CaseValue } from './case.ts'
import { bytesOf } from './input-bytes.ts'
import { openCase } from './open-case.ts'

/**
 * Extracts one case, or takes it from the cache; `map` spreads its images over threads. Throws what reading and
 * extraction throw.
 */
export async function extractCase(task: CaseTask, map?: ParallelMap): Promise<CaseResult> {
  const { cache } = task
  if (!cache) return computeCase(task, map)
  const store = openCache<CaseResult>(cache.folder)
  const { normalise } = task
  // Files by what they hold, not by where they lie.
  const tissue = typeof normalise === 'object' && 'mask' in normalise ? bytesOf(normalise.mask) : []
  const how = normalise && JSON.stringify(normalise, (name, value) => (name === 'mask' ? undefined : value))
  const settings = JSON.stringify([task.params, task.label, task.source, task.region, task.standard, how])
  const key = contentHash(...bytesOf(task.image), ...bytesOf(task.mask), ...tissue, settings, cache.version)
  const known = cache.resume ? await store.get(key) : undefined
  if (known) return known
  const result = await computeCase(task, map)
  await store.set(key, result)
  return result
}

/** A region's box × image types below which a case is done before a new thread has warmed up. */
const worthStarting = 1_000_000

async function computeCase(task: CaseTask, map?: ParallelMap): Promise<CaseResult> {
  if (task.standard === 'ibsi') return (await import('./extract-ibsi.ts')).extractIbsiCase(task)
  const settings = readSettings(task.params, task.paramsFile)
  const { setting } = settings
  const { image, mask, label, notes, original, lost } = await openCase(task, setting.label)
  setting.label = label
  const extraction = await extract(image, mask, settings, { map, spreadFrom: worthStarting })
  if (task.images) {
    const { endingLike, saveImages } = await import('./save-images.ts')
    saveImages(image, mask, settings, task.images, endingLike(task.image))
  }
  const values = asRecord(extraction) as Record<string, CaseValue>
  // Provenance knows an image by the voxels of its file.
  if (original !== image && hashName in values) values[hashName] = await sha1(original.data)
  return { values, warnings: [...notes, ...extraction.warnings], lost }
}

const hashName = 'diagnostics_Image-original_Hash'

declare module '../parallel.ts' {
  interface Jobs {
    'case/extract': Job<CaseTask, CaseResult | Failure>
  }
}

export const jobs: JobBodies<'case/extract'> = { 'case/extract': capturingFailure((task) => extractCase(task)) }
