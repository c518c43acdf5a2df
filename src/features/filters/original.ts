import { cut, geometryOf } from './box.ts'
import type { Filter } from './filter.ts'

export const originalFilter: Filter = {
  images: (volume, _, { box }) => [
    { name: 'original', image: { ...volume, ...geometryOf(volume, box), data: cut(volume.data, volume.size, box) } },
  ],
}
