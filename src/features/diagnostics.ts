import { sha1 } from '../digest.ts'
import { toPoint } from '../image/grid/geometry.ts'
import { extremes } from '../image/kernels/extremes.ts'
import type { Mask, Triple, Volume, Voxels } from '../image/volume.ts'
import { zoneCount } from './classes/glszm.ts'
import { cut } from './filters/box.ts'
import type { Prepared } from './prepare.ts'
import { boundingBox, cutRegion, levelGrid } from './regions/region.ts'
import type { ParameterFile } from './settings/settings.ts'
import { version } from './version.ts'

/**
 * PyRadiomics' `diagnostics_*` rows in its order: versions (ours where its own stood), settings, and what image and
 * mask were at each stage of preparing.
 */
export async function diagnostics(prepared: Prepared, settings: ParameterFile): Promise<[string, unknown][]> {
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
    if (name === 'original')
      add('Mask-original_Hash', await sha1(mask.data instanceof Uint32Array ? mask.data : new Uint32Array(mask.data)))
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
  const same = {
    index: new Uint16Array(voxels).fill(1),
    grey: Float64Array.of(0, 1),
    counts: Float64Array.of(0, voxels),
  }
  const sum = new Float64Array(3)
  const list = region.voxels
  const [rx, ry] = region.size
  for (let v = 0; v < list.length; v++) {
    const row = (list[v] / rx) | 0
    const z = (row / ry) | 0
    sum[0] += list[v] - row * rx
    sum[1] += row - z * ry
    sum[2] += z
  }
  const centre = Array.from(sum, (total, axis) => box.lower[axis] + total / voxels) as Triple
  add(`${prefix}_BoundingBox`, [...box.lower.slice(0, axes), ...region.size.slice(0, axes)])
  add(`${prefix}_VoxelNum`, voxels)
  add(`${prefix}_VolumeNum`, zoneCount(levelGrid(region, same, [1], undefined)))
  add(`${prefix}_CenterOfMassIndex`, centre.slice(0, axes))
  add(`${prefix}_CenterOfMass`, toPoint(mask, centre).slice(0, axes))
  if (!image) return
  const values = new Float64Array(voxels)
  // The region's voxels lie in its box.
  const block = cut(image.data, image.size, box)
  for (let v = 0; v < voxels; v++) values[v] = block[list[v]]
  const { mean, minimum, maximum } = describe(values)
  add(`${prefix}_Mean`, mean)
  add(`${prefix}_Minimum`, minimum)
  add(`${prefix}_Maximum`, maximum)
}

function describe(values: Voxels) {
  const { sum, minimum, maximum } = extremes(values)
  return { mean: sum / values.length, minimum, maximum }
}
