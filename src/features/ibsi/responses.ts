import { type Box, extent } from '../filters/box.ts'
import { filteredImages, type ImageType } from '../filters/index.ts'
import { boundingBox } from '../regions/region.ts'
import { intensityStatistics } from './intensity-statistics.ts'
import type { Grid } from './interpolate.ts'
import type { IbsiRegion, Tagged } from './region.ts'

/** One of the standard's convolutional filters with its options, as a parameter file's image type has them. */
export type ResponseFilter = { type: ImageType } & Record<string, unknown>

/** The image types that IBSI 2 standardises. */
export const standardFilters: readonly ImageType[] = [
  'Mean',
  'Laplacian',
  'Laws',
  'Gabor',
  'SeparableWavelet',
  'NonseparableWavelet',
]

/**
 * The intensity statistics of each filter's response maps in the intensity mask, under the map's name and the tag
 * (`mean-5_stat_mean`): those which IBSI 2 standardises. The whole interpolated image is filtered; re-segmentation goes by
 * its intensities before.
 *
 * @param place where the region's block begins in the interpolated image
 */
export function responseFeatures(
  interpolated: Grid,
  region: IbsiRegion,
  place: Box['lower'],
  filters: readonly ResponseFilter[],
): Tagged {
  const found = boundingBox({ size: region.size, data: region.intensity }, 1)
  const box = found?.box ?? { lower: [0, 0, 0], upper: [...region.size] }
  const { size, spacing, data } = interpolated
  const volume = {
    ...{ dimension: 3 as const, size, spacing, origin: [0, 0, 0] as Box['lower'], direction: identity },
    ...{ pixelType: 'float64' as const, data },
  }
  const within: Box = {
    lower: box.lower.map((at, axis) => at + place[axis]) as Box['lower'],
    upper: box.upper.map((at, axis) => at + place[axis]) as Box['lower'],
  }
  const inside = indicesOf(region, box)
  const tagged: Tagged = {}
  for (const { type, ...options } of filters)
    for (const { name, image } of filteredImages(volume, type, options, {}, { within })) {
      const values = Float64Array.from(inside, (at) => image.data[at])
      for (const [tag, value] of Object.entries(intensityStatistics(values))) tagged[`${name}_${tag}`] = value
    }
  return tagged
}

const identity = [1, 0, 0, 0, 1, 0, 0, 0, 1]

/** Where the intensity mask's voxels stand in the block `box` of the region. */
function indicesOf({ size, intensity }: IbsiRegion, box: Box): number[] {
  const [width, height, depth] = extent(box)
  const inside: number[] = []
  for (let z = 0, at = 0; z < depth; z++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++, at++) {
        const there = box.lower[0] + x + size[0] * (box.lower[1] + y + size[1] * (box.lower[2] + z))
        if (intensity[there] === 1) inside.push(at)
      }
  return inside
}
