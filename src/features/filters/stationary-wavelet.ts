import type { Triple } from '../../image/volume.ts'
import type { Box } from './box.ts'
import type { Filter } from './wavelet-filters.ts'

export type Reals = Float32Array | Float64Array

/**
 * Which filter tap meets which sample at every output of a line, in the order in which PyWavelets adds them up.
 *
 * Output o sits at i = o + F/2 and takes Σ filter[j] · x[(i − j) mod N]. Where i passes the end of the line PyWavelets
 * begins with the taps beyond it, from the end inwards, then takes the others in ascending order.
 */
export interface TapOrder {
  taps: Int32Array
  samples: Int32Array
}

export function tapOrder(length: number, filterLength: number): TapOrder {
  const taps = new Int32Array(length * filterLength)
  const samples = new Int32Array(length * filterLength)
  for (let o = 0, k = 0; o < length; o++) {
    const i = o + (filterLength >> 1)
    const beyond = Math.max(0, i - length + 1)
    for (let t = 0; t < filterLength; t++, k++) {
      taps[k] = t < beyond ? beyond - 1 - t : t
      samples[k] = (((i - taps[k]) % length) + length) % length
    }
  }
  return { taps, samples }
}

/**
 * One filter along one axis of a whole grid, for the outputs inside `box` only: `to` may hold anything elsewhere.
 * float32 lines are summed in float32 (products rounded too), as PyWavelets' float32 build does.
 */
export function filterAxis(
  from: Reals,
  to: Reals,
  size: Triple,
  axis: 0 | 1 | 2,
  filter: Filter,
  box: Box,
  { taps, samples }: TapOrder,
) {
  const stride = axis === 0 ? 1 : axis === 1 ? size[0] : size[0] * size[1]
  const single = from instanceof Float32Array
  const weights = single ? filter.single : filter.double
  const width = weights.length
  const { lower, upper } = box
  const at: Triple = [0, 0, 0]
  for (at[2] = lower[2]; at[2] < upper[2]; at[2]++) {
    for (at[1] = lower[1]; at[1] < upper[1]; at[1]++) {
      for (at[0] = lower[0]; at[0] < upper[0]; at[0]++) {
        const p = at[0] + size[0] * (at[1] + size[1] * at[2])
        const o = at[axis]
        const start = p - o * stride
        let sum = 0
        if (single) {
          for (let k = o * width, end = k + width; k < end; k++)
            sum = Math.fround(sum + Math.fround(weights[taps[k]] * from[start + samples[k] * stride]))
        } else {
          for (let k = o * width, end = k + width; k < end; k++)
            sum += weights[taps[k]] * from[start + samples[k] * stride]
        }
        to[p] = sum
      }
    }
  }
}
