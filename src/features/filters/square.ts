import type { Volume } from '../../image/volume.ts'
import { largest, mapped } from './intensity.ts'

/** (x / √max|x|)²: the square, scaled to the image's own range; float64. */
export function square(volume: Volume): Volume {
  const scale = 1 / Math.sqrt(largest(volume.data))
  return mapped(volume, (x) => {
    const scaled = scale * x
    return scaled * scaled
  })
}
