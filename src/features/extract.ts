import { ImageNotScalar, MaskOfVolumes, NotFiniteOutside, NotFiniteVoxels, Problem } from '../errors/index.ts'
import { inSharedMemory } from '../image/platform/shared-memory.ts'
import type { Mask, Volume } from '../image/volume.ts'
import type { ParallelMap } from '../parallel.ts'
import { span } from '../spans.ts'
import { diagnostics } from './diagnostics.ts'
import { computePart, mergeResults, notFinite, splitTasks } from './extraction-tasks.ts'
import { prepare } from './prepare.ts'
import { levelWarnings } from './regions/grey-levels.ts'
import type { ParameterFile } from './settings/settings.ts'

/** What one case gives: features under PyRadiomics' names in its order, its `diagnostics_*` rows, and warnings. */
export interface Extraction {
  features: [string, number][]
  diagnostics: [string, unknown][]
  /** By image, the grey levels that the region spans. */
  greyLevels: [string, number][]
  warnings: string[]
}

/** How an extraction is spread and stopped. */
export interface ExtractOptions {
  /** Spreads the images of one case over threads that know this stage's tasks; without it all runs here. */
  map?: ParallelMap
  signal?: AbortSignal
  /** The least box of the region (voxels × image types) that is spread; threads yet to start need a larger one. */
  spreadFrom?: number
}

/** Fewer voxels × image types than this are done before even a warm thread has answered. */
const spreadingThreshold = 20_000

/**
 * The features of one region of one image.
 *
 * @param image one scalar image, in its own unit
 * @param mask labels on the image's grid; the region is the voxels of the settings' label
 * @param settings image types, classes, discretisation and resampling (see `readSettings`)
 * @param options map over threads, signal that stops it, the least size that is spread
 * @returns features and diagnostics under PyRadiomics' names, with warnings
 * @throws ImageNotScalar, the Problems of preparing (NS-FEA-…) and of filters (NS-FIL-…)
 * @example
 * ```ts
 * import { extract, readSettings } from 'nomoscope/features'
 * import type { Geometry, Mask, Volume } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [3, 3, 3], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * const image: Volume = { ...grid, pixelType: 'float32', data: Float32Array.from({ length: 27 }, (_, i) => i) }
 * const mask: Mask = { ...grid, pixelType: 'uint8', data: new Uint8Array(27).fill(1) }
 * const features = new Map((await extract(image, mask, readSettings())).features)
 * features.get('original_firstorder_Mean') // → 13
 * features.get('original_shape_VoxelVolume') // → 27
 * ```
 */
export async function extract(
  image: Volume,
  mask: Mask,
  settings: ParameterFile,
  { map, signal, spreadFrom = spreadingThreshold }: ExtractOptions = {},
): Promise<Extraction> {
  const { setting, imageTypes, featureClasses: classes, everyClass } = settings
  if ((image.components ?? 1) > 1) throw ImageNotScalar(image.components ?? 1)
  refuseVolumes(mask, settings)
  const prepared = span('resample', 'grid and region', () => prepare(image, mask, setting))
  const { box, stages } = prepared
  const extent = box.upper.reduce((voxels, to, axis) => voxels * (to - box.lower[axis]), imageTypes.length)
  const spread = map !== undefined && extent >= spreadFrom
  const own = {
    image: prepared.image,
    mask: prepared.mask,
    shapeMask: prepared.shapeMask,
    box,
    setting,
    classes,
    everyClass,
  }
  const shared = spread
    ? {
        ...own,
        image: inSharedMemory(own.image),
        mask: inSharedMemory(own.mask),
        shapeMask: inSharedMemory(own.shapeMask),
      }
    : own
  const parts = splitTasks(shared, imageTypes, spread)
  const computing = spread
    ? map('features/part', parts, { signal })
    : Promise.resolve().then(() => parts.map(computePart))
  const describing = setting.additionalInfo ? diagnostics({ ...prepared, stages }, settings) : []
  const [results, rows] = await Promise.all([computing.catch(blameStep), describing])
  const { images, warnings } = mergeResults(parts, results)
  const greyLevels = images
    .filter((one) => !Number.isNaN(one.greyLevels))
    .map((one): [string, number] => [one.image, one.greyLevels])
  function blameStep(cause: unknown): never {
    const resampled = stages.some(({ name }) => name === 'interpolated')
    if (!(cause instanceof Problem) || cause.code !== NotFiniteVoxels.code || !resampled) throw cause
    const inside = notFinite(image, mask, setting.label)
    const all = notFinite(image)
    throw inside === 0 && all > 0 ? NotFiniteOutside('resampling', all) : cause
  }

  return {
    // A name that comes twice keeps its first place and its last value, as in PyRadiomics.
    features: [...new Map(images.flatMap(({ features }) => features))],
    diagnostics: rows,
    greyLevels,
    warnings: [...warnings, ...levelWarnings(greyLevels)],
  }
}

/** A mask of several volumes is one mask only where the parameter file says which. Throws MaskOfVolumes. */
export function refuseVolumes({ components = 1 }: Mask, { given }: Pick<ParameterFile, 'given'>) {
  if (components > 1 && given.label_channel === undefined) throw MaskOfVolumes(components)
}

/**
 * The object that `nomoscope extract` writes: diagnostics first, then features.
 *
 * @param extraction what `extract` gave: its features and diagnostics
 * @returns one object with a key for each, in the order in which PyRadiomics writes them
 * @example
 * ```ts
 * import { asRecord } from 'nomoscope/features'
 * asRecord({ features: [['original_firstorder_Mean', 13]], diagnostics: [] }) // → { original_firstorder_Mean: 13 }
 * ```
 */
export function asRecord({
  features,
  diagnostics,
}: Pick<Extraction, 'features' | 'diagnostics'>): Record<string, unknown> {
  return Object.fromEntries([...diagnostics, ...features])
}
