import type { Images } from '../image/platform/images.ts'
import type { SlicePicture } from '../image/quality/picture.ts'
import { checkerboard } from '../image/registration/checkerboard.ts'
import { inPlace, inSpaceOf } from '../image/registration/placement.ts'
import type { Mask, Volume } from '../image/volume.ts'
import { type Carried, onGridOf } from './carry-region.ts'
import type { CaseTask } from './case.ts'
import { openDrawn } from './open-case.ts'

/** How a region came to an image, with both images in the fields of a board as the files say that they lie, and as registered. */
export interface ShownRegistration extends Carried {
  pictures: [before: SlicePicture, after: SlicePicture]
}

/**
 * The pictures of a registration, on the slice where the carried region is largest; undefined for a case whose region was
 * drawn on its own image.
 */
export async function registrationPictures(
  task: CaseTask,
  {
    image,
    mask,
    label,
    carried,
    slice,
  }: { image: Volume; mask: Mask; label: number; carried?: Carried; slice: number },
  images: Images,
): Promise<ShownRegistration | undefined> {
  if (!task.drawn || !carried) return undefined
  const { image: other, path } = await openDrawn(task.drawn, images)
  const drawn = await images.mask(task.mask, other, path, task.region ?? task.label, task.threshold)
  const before = checkerboard(image, other, slice, onGridOf(image, drawn, label, inPlace), label)
  const after = checkerboard(image, inSpaceOf(other, carried.placement), slice, mask, label)
  return { ...carried, pictures: [before, after] }
}
