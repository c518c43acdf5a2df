import type { Volume } from '../../image/volume.ts'
import { largest, mapped } from './intensity.ts'

/** sign(x) log(|x| + 1), scaled so that the largest magnitude keeps its value; float64. */
export function logarithm(volume: Volume): Volume {
  const top = largest(volume.data)
  const logs = mapped(volume, (x) => (x > 0 ? Math.log(x + 1) : x < 0 ? -Math.log(-(x - 1)) : x))
  const scale = top / largest(logs.data)
  return mapped(logs, (x) => x * scale)
}
