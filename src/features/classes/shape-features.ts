import { RegionNotFlat } from '../../errors/index.ts'
import type { Mask } from '../../image/volume.ts'
import type { Box } from '../filters/index.ts'
import { cutRegion } from '../regions/region.ts'
import type { Setting } from '../settings/setting-rules.ts'
import type { Settings } from '../settings/settings.ts'
import { named } from './image-features.ts'
import { shape } from './shape.ts'
import { shape2d } from './shape-2d.ts'

/** The shape features that are asked for and that the region's dimensions allow. */
export function* shapeFeatures(
  mask: Mask,
  box: Box,
  setting: Setting,
  { classes, everyClass }: { classes: Settings['featureClasses']; everyClass: boolean },
): Iterable<[string, number]> {
  const wanted = new Map(classes)
  const solid = wanted.get('shape')
  const flat = wanted.get('shape2D')
  if (!solid && !flat) return
  const region = cutRegion(mask, setting.label, box)
  if (solid && mask.dimension === 3) yield* named('original', 'shape', solid, shape(region, mask.spacing))
  if (!flat) return
  if (mask.dimension === 2) {
    yield* named('original', 'shape2D', flat, shape2d(region, mask.spacing, 2))
    return
  }
  // PyRadiomics looks up the array's axis among x, y, z: nothing comes of a region one voxel thick along that.
  if (!setting.force2D || region.size[setting.force2Ddimension] === 1) return
  const across = 2 - setting.force2Ddimension
  if (region.size[across] === 1) yield* named('original', 'shape2D', flat, shape2d(region, mask.spacing, across))
  else if (!everyClass) throw RegionNotFlat(region.size[across], 'xyz'[across])
}
