import {
  GridsDiffer,
  RegionOutsideImage,
  RegionTooFlat,
  RegionTooSmall,
  ResegmentationEmpties,
} from '../errors/index.ts'
import { compareGeometry, describeDifferences, toIndex, toPoint } from '../image/grid/geometry.ts'
import { resample, resampleLike } from '../image/grid/resample.ts'
import type { Mask, Triple, Volume } from '../image/volume.ts'
import { type Box, cut, geometryOf } from './filters/box.ts'
import { labelLayer } from './regions/mask.ts'
import { normalise } from './regions/normalise.ts'
import { boundingBox } from './regions/region.ts'
import { resamplingGrid } from './regions/resampling-grid.ts'
import type { ExtractionSettings } from './settings/setting-rules.ts'

/** One thing that preparing made of the image or the mask; diagnostics describe each. */
export interface Stage {
  name: 'original' | 'interpolated' | 'corrected' | 'resegmented'
  image: Volume
  mask: Mask
}

/**
 * A case ready for filters and feature classes: image and mask on one grid.
 *
 * mask       for intensity and texture; shapeMask for shape (they differ after resegmentation)
 * box        the bounding box of the region: shape, too, sees no more of its mask than this
 */
export interface Prepared {
  image: Volume
  mask: Mask
  shapeMask: Mask
  box: Box
  stages: Stage[]
}

/**
 * Checks, normalises, resamples (or crops) and resegments a case as PyRadiomics does before it extracts.
 * Throws the Problems NS-FEA-02 to -10, each naming what is wrong with the mask and by how much.
 */
export function prepare(given: Volume, givenMask: Mask, setting: ExtractionSettings): Prepared {
  const { label } = setting
  let image = given
  // What is known of a mask (its box, its region) is kept by this object, not by the caller's, whose voxels may change.
  let mask: Mask = { ...labelLayer(givenMask, label, setting.label_channel) }
  const stages: Stage[] = [{ name: 'original', image, mask }]
  if (setting.normalize) image = normalise(image, setting.normalizeScale, setting.removeOutliers)
  // The spacing asked for, or that of a mask whose own grid is to be sampled.
  const spacing = setting.resampledPixelSpacing ?? (mask.ownGrid ? mask.spacing.slice(0, mask.dimension) : null)
  if (spacing !== null && (setting.interpolator !== null || mask.ownGrid)) {
    ;[image, mask] = toSpacing(image, mask, setting, spacing)
    stages.push({ name: 'interpolated', image, mask })
  } else if (setting.preCrop) {
    const checked = check(image, mask, setting)
    ;[image, mask] = crop(image, checked.mask, pad(checked.box, setting.padDistance, image.size))
  }
  let { box, mask: corrected } = check(image, mask, setting)
  if (corrected !== mask) stages.push({ name: 'corrected', image, mask: corrected })
  mask = corrected
  // Where a tolerance lets the grids differ, the image's counts, as in PyRadiomics: the mask's header is set aside.
  const placed = (one: Mask): Mask =>
    one.spacing.every((step, axis) => step === image.spacing[axis]) ? one : { ...one, spacing: image.spacing }
  let shapeMask = placed(mask)
  if (setting.resegmentRange !== null) {
    mask = resegment(image, mask, setting, setting.resegmentRange)
    ;({ box } = check(image, mask, setting))
    stages.push({ name: 'resegmented', image, mask })
    if (setting.resegmentShape) shapeMask = placed(mask)
  }
  return { image, mask, shapeMask, box, stages }
}

/** The bounding box of a mask that lies on the image's grid (made to, where correctMask says so) and is large enough. */
function check(image: Volume, mask: Mask, setting: ExtractionSettings): { box: Box; mask: Mask } {
  let checked = mask
  const differences = compareGeometry(image, mask, setting.geometryTolerance)
  if (differences.length > 0) {
    if (!setting.correctMask) throw GridsDiffer(describeDifferences(differences))
    requireInside(image, mask, setting.label)
    checked = resampleLike(mask, image)
  }
  const found = boundingBox(checked, setting.label)
  if (!found) throw RegionOutsideImage('no voxel of the image has its centre in it')
  const { box, voxels } = found
  const dimensions = [0, 1, 2].filter((axis) => box.upper[axis] - box.lower[axis] > 1).length
  const least = Math.max(1, setting.minimumROIDimensions)
  if (dimensions < least) throw RegionTooFlat(voxels, dimensions, least)
  if (setting.minimumROISize !== null && voxels <= setting.minimumROISize)
    throw RegionTooSmall(voxels, setting.minimumROISize)
  return { box, mask: checked }
}

const slack = 1e-3

/** Throws RegionOutsideImage where the corners of the region's box, in the image's voxels, leave it. */
function requireInside(image: Volume, mask: Mask, label: number): Box {
  const found = boundingBox(mask, label)
  if (!found) throw RegionOutsideImage('it is empty')
  const { lower, upper } = found.box
  const corners = [lower, upper].map((corner) => toIndex(image, toPoint(mask, corner.map((at) => at - 0.5) as Triple)))
  const faults: string[] = []
  for (let axis = 0; axis < image.dimension; axis++) {
    const low = Math.min(corners[0][axis], corners[1][axis])
    const high = Math.max(corners[0][axis], corners[1][axis])
    const before = -0.5 - low
    const after = high - (image.size[axis] - 0.5)
    const most = Math.max(before, after)
    if (most > slack) faults.push(`by ${Number((most * image.spacing[axis]).toPrecision(3))} mm along ${'xyz'[axis]}`)
  }
  if (faults.length > 0) throw RegionOutsideImage(faults.join(', '))
  return found.box
}

function toSpacing(image: Volume, mask: Mask, setting: ExtractionSettings, spacing: number[]): [Volume, Mask] {
  // A turned box may reach outside where the region does not.
  const box = mask.ownGrid ? boundingBox(mask, setting.label)!.box : requireInside(image, mask, setting.label)
  const wanted = resamplingGrid(mask, box, spacing, setting.padDistance)
  const sameSpacing = image.spacing
    .slice(0, image.dimension)
    .every((step, axis) => Math.abs(step - wanted.spacing[axis]) <= 1e-8 + 1e-5 * Math.abs(wanted.spacing[axis]))
  if (sameSpacing && !mask.ownGrid) {
    const onImage = resampleLike(mask, image)
    const found = boundingBox(onImage, setting.label)
    if (!found) throw RegionOutsideImage('no voxel of the image has its centre in it')
    return crop(image, onImage, pad(found.box, setting.padDistance, image.size))
  }
  return [
    resample(image, wanted, setting.interpolator ?? 'sitkBSpline'),
    resample(mask, wanted, 'sitkNearestNeighbor') as Mask,
  ]
}

const pad = ({ lower, upper }: Box, by: number, size: Triple): Box => ({
  lower: lower.map((at) => Math.max(0, at - by)) as Triple,
  upper: upper.map((at, axis) => Math.min(size[axis], at + by)) as Triple,
})

function crop(image: Volume, mask: Mask, box: Box): [Volume, Mask] {
  return [
    { ...image, ...geometryOf(image, box), data: cut(image.data, image.size, box) },
    { ...mask, ...geometryOf(mask, box), data: cut(mask.data, mask.size, box) },
  ]
}

/** The mask without the voxels outside the range, which is in intensities, parts of the maximum, or standard deviations. */
function resegment(image: Volume, mask: Mask, setting: ExtractionSettings, range: number[]): Mask {
  const { label, resegmentMode } = setting
  let thresholds = [...range].sort((a, b) => a - b)
  if (resegmentMode !== 'absolute') {
    const values: number[] = []
    for (let i = 0; i < mask.data.length; i++) if (mask.data[i] === label) values.push(image.data[i])
    if (resegmentMode === 'relative') {
      const highest = values.reduce((most, value) => Math.max(most, value), -Infinity)
      thresholds = thresholds.map((part) => highest * part)
    } else {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
      thresholds = thresholds.map((deviations) => mean + deviation * deviations)
    }
  }
  const [low, high = Infinity] = thresholds
  const data = new Uint32Array(mask.data.length)
  let kept = 0
  for (let i = 0; i < data.length; i++) {
    if (mask.data[i] !== label || !(image.data[i] >= low && image.data[i] <= high)) continue
    data[i] = label
    kept++
  }
  if (kept <= 1) throw ResegmentationEmpties(kept)
  return { ...mask, pixelType: 'uint32', data }
}
