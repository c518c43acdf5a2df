import { boundingBox } from '../features/regions/region.ts'
import { readSettings } from '../features/settings/settings.ts'
import type { SliceImage } from '../figures/charts/slice.ts'
import type { Images } from '../image/platform/images.ts'
import { largestSlice } from '../image/regions/largest-slice.ts'
import { capturingFailure, type Failure } from '../jobs/failure.ts'
import type { JobBodies } from '../parallel.ts'
import type { CaseTask } from './case.ts'
import { openCase } from './open-case.ts'
import type { CasePlatform } from './platform.ts'
import { sliceWindow } from './slice-window.ts'

/** A case's image around its drawn region. */
export interface RegionSliceTask extends CaseTask {
  /** The mask of a second reader, whose region is outlined too. */
  other?: string
}

/** The slice where the region is largest, with the outlines of one reader or two. Throws what reading throws. */
export async function regionSlice(task: RegionSliceTask, images: Images): Promise<SliceImage> {
  const { setting } = readSettings(task.params, task.paramsFile)
  const drawn = { ...task, n4: undefined, normalise: undefined, derive: undefined }
  const { image, mask, label } = await openCase(drawn, images, setting.label)
  // A second reader's region is carried to the image like the first one's, where both were drawn on another.
  const second = task.other ? (await openCase({ ...drawn, mask: task.other }, images, setting.label)).mask : undefined
  const z = largestSlice(mask.data, mask.size, label)
  const { columns, rows, spacing, take } = sliceWindow(image, boundingBox(mask, label)!.box)
  const [nx, ny] = image.size
  const at = (data: ArrayLike<number>) => (x: number, y: number) => data[x + nx * (y + ny * z)]
  const inside = (data: ArrayLike<number>) => take((x, y) => Number(at(data)(x, y) === label), 0)
  return {
    columns,
    rows,
    spacing,
    values: take(at(image.data)),
    mask: inside(mask.data),
    ...(second && { secondMask: inside(second.data) }),
  }
}

declare module '../parallel.ts' {
  interface Jobs {
    'region/slice': Job<RegionSliceTask, SliceImage | Failure>
  }
}

export const jobs = ({ images }: CasePlatform): JobBodies<'region/slice'> => ({
  'region/slice': capturingFailure((task) => regionSlice(task, images)),
})
