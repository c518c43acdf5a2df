import { FeatureClassUnknown } from '../../errors/index.ts'
import { closest } from '../../text/closest.ts'
import type { FeatureClassDefinition, ImageClass, ShapeClass } from './feature-class.ts'
import { firstorderClass } from './firstorder.ts'
import { glcmClass } from './glcm.ts'
import { gldmClass } from './gldm.ts'
import { glrlmClass } from './glrlm.ts'
import { glszmClass } from './glszm.ts'
import { ngtdmClass } from './ngtdm.ts'
import { shapeClass } from './shape.ts'
import { shape2dClass } from './shape-2d.ts'

/**
 * The classes of PyRadiomics, in its order: one file each, with its names, its formulas and how it is computed of a
 * region and of a voxel's neighbourhood. Whatever lists classes or names (parameter files, voxel maps, the audit's
 * counts) reads them from here.
 */
const classes = {
  firstorder: firstorderClass,
  glcm: glcmClass,
  gldm: gldmClass,
  glrlm: glrlmClass,
  glszm: glszmClass,
  ngtdm: ngtdmClass,
  shape: shapeClass,
  shape2D: shape2dClass,
} satisfies Record<string, FeatureClassDefinition>

/** The name of a class of features, as parameter files write it (`firstorder`, `glcm`). */
export type FeatureClass = keyof typeof classes
/** The feature classes, in the order of PyRadiomics. */
export const featureClasses = Object.keys(classes) as FeatureClass[]

/** The names of each class's features; `deprecated` ones have a value when asked for by name, `removed` ones none. */
export const featureNames = Object.fromEntries(
  Object.entries<FeatureClassDefinition>(classes).map(([name, { names, deprecated = [], removed = [] }]) => [
    name,
    { names, deprecated, removed },
  ]),
) as Record<FeatureClass, { names: readonly string[]; deprecated: readonly string[]; removed: readonly string[] }>

/** A class by its name. Throws FeatureClassUnknown. */
export function classNamed(name: string): FeatureClassDefinition {
  if (!Object.hasOwn(classes, name)) throw FeatureClassUnknown(name, closest(name, featureClasses))
  return classes[name as FeatureClass]
}

export const isImageClass = (definition: FeatureClassDefinition): definition is ImageClass =>
  definition.describes === 'image'

/** Whether a name is that of a class with values at every voxel. */
export const hasVoxelMaps = (name: string): name is FeatureClass =>
  Object.hasOwn(classes, name) && isImageClass(classes[name as FeatureClass])

/** The classes that describe the region's form, in their order. */
export const shapeClasses = Object.entries<FeatureClassDefinition>(classes).filter(
  (entry): entry is [FeatureClass, ShapeClass] => entry[1].describes === 'mask',
)
