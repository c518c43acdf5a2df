import type { Triple } from '../../image/volume.ts'
import { type Kernel, kernelOf, layOut } from '../../statistics/kernels/load.ts'
import { wasm } from '../kernels/wavelet.wasm.ts'
import { type Box, cut } from './box.ts'
import type { Filter, FilterBank } from './wavelet-filters.ts'

export type Reals = Float32Array | Float64Array
export type Axis = 0 | 1 | 2

/**
 * A stack of whole grids, numbered from 0, between which lines are filtered. Grid 0 begins as the image.
 * float32 grids are summed in float32 (products rounded too), as PyWavelets' float32 build does.
 */
export interface Stack {
  /** Low-pass of grid `from` into grid `low` and high-pass into grid `high`, for the outputs inside `box`. */
  filter(from: number, low: number, high: number, axis: Axis, box: Box): void
  copy(from: number, to: number): void
  block(grid: number, box: Box): Reals
}

export function stackOf(image: Reals, size: Triple, bank: FilterBank, grids: number): Stack {
  const kernel = loaded()
  return (kernel && kernelStack(image, size, bank, grids, kernel)) ?? arrayStack(image, size, bank, grids)
}

/**
 * Which filter tap meets which sample at every output of a line, in the order in which PyWavelets adds them up.
 *
 * Output o sits at i = o + F/2 and takes Σ filter[j] · x[(i − j) mod N]. Where i passes the end of the line PyWavelets
 * begins with the taps beyond it, from the end inwards, then takes the others in ascending order.
 */
interface TapOrder {
  taps: Int32Array
  samples: Int32Array
}

function tapOrder(length: number, filterLength: number): TapOrder {
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

function arrayStack(image: Reals, size: Triple, { low, high }: FilterBank, grids: number): Stack {
  const single = image instanceof Float32Array
  const all = [image.slice() as Reals]
  while (all.length < grids) all.push(single ? new Float32Array(image.length) : new Float64Array(image.length))
  const orders = size.map((n) => tapOrder(n, low.double.length))
  return {
    filter(from, toLow, toHigh, axis, box) {
      filterAxis(all[from], all[toLow], size, axis, low, box, orders[axis])
      filterAxis(all[from], all[toHigh], size, axis, high, box, orders[axis])
    },
    copy: (from, to) => all[to].set(all[from]),
    block: (grid, box) => cut(all[grid], size, box).slice(),
  }
}

/** One filter along one axis, for the outputs inside `box` only. */
function filterAxis(from: Reals, to: Reals, size: Triple, axis: Axis, filter: Filter, box: Box, order: TapOrder) {
  const { taps, samples } = order
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

type Filtering = (
  from: number,
  low: number,
  high: number,
  n: number,
  first: number,
  last: number,
  strideOrRows: number,
  widthOrRowStride: number,
  lines: number,
  lineStride: number,
  taps: number,
  weights: number,
  table: number,
) => void

interface WaveletExports {
  alongXDouble: Filtering
  alongXSingle: Filtering
  acrossDouble: Filtering
  acrossSingle: Filtering
}

const loaded = kernelOf<WaveletExports>(wasm)

function kernelStack(image: Reals, size: Triple, bank: FilterBank, grids: number, kernel: Kernel<WaveletExports>) {
  const { exports, memory } = kernel
  const single = image instanceof Float32Array
  const Numbers = single ? Float32Array : Float64Array
  const bytes = Numbers.BYTES_PER_ELEMENT
  const taps = bank.low.double.length
  const [width, height] = size
  const strides = [1, width, width * height]
  const spare = 128 // vectors run past the ends
  const places = layOut(memory, [
    ...Array(grids).fill(image.length * bytes + spare),
    (taps / 2 + 1) * taps * 2 * bytes,
    (width + taps) * bytes + spare,
    size[1] * taps * 4,
    size[2] * taps * 4,
  ])
  if (!places) return undefined
  const grid = (index: number) => new Numbers(memory.buffer, places[index], image.length)
  const [weights, line, ...tables] = places.slice(grids)
  grid(0).set(image)
  new Numbers(memory.buffer, weights, (taps / 2 + 1) * taps * 2).set(weightTable(bank, single))
  for (const axis of [1, 2]) {
    const { samples } = tapOrder(size[axis], taps)
    new Int32Array(memory.buffer, tables[axis - 1], samples.length).set(samples.map((at) => at * strides[axis]))
  }
  return {
    filter(from: number, low: number, high: number, axis: Axis, { lower, upper }: Box) {
      const filtering =
        axis === 0 ? (single ? 'alongXSingle' : 'alongXDouble') : single ? 'acrossSingle' : 'acrossDouble'
      const start =
        bytes * (axis === 0 ? lower[1] * width + lower[2] * strides[2] : lower[0] + lower[3 - axis] * strides[3 - axis])
      exports[filtering](
        places[from] + start,
        places[low] + start,
        places[high] + start,
        size[axis],
        lower[axis],
        upper[axis],
        axis === 0 ? upper[1] - lower[1] : strides[axis],
        axis === 0 ? width : upper[0] - lower[0],
        axis === 0 ? upper[2] - lower[2] : upper[3 - axis] - lower[3 - axis],
        axis === 0 ? strides[2] : strides[3 - axis],
        taps,
        weights,
        axis === 0 ? line : tables[axis - 1],
      )
    },
    copy: (from: number, to: number) => grid(to).set(grid(from)),
    block(index: number, box: Box): Reals {
      const block = cut(grid(index), size, box)
      return block.buffer === memory.buffer ? block.slice() : block
    },
  }
}

/** Pairs (low, high) tap by tap; row b in the order for an output with b taps beyond the end of its line. */
function weightTable({ low, high }: FilterBank, single: boolean): number[] {
  const [a, b] = single ? [low.single, high.single] : [low.double, high.double]
  const rows = Array.from({ length: a.length / 2 + 1 }, (_, beyond) =>
    Array.from(a, (_, t) => (t < beyond ? beyond - 1 - t : t)),
  )
  return rows.flatMap((order) => order.flatMap((tap) => [a[tap], b[tap]]))
}
