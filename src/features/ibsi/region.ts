import type { Triple } from '../../image/volume.ts'

/**
 * A region of interest as IBSI sees it after image processing: a block of the (interpolated) image around it and two
 * masks, which re-segmentation makes differ.
 *
 * image          intensities of all voxels of the block, x fastest; the block reaches past the region where it can
 * morphological  1 in the region as it was drawn
 * intensity      1 in the region that is left after re-segmentation
 */
export interface IbsiRegion {
  size: Triple
  spacing: Triple
  image: Float64Array
  morphological: Uint8Array
  intensity: Uint8Array
}

/** The intensities of the intensity mask, in the order of the voxels. */
export function intensitiesOf({ image, intensity }: IbsiRegion): Float64Array {
  return image.filter((_, at) => intensity[at] === 1)
}

/** A feature under its IBSI tag, as `stat_mean` or `cm_contrast_3D_comb`. */
export type Tagged = Record<string, number>
