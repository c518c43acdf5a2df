import { sha1 } from '../../digest.ts'
import { HabitatsUnmeasured, Problem } from '../../errors/index.ts'
import { asRecord, extract } from '../../features/extract.ts'
import { readSettings } from '../../features/settings/settings.ts'
import type { Images } from '../../image/platform/images.ts'
import type { Mask } from '../../image/volume.ts'
import type { ParallelMap } from '../../parallel.ts'
import { type CaseResult, type CaseValue, hashName } from '../case.ts'
import { habitatName } from './habitats.ts'
import { type HabitatTask, partedCase } from './parted-case.ts'

/** What is said of whole cases; the rest of the diagnostics is of one habitat. */
const ofTheCase = /^diagnostics_(Versions|Configuration|Image-original|Mask-original_Hash)/

/**
 * The features of each habitat of a case's region, and each one's share of its voxels. A habitat that the region lacks, or
 * of which it has too little to be measured, has a share and no features.
 * Throws HabitatsUnmeasured where no habitat can be measured, and what reading and extraction throw.
 */
export async function extractHabitats(task: HabitatTask, images: Images, map?: ParallelMap): Promise<CaseResult> {
  const settings = readSettings(task.params, task.paramsFile)
  const { image, original, mask, found, own, notes, lost, carried, field } = await partedCase(task, settings, images)
  const fit = task.habitats.fit!
  const parted: Mask = { ...mask, pixelType: 'uint8', data: new Uint8Array(mask.data.length) }
  const counts = new Float64Array(fit.centres.length + 1)
  found.voxels.forEach((voxel, i) => {
    parted.data[voxel] = own[i]
    counts[own[i]]++
  })
  const known = found.voxels.length - counts[0]
  const warnings = [...notes]
  if (counts[0] > 0) warnings.push(`${counts[0]} of the region's ${found.voxels.length} voxels lie outside a map.`)
  const shares: Record<string, CaseValue> = {}
  const features: Record<string, CaseValue> = {}
  let reason = 'no map reaches it'
  for (let h = 1; h < counts.length; h++) {
    shares[habitatName(h, 'share')] = known > 0 ? counts[h] / known : Number.NaN
    if (counts[h] === 0) continue
    try {
      settings.setting.label = h
      const extraction = await extract(image, parted, settings, { map })
      for (const [name, value] of Object.entries(asRecord(extraction) as Record<string, CaseValue>))
        if (!name.startsWith('diagnostics_')) features[habitatName(h, name)] = value
        else if (ofTheCase.test(name)) features[name] ??= value
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause
      reason = cause.message
      warnings.push(`Habitat ${h} is not measured: ${reason}`)
    }
  }
  if (original !== image && hashName in features) features[hashName] = await sha1(original.data)
  if (Object.keys(features).length === 0) throw HabitatsUnmeasured(reason)
  return {
    values: { ...shares, ...features },
    warnings: [...new Set(warnings)],
    lost,
    carried,
    ...(field && { field }),
  }
}
