import { NotFiniteVoxels, RegionTooSmallForDistances } from '../../errors/index.ts'
import type { Volume } from '../../image/volume.ts'
import { span } from '../../spans.ts'
import { type Intensities, intensityKernel } from '../kernels/intensity.ts'
import { sumsOf } from '../matrices/intensity-sums.ts'
import { orderOf } from '../matrices/order-statistics.ts'
import { type Binning, discretise } from '../regions/discretise.ts'
import { arrayAxes, gather, levelGrid, type Region } from '../regions/region.ts'
import type { ExtractionSettings } from '../settings/setting-rules.ts'
import type { ParameterFile } from '../settings/settings.ts'
import type { ImageClass, ImageRegion } from './feature-class.ts'
import { classNamed, isImageClass } from './index.ts'

/** What one image of a case gives. */
export interface ImageFeatures {
  image: string
  features: [string, number][]
  /** Grey levels that the region spans after discretisation. */
  greyLevels: number
}

/** The intensity and texture features of one filtered image, cut to the region's box. */
export function imageFeatures(
  name: string,
  block: Volume,
  region: Region,
  classes: ParameterFile['featureClasses'],
  setting: ExtractionSettings,
): ImageFeatures {
  const textures = classes.flatMap(([featureClass, wanted]): [string, ImageClass, string[]][] => {
    const definition = classNamed(featureClass)
    return isImageClass(definition) ? [[featureClass, definition, wanted]] : []
  })
  if (textures.length === 0) return { image: name, features: [], greyLevels: Number.NaN }
  const flatAxis = setting.force2D ? setting.force2Ddimension : undefined
  const spacing = arrayAxes(block.spacing, block.dimension)
  const { distances } = setting
  const { levels, sums } = intensities()
  const grid = levelGrid(region, levels, distances, flatAxis)
  const described: ImageRegion = { sums, counts: levels.counts, grid, spacing, setting }
  const found: [string, number][] = []
  for (const [featureClass, definition, wanted] of textures) {
    if (definition.needsNeighbours && grid.pairs.offsets.length === 0) throw RegionTooSmallForDistances(distances)
    const computed = span('family', featureClass, () => definition.compute(described, wanted), { image: name })
    found.push(...requestedFeatures(name, featureClass, definition.names, wanted, computed))
  }
  return { image: name, features: found, greyLevels: levels.grey[levels.grey.length - 1] }

  function intensities(): Intensities {
    const binning = binningOf(setting, block)
    const found = 'binWidth' in binning && intensityKernel(block.data, region, distances, binning.binWidth)
    if (found) return found
    const values = gather(block.data, region)
    requireFinite(values, name)
    return { levels: discretise(values, binning), sums: (shift) => sumsOf(values, orderOf(values), shift) }
  }
}

/** Throws NotFiniteVoxels where a region's intensities hold NaN or an infinity. */
export function requireFinite(values: Float64Array, image: string) {
  let bad = 0
  // x − x is 0 of every number but NaN and ±Infinity.
  for (let i = 0; i < values.length; i++) if (values[i] - values[i] !== 0) bad++
  if (bad > 0) throw NotFiniteVoxels(image, bad)
}

export function binningOf(setting: ExtractionSettings, image: Volume): Binning {
  return setting.binCount === null
    ? { binWidth: setting.binWidth }
    : { binCount: setting.binCount, single: image.pixelType === 'float32' }
}

/** Those features of a class that were asked for, in that order; all but the deprecated where none was named. */
export function* requestedFeatures(
  image: string,
  featureClass: string,
  names: readonly string[],
  wanted: readonly string[],
  found: Record<string, number>,
): Iterable<[string, number]> {
  for (const feature of wanted.length > 0 ? wanted : names) {
    if (feature in found) yield [`${image}_${featureClass}_${feature}`, found[feature]]
  }
}
