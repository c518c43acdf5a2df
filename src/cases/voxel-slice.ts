import type { SliceImage } from '../figures/charts/slice.ts'
import { toIndex } from '../image/grid/geometry.ts'
import type { Images } from '../image/platform/images.ts'
import { largestSlice } from '../image/regions/largest-slice.ts'
import type { Triple, Volume } from '../image/volume.ts'
import type { CaseTask } from './case.ts'
import { featureMap, type MappedFeature } from './feature-map.ts'
import { sliceWindow } from './slice-window.ts'

/** The voxel map of one feature of a case, on the slice where the region is largest. */
export interface SliceTask extends CaseTask, MappedFeature {}

export interface SliceAnswer {
  image: SliceImage
  /** NaN outside the region. */
  map: Float64Array
}

export async function voxelSlice(task: SliceTask, images: Images): Promise<SliceAnswer> {
  const { map, image, mask, label, box } = await featureMap(task, images)
  const z = largestSlice(mask.data, mask.size, label)
  const { take, ...window } = sliceWindow(image, box)
  const inside = (x: number, y: number) => at(mask, x, y, z) === label
  const [x0, y0, z0] = toIndex(image, map.origin).map(Math.round)
  return {
    image: {
      ...window,
      values: take((x, y) => at(image, x, y, z)),
      mask: take((x, y) => Number(inside(x, y)), 0),
    },
    map: take((x, y) => (inside(x, y) ? at(map, x - x0, y - y0, z - z0) : Number.NaN)),
  }
}

function at({ data, size }: { data: Volume['data']; size: Triple }, x: number, y: number, z: number): number {
  return data[x + size[0] * (y + size[1] * z)]
}
