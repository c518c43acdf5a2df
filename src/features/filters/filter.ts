import type { Mask, Volume } from '../../image/volume.ts'
import type { Rule } from '../settings/value-rule.ts'
import type { Box } from './box.ts'

/** Options of one image type, over the settings of the same name. */
export type Options = Record<string, unknown>

export interface FilteredImage {
  name: string
  image: Volume
}

interface FilterRun {
  /** The block of voxels wanted: images come back cut to it, with the values that they have on the whole grid. */
  box: Box
  /** The ROI, on the volume's grid. */
  mask?: Mask
  /** Told of everything that PyRadiomics would log as a warning. */
  warn: (message: string) => void
}

/** One of PyRadiomics' image types. */
export interface Filter {
  /** The options of a parameter file that it reads, and what each must be. */
  rules?: Record<string, Rule>
  /** The images that it makes of a prepared volume, under PyRadiomics' names and in its order. */
  images: (volume: Volume, options: Options, run: FilterRun) => Iterable<FilteredImage>
  /**
   * How its work is cut where threads share it: of each part its options, and that it is every `of`-th image from `from`
   * on. One part where absent.
   */
  parts?: (options: Options) => { options: Options; from: number; interval: number }[]
}
