import { MapNotMade } from '../errors/index.ts'
import type { FeatureClass } from '../features/classes/index.ts'
import { type Box, geometryOf } from '../features/filters/box.ts'
import { prepare } from '../features/prepare.ts'
import { type ParameterFile, readSettings } from '../features/settings/settings.ts'
import { expandBox, voxelMaps } from '../features/voxel/maps.ts'
import { toIndex, toPoint } from '../image/grid/geometry.ts'
import { resample } from '../image/grid/resample.ts'
import type { Images } from '../image/platform/images.ts'
import type { Geometry, Mask, Triple, Volume } from '../image/volume.ts'
import type { CaseTask } from './case.ts'
import { openCase } from './open-case.ts'

/** One feature of a case that has a value at every voxel of the region. */
export interface MappedFeature {
  /** The image that the feature is measured on, as its name has it: `log-sigma-2-0-mm-3D`. */
  derived: string
  featureClass: FeatureClass
  feature: string
}

/** The map of a feature, with what it was made from. */
export interface FeatureMap {
  /** NaN outside the region. */
  map: Volume
  /** The image as it was read (and evened and scaled where the task says so), on the grid of its file. */
  given: Volume
  /** What was measured: image and region on one grid, and the region's box there. */
  image: Volume
  mask: Mask
  label: number
  box: Box
  notes: string[]
}

/**
 * The voxel map of one feature of a case by its parameter file, as `nomoscope extract --voxel` writes it, with nothing
 * where the region is not. Throws what reading and extracting throw, MapNotMade where the settings make no such image.
 * onDone  told how many of the region's voxels are done
 */
export async function featureMap(
  task: CaseTask & MappedFeature,
  images: Images,
  onDone?: (done: number, total: number) => void,
): Promise<FeatureMap> {
  const settings = settingsFor(task)
  const { image: given, mask: givenMask, label, notes } = await openCase(task, images, settings.setting.label)
  settings.setting.label = label
  const { image, mask, box } = prepare(given, givenMask, settings.setting)
  const { maps, warnings } = voxelMaps(given, givenMask, settings, task.derived, onDone)
  if (maps.length === 0) throw MapNotMade(task.derived, warnings.join(' '))
  const block = expandBox(box, settings.voxel.kernelRadius, image.size)
  const { data: values, ...rest } = maps[0].image
  const data = Float64Array.from(values)
  const [width, height] = rest.size
  for (let at = 0; at < data.length; at++) {
    const x = block.lower[0] + (at % width)
    const y = block.lower[1] + (Math.floor(at / width) % height)
    const z = block.lower[2] + Math.floor(at / (width * height))
    if (mask.data[x + image.size[0] * (y + image.size[1] * z)] !== label) data[at] = Number.NaN
  }
  return { map: { ...rest, data }, given, image, mask, label, box, notes: [...notes, ...warnings] }
}

/** The case's settings with nothing in them but what the feature's own image needs. */
function settingsFor({ params, paramsFile, derived, featureClass, feature }: CaseTask & MappedFeature): ParameterFile {
  const settings = readSettings(params, paramsFile)
  const kind = derived.split('-')[0]
  return {
    ...settings,
    imageTypes: settings.imageTypes.filter(([type]) => type.toLowerCase().startsWith(kind)),
    featureClasses: [[featureClass, [feature]]],
  }
}

/** A map on an image's own voxels, each the nearest of the map's: the box where the map lies. NaN where the map has none. */
export function mapOnImage(map: Volume, grid: Geometry): { lower: Triple; volume: Volume } {
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((corner) =>
    toIndex(grid, toPoint(map, map.size.map((n, axis) => ((corner >> axis) & 1 ? n - 0.5 : -0.5)) as Triple)),
  )
  const along = (axis: number) => corners.map((corner) => corner[axis])
  const lower = grid.size.map((_, axis) => Math.max(0, Math.ceil(Math.min(...along(axis))))) as Triple
  const upper = grid.size.map((n, axis) => Math.min(n, Math.floor(Math.max(...along(axis))) + 1)) as Triple
  const part = geometryOf(grid, { lower, upper })
  const volume = resample(map, part, 'sitkNearestNeighbor')
  const covered: Volume = { ...map, pixelType: 'uint8', data: new Uint8Array(map.data.length).fill(1) }
  const inside = resample(covered, part, 'sitkNearestNeighbor').data
  for (let at = 0; at < inside.length; at++) if (inside[at] === 0) volume.data[at] = Number.NaN
  return { lower, volume }
}
