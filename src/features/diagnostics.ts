import { toPoint } from '../image/grid/geometry.ts'
import type { Mask, Triple, Volume } from '../image/volume.ts'
import { zoneCount } from './classes/glszm.ts'
import type { Prepared } from './prepare.ts'
import { discretise } from './regions/discretise.ts'
import { boundingBox, cutRegion, levelGrid } from './regions/region.ts'
import type { Settings } from './settings/settings.ts'
import { sha1 } from './sha1.ts'
import { version } from './version.ts'

/**
 * PyRadiomics' `diagnostics_*` rows in its order: versions (ours where its own stood), settings, and what image and
 * mask were at each stage of preparing.
 */
export async function diagnostics(prepared: Prepared, settings: Settings): Promise<[string, unknown][]> {
  const rows: [string, unknown][] = []
  const add = (name: string, value: unknown) => rows.push([`diagnostics_${name}`, value])
  for (const part of ['PyRadiomics', 'Numpy', 'SimpleITK', 'PyWavelet', 'Python']) add(`Versions_${part}`, version)
  add('Configuration_Settings', { ...settingsShown, ...settings.given, label: settings.setting.label })
  add('Configuration_EnabledImageTypes', Object.fromEntries(settings.imageTypes))
  for (const { name, image, mask } of prepared.stages) {
    if (name === 'original' || name === 'interpolated') {
      if (name === 'original') {
        add('Image-original_Hash', await sha1(image.data))
        add('Image-original_Dimensionality', `${image.dimension}D`)
      }
      addGeometry(add, `Image-${name}`, image)
      const { mean, minimum, maximum } = describe(image.data)
      add(`Image-${name}_Mean`, mean)
      add(`Image-${name}_Minimum`, minimum)
      add(`Image-${name}_Maximum`, maximum)
    }
    if (name === 'original') add('Mask-original_Hash', await sha1(new Uint32Array(mask.data)))
    addGeometry(add, `Mask-${name}`, mask)
    addRegion(add, `Mask-${name}`, mask, settings.setting.label, name === 'original' ? undefined : image)
  }
  return rows
}

type Add = (name: string, value: unknown) => void

/** The settings that PyRadiomics prints even where they were not given, in its order. */
const settingsShown = {
  minimumROIDimensions: 2,
  minimumROISize: null,
  normalize: false,
  normalizeScale: 1,
  removeOutliers: null,
  resampledPixelSpacing: null,
  interpolator: 'sitkBSpline',
  preCrop: false,
  padDistance: 5,
  distances: [1],
  force2D: false,
  force2Ddimension: 0,
  resegmentRange: null,
  label: 1,
  additionalInfo: true,
}

function addGeometry(add: Add, prefix: string, volume: Volume) {
  add(`${prefix}_Spacing`, volume.spacing.slice(0, volume.dimension))
  add(`${prefix}_Size`, volume.size.slice(0, volume.dimension))
}

function addRegion(add: Add, prefix: string, mask: Mask, label: number, image: Volume | undefined) {
  const found = boundingBox(mask, label)
  if (!found) return
  const { box, voxels } = found
  const axes = mask.dimension
  const region = cutRegion(mask, label, box)
  const same = discretise(new Float64Array(voxels), { binWidth: 1 })
  const sum: Triple = [0, 0, 0]
  for (const voxel of region.voxels) {
    const row = Math.floor(voxel / region.size[0])
    const z = Math.floor(row / region.size[1])
    sum[0] += voxel - row * region.size[0]
    sum[1] += row - z * region.size[1]
    sum[2] += z
  }
  const centre = sum.map((total, axis) => box.lower[axis] + total / voxels) as Triple
  add(`${prefix}_BoundingBox`, [...box.lower.slice(0, axes), ...region.size.slice(0, axes)])
  add(`${prefix}_VoxelNum`, voxels)
  add(`${prefix}_VolumeNum`, zoneCount(levelGrid(region, same, [1], undefined)))
  add(`${prefix}_CenterOfMassIndex`, centre.slice(0, axes))
  add(`${prefix}_CenterOfMass`, toPoint(mask, centre).slice(0, axes))
  if (!image) return
  const values = new Float64Array(voxels)
  for (let i = 0, n = 0; i < mask.data.length; i++) if (mask.data[i] === label) values[n++] = image.data[i]
  const { mean, minimum, maximum } = describe(values)
  add(`${prefix}_Mean`, mean)
  add(`${prefix}_Minimum`, minimum)
  add(`${prefix}_Maximum`, maximum)
}

function describe(values: ArrayLike<number>) {
  let sum = 0
  let minimum = Infinity
  let maximum = -Infinity
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    sum += value
    if (value < minimum) minimum = value
    if (value > maximum) maximum = value
  }
  return { mean: sum / values.length, minimum, maximum }
}
