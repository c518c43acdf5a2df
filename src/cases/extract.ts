import { sha1 } from '../digest.ts'
import { asRecord, extract } from '../features/extract.ts'
import { labelLayer } from '../features/regions/mask.ts'
import { readSettings } from '../features/settings/settings.ts'
import { cached } from '../jobs/cache.ts'
import { capturingFailure, type Failure } from '../jobs/failure.ts'
import type { JobBodies, ParallelMap } from '../parallel.ts'
import { span } from '../spans.ts'
import { type CaseResult, type CaseTask, type CaseValue, hashName, requireFiles } from './case.ts'
import { byContent } from './correct-bias.ts'
import { habitatsByContent } from './habitats/habitats.ts'
import { openCase } from './open-case.ts'
import type { CasePlatform } from './platform.ts'

/**
 * Extracts one case, or takes it from the cache; `map` spreads its images over threads. Throws what reading and
 * extraction throw.
 */
export async function extractCase(task: CaseTask, platform: CasePlatform, map?: ParallelMap): Promise<CaseResult> {
  requireFiles(task)
  const { image, mask } = task
  return span('case', image, () => caseOrCached(task, platform, map), { image, mask })
}

function caseOrCached(task: CaseTask, platform: CasePlatform, map?: ParallelMap): Promise<CaseResult> {
  const { cache } = task
  const compute = () => computeCase(task, platform, map)
  if (!cache) return compute()
  const { image, mask, normalise, params, label, source, region, standard, times, threshold, uneven, derive } = task
  const { perturb, n4, drawn, habitats, deep } = task
  const made = async () => {
    const { contentHash } = platform.images
    // Files by what they hold, not by where they lie.
    const tissue = typeof normalise === 'object' && 'mask' in normalise ? await contentHash(normalise.mask) : ''
    const how = typeof normalise === 'object' && tissue ? { ...normalise, mask: tissue } : normalise
    const files = [await contentHash(image), await contentHash(mask)]
    const clip = derive?.clip
    const where = typeof clip === 'object' && 'mask' in clip ? { mask: await contentHash(clip.mask) } : clip
    const from = derive && { ...derive, clip: where }
    return [
      'case/extract',
      ...files,
      params,
      label,
      source,
      region,
      standard,
      how,
      times,
      threshold,
      uneven,
      from,
      ...(perturb ? [perturb] : []),
      ...(drawn ? [{ drawn: { ...drawn, image: await contentHash(drawn.image) } }] : []),
      ...(n4 ? [{ n4: await byContent(n4, platform.images) }] : []),
      ...(deep ? [{ deep: { ...deep, model: '' } }] : []),
      ...(habitats ? [{ habitats: await habitatsByContent(habitats, platform.images) }] : []),
    ]
  }
  return cached(platform.cache?.(cache.folder), cache, made, compute)
}

/** A region's box × image types below which a case is done before a new thread has warmed up. */
const threadingThreshold = 1_000_000

async function computeCase(task: CaseTask, platform: CasePlatform, map?: ParallelMap): Promise<CaseResult> {
  if (task.standard === 'ibsi') return (await import('./extract-ibsi.ts')).extractIbsiCase(task, platform.images)
  const { habitats } = task
  if (habitats)
    return (await import('./habitats/extract-habitats.ts')).extractHabitats({ ...task, habitats }, platform.images, map)
  const settings = readSettings(task.params, task.paramsFile)
  const { setting } = settings
  const { image, mask, label, notes, original, lost, carried, field } = await openCase(
    task,
    platform.images,
    setting.label,
  )
  setting.label = label
  const extraction = await extract(image, mask, settings, { map, spreadFrom: threadingThreshold })
  if (task.images) {
    const { endingLike, saveImages } = await import('./save-images.ts')
    saveImages(image, mask, settings, task.images, endingLike(task.image), platform.writeImage)
  }
  const values = asRecord(extraction) as Record<string, CaseValue>
  if (task.deep) {
    const { deepFeatures } = await import('./deep/deep-features.ts')
    const found = await deepFeatures(image, labelLayer(mask, label, setting.label_channel), label, task.deep, platform)
    Object.assign(values, found.values)
    notes.push(...found.notes)
  }
  if (original !== image && hashName in values) values[hashName] = await sha1(original.data)
  return { values, warnings: [...notes, ...extraction.warnings], lost, carried, ...(field && { field }) }
}

declare module '../parallel.ts' {
  interface Jobs {
    'case/extract': Job<CaseTask, CaseResult | Failure>
  }
}

export const jobs = (platform: CasePlatform): JobBodies<'case/extract'> => ({
  'case/extract': capturingFailure((task) => extractCase(task, platform)),
})
