import type { Volume } from '../../image/volume.ts'
import { largest, mapped } from './intensity.ts'

/** sign(x) √(|x| max|x|), float64. */
export function squareRoot(volume: Volume): Volume {
  const scale = largest(volume.data)
  return mapped(volume, (x) => (x > 0 ? Math.sqrt(x * scale) : x < 0 ? -Math.sqrt(-x * scale) : x))
}
