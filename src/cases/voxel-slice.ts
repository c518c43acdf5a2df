import type { FeatureClass } from '../features/classes/index.ts'
import { prepare } from '../features/prepare.ts'
import { type ParameterFile, readSettings } from '../features/settings/settings.ts'
import { expandBox, voxelMaps } from '../features/voxel/maps.ts'
import type { SliceImage } from '../figures/charts/slice.ts'
import type { Images } from '../image/platform/images.ts'
import { largestSlice } from '../image/regions/largest-slice.ts'
import type { Triple, Volume } from '../image/volume.ts'
import type { CaseTask } from './case.ts'
import { openCase } from './open-case.ts'
import { sliceWindow } from './slice-window.ts'

/** The voxel map of one feature of a case, on the slice where the region is largest. */
export interface SliceTask extends CaseTask {
  /** The image that the feature is measured on, as its name has it: `log-sigma-2-0-mm-3D`. */
  derived: string
  featureClass: FeatureClass
  feature: string
}

export interface SliceAnswer {
  image: SliceImage
  /** NaN outside the region. */
  map: Float64Array
}

export async function voxelSlice(task: SliceTask, images: Images): Promise<SliceAnswer> {
  const settings = settingsFor(task)
  const { image: given, mask: givenMask } = await openCase(task, images)
  const { image, mask, box } = prepare(given, givenMask, settings.setting)
  const { maps } = voxelMaps(given, givenMask, settings, task.derived)
  const { label } = settings.setting
  const z = largestSlice(mask.data, mask.size, label)
  const block = expandBox(box, settings.voxel.kernelRadius, image.size)
  const { take, ...window } = sliceWindow(image, box)
  const inside = (x: number, y: number) => at(mask, x, y, z) === label
  const [x0, y0, z0] = block.lower
  return {
    image: {
      ...window,
      values: take((x, y) => at(image, x, y, z)),
      mask: take((x, y) => Number(inside(x, y)), 0),
    },
    map: take((x, y) => (inside(x, y) ? at(maps[0].image, x - x0, y - y0, z - z0) : Number.NaN)),
  }
}

/** The case's settings with nothing in them but what the feature's own image needs. */
function settingsFor({ params, paramsFile, label, derived, featureClass, feature }: SliceTask): ParameterFile {
  const settings = readSettings(params, paramsFile)
  if (label !== undefined) settings.setting.label = Array.isArray(label) ? label[0] : label
  const kind = derived.split('-')[0]
  return {
    ...settings,
    imageTypes: settings.imageTypes.filter(([type]) => type.toLowerCase().startsWith(kind)),
    featureClasses: [[featureClass, [feature]]],
  }
}

function at({ data, size }: { data: Volume['data']; size: Triple }, x: number, y: number, z: number): number {
  return data[x + size[0] * (y + size[1] * z)]
}
