import { describeIntensities } from '../classes/firstorder.ts'
import type { FeatureClass } from '../classes/names.ts'
import { describeDifferences } from '../classes/ngtdm.ts'
import { orderOfSorted } from '../matrices/order-statistics.ts'
import { cooccurrence } from './glcm.ts'
import type { VoxelKernel } from './kernel.ts'
import { type Describe, type VoxelTextureOptions, views } from './neighbourhood.ts'
import { dependences, runs, zones } from './size-matrices.ts'

/** The describer of one class; every array is allocated here and none for a voxel. */
export function voxelTexture(
  featureClass: FeatureClass,
  names: readonly string[],
  kernel: VoxelKernel,
  options: VoxelTextureOptions,
): Describe {
  switch (featureClass) {
    case 'firstorder':
      return intensities(names, kernel, options)
    case 'glcm':
      return cooccurrence(names, kernel, options)
    case 'glrlm':
      return runs(names, kernel, options)
    case 'glszm':
      return zones(names, kernel, options)
    case 'gldm':
      return dependences(names, kernel, options)
    case 'ngtdm':
      return differences(names, kernel)
    default:
      throw new TypeError(`${featureClass} has no voxel maps`)
  }
}

function intensities(names: readonly string[], { positions }: VoxelKernel, options: VoxelTextureOptions): Describe {
  const { voxelVolume, shift } = options
  const sorted = views(positions)
  return ({ values, voxels, counts, levels }, into) => {
    sorted[voxels].set(values.subarray(0, voxels))
    sortFirst(sorted[voxels], voxels)
    const found = describeIntensities(sorted[voxels], orderOfSorted(sorted[voxels]), counts, levels, voxelVolume, shift)
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

function differences(names: readonly string[], { positions, pairs }: VoxelKernel): Describe {
  const { from, to } = pairs
  const sum = new Float64Array(positions)
  const neighbours = new Int32Array(positions)
  const length = positions
  const matrix = {
    length,
    grey: new Float64Array(length),
    counts: new Float64Array(length),
    s: new Float64Array(length),
  }
  return ({ level, levels, grey, counts }, into) => {
    sum.fill(0)
    neighbours.fill(0)
    for (let k = 0; k < from.length; k++) {
      const i = level[from[k]]
      const j = level[to[k]]
      if (i === 0 || j === 0) continue
      sum[from[k]] += grey[j]
      sum[to[k]] += grey[i]
      neighbours[from[k]]++
      neighbours[to[k]]++
    }
    for (let i = 0; i < levels; i++) {
      matrix.grey[i] = grey[i + 1]
      matrix.counts[i] = counts[i + 1]
      matrix.s[i] = 0
    }
    matrix.length = levels
    for (let k = 0; k < positions; k++) {
      if (level[k] > 0 && neighbours[k] > 0) matrix.s[level[k] - 1] += Math.abs(grey[level[k]] - sum[k] / neighbours[k])
    }
    const found = describeDifferences(matrix)
    for (let f = 0; f < names.length; f++) into[f] = found[names[f]]
  }
}
