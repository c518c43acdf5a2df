import { ImageNotScalar, NotFiniteVoxels, RegionTooSmallForDistances } from '../../errors/index.ts'
import type { Mask, Triple, Volume } from '../../image/volume.ts'
import type { ImageClass } from '../classes/feature-class.ts'
import { binningOf } from '../classes/image-features.ts'
import { classNamed, isImageClass } from '../classes/index.ts'
import { refuseVolumes } from '../extract.ts'
import { type Box, filteredImages } from '../filters/index.ts'
import { directionWeights } from '../matrices/weighting.ts'
import { prepare } from '../prepare.ts'
import { discretise } from '../regions/discretise.ts'
import { arrayAxes } from '../regions/region.ts'
import type { ExtractionSettings } from '../settings/setting-rules.ts'
import { effective, type ParameterFile } from '../settings/settings.ts'
import { type VoxelKernel, voxelKernel } from './kernel.ts'
import type { Neighbourhood } from './neighbourhood.ts'

/** One feature as an image: its value in the kernel around each voxel of the region. */
export interface VoxelMap {
  /** PyRadiomics' name, `original_glcm_Contrast`. */
  name: string
  image: Volume
}

/**
 * The voxel-based extraction of PyRadiomics: every intensity and texture feature in the neighbourhood (kernelRadius) of
 * each voxel of the region, `initValue` elsewhere; float64 images of the region's bounding box and the kernel's radius
 * around it. With maskedKernel a neighbourhood holds voxels of the region only. A feature is NaN where its kernel has
 * too few voxels to define it.
 *
 * @param image one scalar image
 * @param mask labels on the image's grid
 * @param settings as for extraction, with `voxelSetting` (kernelRadius, maskedKernel, initValue)
 * @param only name of the one image to map (`wavelet-LLH`); all of the settings' images when absent
 * @param onDone told a hundred times an image how many voxels of the region are done
 * @returns a map a feature and image, and what was warned of
 * @throws ImageNotScalar, and the Problems of preparing (NS-FEA-…) and filtering (NS-FIL-…)
 */
export function voxelMaps(
  image: Volume,
  mask: Mask,
  settings: ParameterFile,
  only?: string,
  onDone?: (done: number, total: number) => void,
): { maps: VoxelMap[]; warnings: string[] } {
  const { setting, voxel } = settings
  if ((image.components ?? 1) > 1) throw ImageNotScalar(image.components ?? 1)
  refuseVolumes(mask, settings)
  const prepared = prepare(image, mask, setting)
  const warnings: string[] = []
  const maps: VoxelMap[] = []
  const within = expandBox(prepared.box, voxel.kernelRadius, prepared.image.size)
  const region = blockOf(prepared.mask, within, setting.label)
  for (const [imageType, options] of settings.imageTypes) {
    const own = effective(setting, options)
    const context = { mask: prepared.mask, within, warn: (message: string) => warnings.push(message) }
    for (const { name, image: block } of filteredImages(prepared.image, imageType, options, { ...setting }, context)) {
      if (only !== undefined && name !== only) continue
      maps.push(...mapsOf(name, block, region, settings, own, onDone))
    }
  }
  return { maps, warnings }
}

/** All maps of one image, cut to the block; `region` marks the voxels of the region in it. */
function mapsOf(
  name: string,
  block: Volume,
  region: Uint8Array,
  settings: ParameterFile,
  setting: ExtractionSettings,
  onDone?: (done: number, total: number) => void,
): VoxelMap[] {
  const { kernelRadius, maskedKernel, initValue } = settings.voxel
  const flatAxis = setting.force2D ? setting.force2Ddimension : undefined
  const kernel = voxelKernel(kernelRadius, block.dimension, setting.distances, flatAxis)
  if (kernel.pairs.from.length === 0) throw RegionTooSmallForDistances(setting.distances)
  const used = maskedKernel ? region : new Uint8Array(region.length).fill(1)
  const values = marked(block.data, used)
  let bad = 0
  for (let n = 0; n < values.length; n++) if (!Number.isFinite(values[n])) bad++
  if (bad > 0) throw NotFiniteVoxels(name, bad)
  const { index, grey } = discretise(values, binningOf(setting, block))
  const grid = padded(block, used, index, kernelRadius)
  const spacing = arrayAxes(block.spacing, block.dimension)
  const weighting = setting.weightingNorm ?? undefined
  const options = {
    occurring: grey.length - 1,
    highest: grey[grey.length - 1],
    symmetrical: setting.symmetricalGLCM,
    alpha: setting.gldm_a,
    voxelVolume: spacing.reduce((volume, side) => volume * side, 1),
    shift: setting.voxelArrayShift,
    pairWeights: weighting && directionWeights(kernel.pairs.directions, spacing, weighting, 'glcm'),
    runWeights: weighting && directionWeights(kernel.adjacent.directions, spacing, weighting, 'glrlm'),
    alive: kernel.pairs.directions.map((direction) => hasPair(grid, stepOf(direction, grid.stride))),
  }
  const classes = settings.featureClasses.flatMap(([featureClass, wanted]) => {
    const definition = classNamed(featureClass)
    if (!isImageClass(definition)) return []
    const names = wantedNames(definition, wanted)
    const images = names.map(() => new Float64Array(block.data.length).fill(initValue))
    const found = new Float64Array(names.length)
    return [{ featureClass, names, images, found, describe: definition.voxel(names, kernel, options) }]
  })
  const gather = gatherer(kernel, grid, grey, block)
  const total = region.reduce((sum, inside) => sum + inside, 0)
  const often = Math.ceil(total / 100)
  let done = 0
  for (let at = 0; at < region.length; at++) {
    if (region[at] === 0) continue
    if (onDone && done++ % often === 0) onDone(done, total)
    const neighbourhood = gather(at)
    for (const { describe, found, images } of classes) {
      describe(neighbourhood, found)
      for (let f = 0; f < images.length; f++) images[f][at] = found[f]
    }
  }
  return classes.flatMap(({ featureClass, names, images }) =>
    names.map((feature, f) => ({
      name: `${name}_${featureClass}_${feature}`,
      image: { ...block, pixelType: 'float64' as const, data: images[f] },
    })),
  )
}

/** The values whose place is marked by a 1. */
function marked(data: Volume['data'], used: Uint8Array): Float64Array {
  let count = 0
  for (let at = 0; at < used.length; at++) count += used[at]
  const values = new Float64Array(count)
  for (let at = 0, n = 0; at < used.length; at++) if (used[at]) values[n++] = data[at]
  return values
}

/** Levels with a margin of zeros as wide as the kernel, so that no neighbour needs a bounds check. */
interface Padded {
  levels: Uint32Array
  /** Where each voxel of the block stands in `levels`. */
  place: (at: number) => number
  stride: Triple
}

function padded(block: Volume, used: Uint8Array, index: ArrayLike<number>, radius: number): Padded {
  const [width, height, depth] = block.size
  const rowLength = width + 2 * radius
  const stride: Triple = [1, rowLength, rowLength * (height + 2 * radius)]
  const levels = new Uint32Array(stride[2] * (depth + 2 * radius))
  const place = (at: number) => {
    const row = Math.floor(at / width)
    const z = Math.floor(row / height)
    return at - row * width + radius + (row - z * height + radius) * stride[1] + (z + radius) * stride[2]
  }
  for (let at = 0, n = 0; at < used.length; at++) if (used[at]) levels[place(at)] = index[n++]
  return { levels, place, stride }
}

/** Fills the neighbourhood of a voxel of the block: its levels numbered anew, ascending. */
function gatherer(kernel: VoxelKernel, grid: Padded, grey: Float64Array, block: Volume): (at: number) => Neighbourhood {
  const { positions, offsets } = kernel
  const { levels, place, stride } = grid
  const steps = Int32Array.from(offsets, (offset) => stepOf(offset, stride))
  const [width, height] = block.size
  const dataSteps = Int32Array.from(offsets, (offset) => stepOf(offset, [1, width, width * height]))
  const { data } = block
  const number = new Int32Array(grey.length)
  const order = new Int32Array(positions)
  const found: Neighbourhood = {
    level: new Int32Array(positions),
    levels: 0,
    grey: new Float64Array(positions + 1),
    counts: new Float64Array(positions + 1),
    values: new Float64Array(positions),
    voxels: 0,
  }
  return (at) => {
    const centre = place(at)
    let distinct = 0
    let voxels = 0
    for (let k = 0; k < positions; k++) {
      const level = levels[centre + steps[k]]
      found.level[k] = level
      if (level === 0) continue
      found.values[voxels++] = data[at + dataSteps[k]]
      if (number[level]++ > 0) continue
      let slot = distinct++
      for (; slot > 0 && order[slot - 1] > level; slot--) order[slot] = order[slot - 1]
      order[slot] = level
    }
    for (let i = 0; i < distinct; i++) {
      const level = order[i]
      found.grey[i + 1] = grey[level]
      found.counts[i + 1] = number[level]
      number[level] = i + 1
    }
    for (let k = 0; k < positions; k++) found.level[k] = number[found.level[k]]
    for (let i = 0; i < distinct; i++) number[order[i]] = 0
    found.levels = distinct
    found.voxels = voxels
    return found
  }
}

/** The step in memory of an offset in array-axis order. */
function stepOf(offset: readonly number[], stride: readonly number[]): number {
  return offset.reduce((step, by, axis) => step + by * stride[offset.length - 1 - axis], 0)
}

function hasPair({ levels }: Padded, step: number): boolean {
  for (let at = 0; at < levels.length; at++) if (levels[at] !== 0 && levels[at + step] > 0) return true
  return false
}

function wantedNames({ names, deprecated = [] }: ImageClass, wanted: readonly string[]): string[] {
  return wanted.length === 0 ? [...names] : wanted.filter((name) => names.includes(name) || deprecated.includes(name))
}

/** A region's box with the kernel's radius around it, within the image: where its maps lie. */
export function expandBox({ lower, upper }: Box, by: number, size: Triple): Box {
  return {
    lower: lower.map((at) => Math.max(0, at - by)) as Triple,
    upper: upper.map((at, axis) => Math.min(size[axis], at + by)) as Triple,
  }
}

/** One byte a voxel of the block, 1 where the mask has the label. */
function blockOf({ data, size }: Mask, { lower, upper }: Box, label: number): Uint8Array {
  const [width, height, depth] = upper.map((at, axis) => at - lower[axis])
  const region = new Uint8Array(width * height * depth)
  for (let z = 0, to = 0; z < depth; z++) {
    for (let y = 0; y < height; y++) {
      const row = lower[0] + size[0] * (lower[1] + y + size[1] * (lower[2] + z))
      for (let x = 0; x < width; x++, to++) region[to] = data[row + x] === label ? 1 : 0
    }
  }
  return region
}
