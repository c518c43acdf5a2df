import type { Triple, Volume } from '../../image/volume.ts'
import { type Box, cut, geometryOf } from './box.ts'
import { filterAxis, type Reals, type TapOrder, tapOrder } from './stationary-wavelet.ts'
import type { FilterBank } from './wavelet-filters.ts'

type Axis = 0 | 1 | 2

export interface WaveletOptions {
  bank: FilterBank
  /** Levels decomposed, after `start` levels of which only the approximation is kept. */
  levels: number
  start: number
  /** Axes filtered, the first names the first letter: x, y, z, less the one that force2D leaves out. */
  axes: Axis[]
}

/**
 * The stationary wavelet transform as PyRadiomics uses PyWavelets: each level is the undecimated transform of the last
 * approximation by the same filters (no à-trous upsampling), periodic, odd axes wrapped by one voxel before and cut
 * after. Sub-bands in the order LLH, LHL, … HHH, the approximation of the last level at the end. A float32 image is
 * filtered in float32 in every pass, any other in float64.
 */
export function* wavelet(volume: Volume, options: WaveletOptions, box: Box) {
  const { bank, levels, start, axes } = options
  const taps = bank.low.double.length
  const padded = volume.size.map((n, axis) => n + (axis < volume.dimension ? n % 2 : 0)) as Triple
  const orders = padded.map((n) => tapOrder(n, taps))
  // What each level must know of its input, from the last backwards: the block grows by the filter's reach.
  const needs = [box]
  for (let level = 1; level < start + levels; level++) needs.unshift(reach(needs[0], axes, padded, taps))
  let data = wrapOdd(volume, padded)
  for (let level = 0; level < start + levels; level++) {
    const kept = level >= start
    const all = transform(data, padded, axes, bank, needs[level], orders, kept)
    const approximation = 'L'.repeat(axes.length)
    const prefix = level === start ? 'wavelet' : `wavelet${level - start + 1}`
    if (kept) {
      for (const [band, values] of all) {
        if (band !== approximation) yield { name: `${prefix}-${band}`, image: image(volume, values, padded, box) }
      }
    }
    data = all.get(approximation) as Reals
    if (level === start + levels - 1)
      yield { name: `${prefix}-${approximation}`, image: image(volume, data, padded, box) }
  }
}

/** All sub-bands of one level (the approximation alone unless `details`), each filled inside `box`. */
function transform(
  data: Reals,
  size: Triple,
  axes: Axis[],
  { low, high }: FilterBank,
  box: Box,
  orders: TapOrder[],
  details: boolean,
): Map<string, Reals> {
  let bands = new Map<string, Reals>([['', data]])
  axes.forEach((axis, step) => {
    // Axes still to come need this one's outputs over their own reach.
    const need = reach(box, axes.slice(step + 1), size, low.double.length)
    const next = new Map<string, Reals>()
    for (const [band, values] of bands) {
      for (const [letter, filter] of details
        ? ([
            ['L', low],
            ['H', high],
          ] as const)
        : ([['L', low]] as const)) {
        const to = values instanceof Float32Array ? new Float32Array(data.length) : new Float64Array(data.length)
        filterAxis(values, to, size, axis, filter, need, orders[axis])
        next.set(band + letter, to)
      }
    }
    bands = next
  })
  return bands
}

/** The block that holds every sample which the filters along `axes` take for outputs inside `box`. */
function reach(box: Box, axes: Axis[], size: Triple, taps: number): Box {
  const lower: Triple = [...box.lower]
  const upper: Triple = [...box.upper]
  for (const axis of axes) {
    lower[axis] = box.lower[axis] + (taps >> 1) - (taps - 1)
    upper[axis] = box.upper[axis] + (taps >> 1)
    if (lower[axis] < 0 || upper[axis] > size[axis]) {
      lower[axis] = 0 // round the end of the line: take it whole
      upper[axis] = size[axis]
    }
  }
  return { lower, upper }
}

function wrapOdd({ data, pixelType, size }: Volume, padded: Triple): Reals {
  const values = pixelType === 'float32' ? (data as Float32Array) : Float64Array.from(data)
  if (size.every((n, axis) => n === padded[axis])) return values
  const out = values instanceof Float32Array ? new Float32Array(extentOf(padded)) : new Float64Array(extentOf(padded))
  for (let z = 0, p = 0; z < padded[2]; z++) {
    for (let y = 0; y < padded[1]; y++) {
      const row = size[0] * ((y % size[1]) + size[1] * (z % size[2]))
      for (let x = 0; x < padded[0]; x++) out[p++] = values[row + (x % size[0])]
    }
  }
  return out
}

const extentOf = ([x, y, z]: Triple) => x * y * z

function image(volume: Volume, values: Reals, padded: Triple, box: Box): Volume {
  const pixelType = values instanceof Float32Array ? 'float32' : 'float64'
  return { ...geometryOf(volume, box), pixelType, data: cut(values, padded, box) }
}
