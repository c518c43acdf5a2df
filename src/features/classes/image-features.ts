import { NotFiniteVoxels, RegionTooSmallForDistances } from '../../errors/index.ts'
import type { Volume } from '../../image/volume.ts'
import { type Binning, discretise } from '../regions/discretise.ts'
import { arrayAxes, gather, levelGrid, type Region } from '../regions/region.ts'
import type { Setting } from '../settings/setting-rules.ts'
import type { Settings } from '../settings/settings.ts'
import { firstorder } from './firstorder.ts'
import { glcm } from './glcm.ts'
import { gldm } from './gldm.ts'
import { glrlm } from './glrlm.ts'
import { glszm } from './glszm.ts'
import { type FeatureClass, featureNames } from './names.ts'
import { ngtdm } from './ngtdm.ts'

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
  classes: Settings['featureClasses'],
  setting: Setting,
): ImageFeatures {
  const textures = classes.filter(([featureClass]) => !featureClass.startsWith('shape'))
  if (textures.length === 0) return { image: name, features: [], greyLevels: Number.NaN }
  const values = gather(block.data, region)
  requireFinite(values, name)
  const levels = discretise(values, binningOf(setting, block))
  const flatAxis = setting.force2D ? setting.force2Ddimension : undefined
  const spacing = arrayAxes(block.spacing, block.dimension)
  const { distances } = setting
  const grid = levelGrid(region, levels, distances, flatAxis)
  const weightingNorm = setting.weightingNorm ?? undefined
  const found: [string, number][] = []
  for (const [featureClass, features] of textures) {
    if (['glcm', 'gldm', 'ngtdm'].includes(featureClass) && grid.pairs.offsets.length === 0)
      throw RegionTooSmallForDistances(distances)
    found.push(...named(name, featureClass, features, describe(featureClass, features)))
  }
  return { image: name, features: found, greyLevels: levels.grey[levels.grey.length - 1] }

  function describe(featureClass: FeatureClass, features: string[]): Record<string, number> {
    switch (featureClass) {
      case 'firstorder': {
        const voxelVolume = spacing.reduce((volume, side) => volume * side, 1)
        return firstorder({ values, counts: levels.counts, voxelVolume, shift: setting.voxelArrayShift })
      }
      case 'glcm':
        return glcm(grid, { symmetrical: setting.symmetricalGLCM, weightingNorm, spacing }, features)
      case 'glrlm':
        return glrlm(grid, { weightingNorm, spacing })
      case 'glszm':
        return glszm(grid)
      case 'gldm':
        return gldm(grid, setting.gldm_a)
      default:
        return ngtdm(grid)
    }
  }
}

function requireFinite(values: Float64Array, image: string) {
  let bad = 0
  // x − x is 0 of every number but NaN and ±Infinity.
  for (let i = 0; i < values.length; i++) if (values[i] - values[i] !== 0) bad++
  if (bad > 0) throw NotFiniteVoxels(image, bad)
}

export function binningOf(setting: Setting, image: Volume): Binning {
  return setting.binCount === null
    ? { binWidth: setting.binWidth }
    : { binCount: setting.binCount, single: image.pixelType === 'float32' }
}

/** Those features of a class that were asked for, in that order; all but the deprecated where none was named. */
export function* named(
  image: string,
  featureClass: FeatureClass,
  wanted: string[],
  found: Record<string, number>,
): Iterable<[string, number]> {
  for (const feature of wanted.length > 0 ? wanted : featureNames[featureClass].names) {
    if (feature in found) yield [`${image}_${featureClass}_${feature}`, found[feature]]
  }
}
