import { HabitatFilterUnknown, HabitatMapElsewhere } from '../../errors/index.ts'
import { filteredImages } from '../../features/filters/index.ts'
import { labelLayer } from '../../features/regions/mask.ts'
import { boundingBox } from '../../features/regions/region.ts'
import type { ParameterFile } from '../../features/settings/settings.ts'
import type { Images } from '../../image/platform/images.ts'
import { habitatsOf, mapValuesAt } from '../../image/regions/habitats.ts'
import { inPlace, inSpaceOf, inverted } from '../../image/registration/placement.ts'
import type { Mask, Triple, Volume } from '../../image/volume.ts'
import { randomStream } from '../../statistics/resampling/random.ts'
import { carryRegion, onGridOf } from '../carry-region.ts'
import type { CaseTask } from '../case.ts'
import { correctBias } from '../correct-bias.ts'
import { normaliseCase } from '../normalise.ts'
import { openCase } from '../open-case.ts'
import { withNoise } from '../perturb/noise.ts'
import type { HabitatMap, Habitats } from './habitats.ts'

/** A case whose region is parted. */
export type HabitatTask = CaseTask & { habitats: Habitats }

/** A case's region with the values of the maps, and the habitat of each voxel where they are known. */
export async function partedCase(task: HabitatTask, settings: ParameterFile, images: Images) {
  const opened = await openCase(task, images, settings.setting.label)
  const { label } = opened
  const mask = labelLayer(opened.mask, label, settings.setting.label_channel)
  const maps: Volume[] = []
  for (const map of task.habitats.maps) maps.push(await openMap(map, { ...opened, mask }, task, settings, images))
  const found = mapValuesAt(mask, label, maps)
  const { fit } = task.habitats
  return { ...opened, mask, found, own: fit ? habitatsOf(found, fit) : new Uint8Array(0) }
}

/** A map as its sequence is prepared, where it lies in the measured image's space. */
async function openMap(
  map: HabitatMap,
  { original, mask, drawn, label }: { original: Volume; mask: Mask; drawn: Mask; label: number },
  task: CaseTask,
  settings: ParameterFile,
  images: Images,
): Promise<Volume> {
  const { name, image: path, source, times, uneven, n4, normalise, register, filter } = map
  const raw = (await images.open(path, source, { times, uneven })).image
  const [one, other] = [original.frameOfReference, raw.frameOfReference]
  if (!register && one && other && one !== other) throw HabitatMapElsewhere(name, path)
  const layer = labelLayer(drawn, label, settings.setting.label_channel)
  const measured = { image: original, path: task.image, source: task.source, times: task.times, uneven: task.uneven }
  const placement = register
    ? (await carryRegion(layer, label, { image: raw, path, source, times, uneven }, { ...measured, register }, images))
        .carried.placement
    : inPlace
  let image = raw
  if (n4) image = (await correctBias(image, n4, { path, source, times, uneven }, images)).image
  const there = onGridOf(image, layer, label, placement)
  if (normalise) image = await normaliseCase(image, there, label, normalise, path, images)
  if (task.perturb?.noise) {
    const { seed, name: what } = task.perturb
    image = withNoise(image, there, label, randomStream(seed, 'perturbation', 'noise', ...what, name))
  }
  if (filter !== undefined) image = filtered(image, onGridOf(image, mask, label, placement), label, filter, settings)
  return inSpaceOf(image, inverted(placement))
}

/** The filtered image of a name, around a region, on the image's own grid. Throws HabitatFilterUnknown. */
function filtered(image: Volume, region: Mask, label: number, name: string, settings: ParameterFile): Volume {
  const kind = name.split('-')[0]
  const found = boundingBox(region, label)
  const around = found?.box ?? { lower: [0, 0, 0] as Triple, upper: [...image.size] as Triple }
  const within = {
    lower: around.lower.map((at) => Math.max(0, at - 2)) as Triple,
    upper: around.upper.map((at, axis) => Math.min(image.size[axis], at + 2)) as Triple,
  }
  const names: string[] = []
  for (const [type, options] of settings.imageTypes) {
    if (!type.toLowerCase().startsWith(kind)) continue
    const made = filteredImages(image, type, options, { ...settings.setting, label }, { mask: region, within })
    for (const one of made) {
      if (one.name === name) return one.image
      names.push(one.name)
    }
  }
  throw HabitatFilterUnknown(name, names)
}
