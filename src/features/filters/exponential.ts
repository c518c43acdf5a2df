import type { Volume } from '../../image/volume.ts'
import { largest, mapped } from './intensity.ts'

/** exp(c x) with c = log(max|x|) / max|x|, float64. */
export function exponential(volume: Volume): Volume {
  const top = largest(volume.data)
  const scale = Math.log(top) / top
  return mapped(volume, (x) => Math.exp(scale * x))
}
