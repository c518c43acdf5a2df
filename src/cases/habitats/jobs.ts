import { boundingBox } from '../../features/regions/region.ts'
import { readSettings } from '../../features/settings/settings.ts'
import type { SliceImage } from '../../figures/charts/slice.ts'
import type { Images } from '../../image/platform/images.ts'
import type { MapValues } from '../../image/regions/habitats.ts'
import { largestSlice } from '../../image/regions/largest-slice.ts'
import { capturingFailure, type Failure } from '../../jobs/failure.ts'
import type { JobBodies } from '../../parallel.ts'
import type { CasePlatform } from '../platform.ts'
import { sliceWindow } from '../slice-window.ts'
import { type HabitatTask, partedCase } from './parted-case.ts'

/** So many voxels of a region are learnt from, evenly taken: a large lesion does not decide what habitats are. */
const learntVoxels = 1000

/** The maps' values at some voxels of a case's region, those that every map reaches. */
async function sampleHabitats(task: HabitatTask, images: Images): Promise<{ values: Float64Array }> {
  const { found } = await partedCase(task, readSettings(task.params, task.paramsFile), images)
  return { values: evenly(found, task.habitats.maps.length) }
}

function evenly({ voxels, values }: MapValues, maps: number): Float64Array {
  const known: number[] = []
  for (let i = 0; i < voxels.length; i++)
    if (!values.subarray(i * maps, (i + 1) * maps).some((value) => !Number.isFinite(value))) known.push(i)
  const step = Math.max(1, known.length / learntVoxels)
  const taken = Array.from({ length: Math.min(known.length, learntVoxels) }, (_, k) => known[Math.floor(k * step)])
  return Float64Array.from(taken.flatMap((i) => [...values.subarray(i * maps, (i + 1) * maps)]))
}

/** The slice where a region is largest, with the habitat of each of its voxels (NaN outside). */
export interface HabitatSlice {
  image: SliceImage
  habitats: Float64Array
}

async function habitatSlice(task: HabitatTask, images: Images): Promise<HabitatSlice> {
  const { image, mask, label, found, own } = await partedCase(task, readSettings(task.params, task.paramsFile), images)
  const z = largestSlice(mask.data, mask.size, label)
  const { take, ...window } = sliceWindow(image, boundingBox(mask, label)!.box)
  const [nx, ny] = image.size
  const place = (x: number, y: number) => x + nx * (y + ny * z)
  const habitat = new Map(Array.from(found.voxels, (voxel, i) => [voxel, own[i] || Number.NaN]))
  return {
    image: {
      ...window,
      values: take((x, y) => image.data[place(x, y)]),
      mask: take((x, y) => Number(mask.data[place(x, y)] === label), 0),
    },
    habitats: take((x, y) => habitat.get(place(x, y)) ?? Number.NaN),
  }
}

declare module '../../parallel.ts' {
  interface Jobs {
    'habitats/sample': Job<HabitatTask, { values: Float64Array } | Failure>
    'habitats/slice': Job<HabitatTask, HabitatSlice | Failure>
  }
}

export const jobs = ({ images }: CasePlatform): JobBodies<'habitats/sample' | 'habitats/slice'> => ({
  'habitats/sample': capturingFailure((task) => sampleHabitats(task, images)),
  'habitats/slice': capturingFailure((task) => habitatSlice(task, images)),
})
