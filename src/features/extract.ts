import { ImageNotScalar, NotFiniteVoxels, RegionNotFlat, RegionTooSmallForDistances } from '../errors.ts'
import type { Mask, Volume } from '../image/volume.ts'
import { diagnostics } from './diagnostics.ts'
import { type Binning, discretise } from './discretise.ts'
import { type FeatureClass, featureNames } from './feature-names.ts'
import { filteredImages } from './filters/index.ts'
import { firstorder } from './firstorder.ts'
import { glcm } from './glcm.ts'
import { gldm } from './gldm.ts'
import { glrlm } from './glrlm.ts'
import { glszm } from './glszm.ts'
import { ngtdm } from './ngtdm.ts'
import { type Prepared, prepare } from './prepare.ts'
import { arrayAxes, cutRegion, gather, levelGrid, type Region } from './region.ts'
import type { Setting } from './setting-rules.ts'
import { effective, type Settings } from './settings.ts'
import { shape } from './shape.ts'
import { shape2d } from './shape-2d.ts'

/** What one case gives: features under PyRadiomics' names in its order, its `diagnostics_*` rows, and warnings. */
export interface Extraction {
  features: [string, number][]
  diagnostics: [string, unknown][]
  warnings: string[]
}

/**
 * The features of one region of one image.
 *
 * Throws the Problems of preparing (NS-FEA-…) and of filters (NS-FIL-…).
 */
export async function extract(image: Volume, mask: Mask, settings: Settings): Promise<Extraction> {
  const { setting } = settings
  if ((image.components ?? 1) > 1) throw ImageNotScalar(image.components ?? 1)
  const prepared = prepare(image, mask, setting)
  const features = new Map<string, number>()
  const warnings: string[] = []
  for (const [name, value] of shapeFeatures(prepared, settings)) features.set(name, value)
  const region = cutRegion(prepared.mask, setting.label, prepared.box)
  for (const [imageType, options] of settings.imageTypes) {
    const own = effective(setting, options)
    const context = { mask: prepared.mask, within: prepared.box, warn: (message: string) => warnings.push(message) }
    for (const { name, image: block } of filteredImages(prepared.image, imageType, options, { ...setting }, context)) {
      for (const [feature, value] of imageFeatures(name, block, region, settings.featureClasses, own))
        features.set(feature, value)
    }
  }
  return {
    features: [...features],
    diagnostics: setting.additionalInfo ? await diagnostics(prepared, settings) : [],
    warnings,
  }
}

/** The object that `nomoscope extract` writes: diagnostics first, then features. */
export function asRecord({ features, diagnostics }: Extraction): Record<string, unknown> {
  return Object.fromEntries([...diagnostics, ...features])
}

function* shapeFeatures(prepared: Prepared, { setting, featureClasses }: Settings): Iterable<[string, number]> {
  const wanted = new Map(featureClasses)
  const { shapeMask, box } = prepared
  const solid = wanted.get('shape')
  const flat = wanted.get('shape2D')
  if (!solid && !flat) return
  const region = cutRegion(shapeMask, setting.label, box)
  if (solid && shapeMask.dimension === 3) yield* named('original', 'shape', solid, shape(region, shapeMask.spacing))
  if (!flat) return
  if (shapeMask.dimension === 2) {
    yield* named('original', 'shape2D', flat, shape2d(region, shapeMask.spacing, 2))
    return
  }
  // PyRadiomics looks up the array's axis among x, y, z: nothing comes of a region one voxel thick along that.
  if (!setting.force2D || region.size[setting.force2Ddimension] === 1) return
  const across = 2 - setting.force2Ddimension
  if (region.size[across] === 1) yield* named('original', 'shape2D', flat, shape2d(region, shapeMask.spacing, across))
  else throw RegionNotFlat(region.size[across], 'xyz'[across])
}

/** The intensity and texture features of one filtered image, cut to the region's box. */
function* imageFeatures(
  name: string,
  block: Volume,
  region: Region,
  classes: Settings['featureClasses'],
  setting: Setting,
): Iterable<[string, number]> {
  const textures = classes.filter(([featureClass]) => !featureClass.startsWith('shape'))
  if (textures.length === 0) return
  const values = gather(block.data, region)
  const bad = values.reduce((n, value) => n + (Number.isFinite(value) ? 0 : 1), 0)
  if (bad > 0) throw NotFiniteVoxels(name, bad)
  const levels = discretise(values, binningOf(setting, block))
  const flatAxis = setting.force2D ? setting.force2Ddimension : undefined
  const spacing = arrayAxes(block.spacing, block.dimension)
  const { distances } = setting
  const grid = levelGrid(region, levels, distances, flatAxis)
  const weightingNorm = setting.weightingNorm ?? undefined
  for (const [featureClass, features] of textures) {
    if (['glcm', 'gldm', 'ngtdm'].includes(featureClass) && grid.pairs.offsets.length === 0)
      throw RegionTooSmallForDistances(distances)
    switch (featureClass) {
      case 'firstorder': {
        const voxelVolume = spacing.reduce((volume, side) => volume * side, 1)
        const found = firstorder({ values, counts: levels.counts, voxelVolume, shift: setting.voxelArrayShift })
        yield* named(name, featureClass, features, found)
        break
      }
      case 'glcm': {
        const { symmetricalGLCM: symmetrical } = setting
        const found = glcm(grid, { symmetrical, weightingNorm, spacing }, features)
        yield* named(name, featureClass, features, found)
        break
      }
      case 'glrlm':
        yield* named(name, featureClass, features, glrlm(grid, { weightingNorm, spacing }))
        break
      case 'glszm':
        yield* named(name, featureClass, features, glszm(grid))
        break
      case 'gldm':
        yield* named(name, featureClass, features, gldm(grid, setting.gldm_a))
        break
      case 'ngtdm':
        yield* named(name, featureClass, features, ngtdm(grid))
        break
    }
  }
}

export function binningOf(setting: Setting, image: Volume): Binning {
  return setting.binCount === null
    ? { binWidth: setting.binWidth }
    : { binCount: setting.binCount, single: image.pixelType === 'float32' }
}

/** Those features of a class that were asked for, in that order; all but the deprecated where none was named. */
function* named(
  image: string,
  featureClass: FeatureClass,
  wanted: string[],
  found: Record<string, number>,
): Iterable<[string, number]> {
  for (const feature of wanted.length > 0 ? wanted : featureNames[featureClass].names) {
    if (feature in found) yield [`${image}_${featureClass}_${feature}`, found[feature]]
  }
}
