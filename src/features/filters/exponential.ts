import type { Volume } from '../../image/volume.ts'
import type { Box } from './box.ts'
import { exp, log } from './elementary.ts'
import type { Filter } from './filter.ts'
import { largest, mapped } from './intensity.ts'

/** exp(c x) with c = log(max|x|) / max|x|, float64. */
function exponential(volume: Volume, box: Box): Volume {
  const top = largest(volume)
  const scale = log(top) / top
  return mapped(volume, box, (x) => exp(scale * x))
}

export const exponentialFilter: Filter = {
  images: (volume, _, { box }) => [{ name: 'exponential', image: exponential(volume, box) }],
}
