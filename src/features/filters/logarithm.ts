import type { Volume } from '../../image/volume.ts'
import type { Box } from './box.ts'
import { log } from './elementary.ts'
import type { Filter } from './filter.ts'
import { largest, mapped } from './intensity.ts'

/** sign(x) log(|x| + 1), scaled so that the largest magnitude keeps its value; float64. */
function logarithm(volume: Volume, box: Box): Volume {
  const top = largest(volume)
  const scale = top / log(top + 1)
  return mapped(volume, box, (x) => (x > 0 ? log(x + 1) : x < 0 ? -log(-(x - 1)) : x) * scale)
}

export const logarithmFilter: Filter = {
  images: (volume, _, { box }) => [{ name: 'logarithm', image: logarithm(volume, box) }],
}
