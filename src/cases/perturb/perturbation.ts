import { DataTooSmallToPerturb } from '../../errors/index.ts'
import type { Mask, Triple, Volume } from '../../image/volume.ts'
import { type RandomStream, randomStream } from '../../statistics/resampling/random.ts'
import { redrawn } from './contour.ts'
import { withNoise } from './noise.ts'
import { turnedMask } from './turned-mask.ts'
import { resized } from './volume-change.ts'

/**
 * One way in which image and region are measured again, as if scanned and drawn another time (Zwanenburg et al. 2019,
 * doi:10.1038/s41598-018-36938-4), in this order: noise, turn and shift of the sampling grid, change of the region's volume,
 * a new contour.
 */
export interface Perturbation {
  /** Gaussian noise of the image's own estimated level is added. */
  noise?: boolean
  /** Degrees within the slices, around the image's centre. */
  rotate?: number
  /** Parts of a voxel along x, y and z. */
  translate?: Triple
  /** The axis across the slices; z where absent. */
  across?: 0 | 1 | 2
  /** Part of the region's volume that is added, or taken where it is negative. */
  grow?: number
  /** Supervoxels join the region with the probability of their overlap with it. */
  contour?: boolean
  seed: number
  /** What the random numbers are for: patient, sequence, repetition. */
  name: (string | number)[]
}

/**
 * Image and region after a perturbation, with the label alone. A turned or shifted mask brings the grid on which features are
 * then sampled (`ownGrid`), so that the image is interpolated once.
 *
 * Throws DataTooSmallToPerturb where no voxel of the region is left.
 */
export function perturbed(
  image: Volume,
  mask: Mask,
  label: number,
  { noise, rotate = 0, translate = [0, 0, 0], across, grow = 0, contour, seed, name }: Perturbation,
): { image: Volume; mask: Mask } {
  const stream = (what: string): RandomStream => randomStream(seed, 'perturbation', what, ...name)
  const seen = noise ? withNoise(image, mask, label, stream('noise')) : image
  let region = mask
  if (rotate !== 0 || translate.some((part) => part !== 0))
    region = turnedMask(image, region, label, rotate, translate, across)
  if (grow !== 0) region = resized(region, label, grow, stream('volume'))
  if (contour) region = redrawn(seen, region, label, stream('contour'))
  if (!region.data.some((value) => value === label)) throw DataTooSmallToPerturb(label)
  return { image: seen, mask: region }
}
