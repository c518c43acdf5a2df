import type { Mask } from '../../image/volume.ts'
import type { Box } from '../filters/index.ts'
import { cutRegion } from '../regions/region.ts'
import type { ExtractionSettings } from '../settings/setting-rules.ts'
import type { ParameterFile } from '../settings/settings.ts'
import { requestedFeatures } from './image-features.ts'
import { shapeClasses } from './index.ts'

/** The shape features that are asked for and that the region's dimensions allow. */
export function* shapeFeatures(
  mask: Mask,
  box: Box,
  setting: ExtractionSettings,
  { classes, everyClass }: { classes: ParameterFile['featureClasses']; everyClass: boolean },
): Iterable<[string, number]> {
  const wanted = new Map<string, string[]>(classes)
  const asked = shapeClasses.filter(([name]) => wanted.has(name))
  if (asked.length === 0) return
  const region = cutRegion(mask, setting.label, box)
  for (const [name, { names, compute }] of asked) {
    const found = compute(region, mask, setting, everyClass)
    if (found) yield* requestedFeatures('original', name, names, wanted.get(name)!, found)
  }
}
