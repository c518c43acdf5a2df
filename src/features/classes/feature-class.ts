import type { Mask } from '../../image/volume.ts'
import type { IntensitySums } from '../matrices/intensity-sums.ts'
import type { LevelGrid, Region } from '../regions/region.ts'
import type { ExtractionSettings } from '../settings/setting-rules.ts'
import type { VoxelTexture } from '../voxel/neighbourhood.ts'

/** Names as PyRadiomics gives them, in its order. */
interface FeatureNames {
  names: readonly string[]
  /** Have a value when asked for by name. */
  deprecated?: readonly string[]
  /** May be asked for but have no value. */
  removed?: readonly string[]
}

/** The region in one image: what intensity and texture classes describe. */
export interface ImageRegion {
  /** The sums of its intensities, by the shift (voxelArrayShift), and the voxels of each of its grey levels (from 1). */
  sums: (shift: number) => IntensitySums
  counts: Float64Array
  grid: LevelGrid
  /** mm along the array axes (z, y, x, or y, x of a 2D image). */
  spacing: readonly number[]
  setting: ExtractionSettings
}

/** A class that describes the intensities of a region in one image, or the pattern of its grey levels. */
export interface ImageClass extends FeatureNames {
  describes: 'image'
  /** Whether it looks at neighbours at the distances asked for, of which a small region may have none. */
  needsNeighbours: boolean
  /** All features by name; `wanted` are those asked for, none for all: others may be NaN. */
  compute: (region: ImageRegion, wanted: readonly string[]) => Record<string, number>
  /** The same features in the neighbourhood of each voxel. */
  voxel: VoxelTexture
}

/** A class that describes the region's form, whatever the image. */
export interface ShapeClass extends FeatureNames {
  describes: 'mask'
  /**
   * All features by name; undefined of a region whose dimensions do not allow them.
   * region  cut from the mask; everyClass  no class was asked for by name
   */
  compute: (
    region: Region,
    mask: Mask,
    setting: ExtractionSettings,
    everyClass: boolean,
  ) => Record<string, number> | undefined
}

export type FeatureClassDefinition = ImageClass | ShapeClass

/** A list of names, written with spaces between them. */
export const list = (names: string): readonly string[] => names.trim().split(/\s+/)
