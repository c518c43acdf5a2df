import { NotFiniteOutside, NotFiniteVoxels, Problem } from '../errors/index.ts'
import type { Mask, Volume } from '../image/volume.ts'
import type { JobBodies } from '../parallel.ts'
import { span, spanEach } from '../spans.ts'
import { type ImageFeatures, imageFeatures } from './classes/image-features.ts'
import { shapeFeatures } from './classes/shape-features.ts'
import { type Box, filteredImages, filterNamed, type ImageType } from './filters/index.ts'
import { cutRegion } from './regions/region.ts'
import type { ExtractionSettings } from './settings/setting-rules.ts'
import { effective, type ParameterFile } from './settings/settings.ts'

/** What all parts of one prepared case share; structured-cloneable, its voxels in shared memory where there is such. */
export interface SharedCase {
  image: Volume
  mask: Mask
  shapeMask: Mask
  box: Box
  setting: ExtractionSettings
  classes: ParameterFile['featureClasses']
  everyClass: boolean
}

/**
 * One part of a case's work: its shape, or the images of one image type (of LoG, of one sigma), and of these every
 * `of`-th from `from` on.
 */
export interface ExtractionTask {
  shared: SharedCase
  imageType: ImageType | 'shape'
  options: Record<string, unknown>
  from: number
  interval: number
}

export interface ExtractionTaskResult {
  /** In the filter's order; `place` is the image's among all that its type and options make. */
  images: (ImageFeatures & { place: number })[]
  warnings: string[]
}

/** The features of one part. */
export function computePart({ shared, imageType, options, from, interval }: ExtractionTask): ExtractionTaskResult {
  const { image, mask, box, setting, classes } = shared
  const warnings: string[] = []
  if (imageType === 'shape') {
    const features = span('family', 'shape', () => [...shapeFeatures(shared.shapeMask, box, setting, shared)])
    return { images: [{ image: 'original', features, greyLevels: Number.NaN, place: 0 }], warnings }
  }
  const region = cutRegion(mask, setting.label, box)
  const own = effective(setting, options)
  const context = { mask, within: box, warn: (message: string) => warnings.push(message) }
  const images: ExtractionTaskResult['images'] = []
  let place = 0
  const made = filteredImages(image, imageType, options, { ...setting }, context)
  for (const { name, image: block } of spanEach('filter', imageType, made)) {
    if (place % interval === from) images.push({ ...ofImage(name, block, own), place })
    place++
  }
  return { images, warnings }

  function ofImage(name: string, block: Volume, own: ExtractionSettings): ImageFeatures {
    try {
      return imageFeatures(name, block, region, classes, own)
    } catch (cause) {
      if (!(cause instanceof Problem) || cause.code !== NotFiniteVoxels.code || imageType === 'Original') throw cause
      // The filter is to blame where the region had no such voxel before.
      const all = notFinite(image)
      const outside = all > 0 && notFinite(image, mask, setting.label) === 0
      throw outside ? NotFiniteOutside(`the filter of ${name}`, all) : cause
    }
  }
}

/** How many voxels of an image, or of a label on its grid, are not finite numbers. */
export function notFinite({ data }: Volume, mask?: Mask, label?: number): number {
  let count = 0
  for (let i = 0; i < data.length; i++)
    if (data[i] - data[i] !== 0 && (mask === undefined || mask.data[i] === label)) count++
  return count
}

/** The parts of a case in the order of its features; finer where they are to be spread over threads. */
export function splitTasks(
  shared: SharedCase,
  imageTypes: ParameterFile['imageTypes'],
  spread: boolean,
): ExtractionTask[] {
  const shape: ExtractionTask = { shared, imageType: 'shape', options: {}, from: 0, interval: 1 }
  const images = imageTypes.flatMap(([imageType, options]) => {
    const parts = (spread && filterNamed(imageType).parts?.(options)) || [{ options, from: 0, interval: 1 }]
    return parts.map((part): ExtractionTask => ({ shared, imageType, ...part }))
  })
  return [shape, ...images]
}

/** The results of a case's parts in the order in which one thread would give them. */
export function mergeResults(
  parts: readonly ExtractionTask[],
  results: readonly ExtractionTaskResult[],
): ExtractionTaskResult {
  const all: ExtractionTaskResult = { images: [], warnings: [] }
  for (let p = 0; p < parts.length; p += parts[p].interval) {
    const together = results.slice(p, p + parts[p].interval)
    all.images.push(...together.flatMap(({ images }) => images).sort((a, b) => a.place - b.place))
    all.warnings.push(...together[0].warnings)
  }
  return { images: all.images, warnings: [...new Set(all.warnings)] }
}

declare module '../parallel.ts' {
  interface Jobs {
    'features/part': Job<ExtractionTask, ExtractionTaskResult>
  }
}

/** The work of this stage that may run in a worker. */
export const featureJobs: JobBodies<'features/part'> = { 'features/part': computePart }
