import { suggestGridRepair } from '../image/grid/grid-mismatch.ts'
import { carryLabels } from '../image/grid/resample-labels.ts'
import type { Geometry, Mask } from '../image/volume.ts'

/** A mask's labels on the image's grid. */
export function onGrid(mask: Mask, image: Geometry): Mask {
  const { size, spacing, origin, direction, dimension } = image
  if (suggestGridRepair(image, mask).kind === 'none') return mask
  return { ...mask, size, spacing, origin, direction, dimension, data: carryLabels(mask, image).data }
}
