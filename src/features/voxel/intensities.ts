import { type OrderStatistics, orderOfSorted } from '../matrices/order-statistics.ts'
import { type VoxelTexture, views } from './neighbourhood.ts'

type Formulas = (
  values: Float64Array,
  order: OrderStatistics,
  counts: Float64Array,
  levels: number,
  voxelVolume: number,
  shift: number,
) => Record<string, number>

/** First-order features of a neighbourhood, by the formulas of the whole region. */
export const intensities =
  (formulas: Formulas): VoxelTexture =>
  (names, { positions }, options) => {
    const { voxelVolume, shift } = options
    const sorted = views(positions)
    return ({ values, voxels, counts, levels }, into) => {
      sorted[voxels].set(values.subarray(0, voxels))
      sortFirst(sorted[voxels], voxels)
      const found = formulas(sorted[voxels], orderOfSorted(sorted[voxels]), counts, levels, voxelVolume, shift)
      for (let f = 0; f < names.length; f++) into[f] = found[names[f]]
    }
  }

/** Sorts the first n numbers in place; few, or nearly in order. */
function sortFirst(numbers: Float64Array | Int32Array, n: number) {
  for (let i = 1; i < n; i++) {
    const value = numbers[i]
    let at = i
    for (; at > 0 && numbers[at - 1] > value; at--) numbers[at] = numbers[at - 1]
    numbers[at] = value
  }
}
