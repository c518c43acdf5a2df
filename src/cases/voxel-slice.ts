import type { FeatureClass } from '../features/classes/index.ts'
import { prepare } from '../features/prepare.ts'
import { type ParameterFile, readSettings } from '../features/settings/settings.ts'
import { expandBox, voxelMaps } from '../features/voxel/maps.ts'
import type { SliceImage } from '../figures/charts/slice.ts'
import type { Images } from '../image/platform/images.ts'
import type { Mask, Triple, Volume } from '../image/volume.ts'
import type { CaseTask } from './case.ts'
import { openCase } from './open-case.ts'

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

/** Millimetres of the image that are shown around the region. */
const around = 12

/** Rows are turned so that the patient's front is up and the right side left, as radiologists look at them. */
export async function voxelSlice(task: SliceTask, images: Images): Promise<SliceAnswer> {
  const settings = settingsFor(task)
  const { image: given, mask: givenMask } = await openCase(task, images)
  const { image, mask, box } = prepare(given, givenMask, settings.setting)
  const { maps } = voxelMaps(given, givenMask, settings, task.derived)
  const { label } = settings.setting
  const z = largestSlice(mask, label)
  const block = expandBox(box, settings.voxel.kernelRadius, image.size)
  const [left, top] = [0, 1].map((axis) => Math.max(0, box.lower[axis] - Math.round(around / image.spacing[axis])))
  const [right, bottom] = [0, 1].map((axis) =>
    Math.min(image.size[axis], box.upper[axis] + Math.round(around / image.spacing[axis])),
  )
  const [columns, rows] = [right - left, bottom - top]
  const [flipX, flipY] = [image.direction[0] < 0, image.direction[4] < 0]
  const take = (from: (x: number, y: number) => number) => {
    const values = new Float64Array(columns * rows)
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < columns; x++)
        values[y * columns + x] = from(flipX ? right - 1 - x : left + x, flipY ? bottom - 1 - y : top + y)
    return values
  }
  const inside = (x: number, y: number) => at(mask, x, y, z) === label
  const [x0, y0, z0] = block.lower
  return {
    image: {
      columns,
      rows,
      spacing: [image.spacing[0], image.spacing[1]],
      values: take((x, y) => at(image, x, y, z)),
      mask: take((x, y) => Number(inside(x, y))),
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

function largestSlice({ data, size }: Mask, label: number): number {
  const area = size[0] * size[1]
  let [slice, most] = [0, 0]
  for (let z = 0; z < size[2]; z++) {
    let count = 0
    for (let i = z * area; i < (z + 1) * area; i++) if (data[i] === label) count++
    if (count > most) [slice, most] = [z, count]
  }
  return slice
}

function at({ data, size }: { data: Volume['data']; size: Triple }, x: number, y: number, z: number): number {
  return data[x + size[0] * (y + size[1] * z)]
}
