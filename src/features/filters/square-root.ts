import type { Volume } from '../../image/volume.ts'
import type { Box } from './box.ts'
import type { Filter } from './filter.ts'
import { largest, mapped } from './intensity.ts'

/** sign(x) √(|x| max|x|), float64. */
function squareRoot(volume: Volume, box: Box): Volume {
  const scale = largest(volume)
  return mapped(volume, box, (x) => (x > 0 ? Math.sqrt(x * scale) : x < 0 ? -Math.sqrt(-x * scale) : x))
}

export const squareRootFilter: Filter = {
  images: (volume, _, { box }) => [{ name: 'squareroot', image: squareRoot(volume, box) }],
}
