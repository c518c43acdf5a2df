import type { Volume } from '../../image/volume.ts'
import type { Box } from './box.ts'
import type { Filter } from './filter.ts'
import { largest, mapped } from './intensity.ts'

/** (x / √max|x|)²: the square, scaled to the image's own range; float64. */
function square(volume: Volume, box: Box): Volume {
  const scale = 1 / Math.sqrt(largest(volume))
  return mapped(volume, box, (x) => {
    const scaled = scale * x
    return scaled * scaled
  })
}

export const squareFilter: Filter = {
  images: (volume, _, { box }) => [{ name: 'square', image: square(volume, box) }],
}
