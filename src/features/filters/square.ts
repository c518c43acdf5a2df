import type { Volume } from '../../image/volume.ts'
import type { Box } from './box.ts'
import { largest, mapped } from './intensity.ts'

/** (x / √max|x|)²: the square, scaled to the image's own range; float64. */
export function square(volume: Volume, box: Box): Volume {
  const scale = 1 / Math.sqrt(largest(volume))
  return mapped(volume, box, (x) => {
    const scaled = scale * x
    return scaled * scaled
  })
}
