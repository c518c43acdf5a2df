import { UnknownOption } from '../../errors/index.ts'
import type { Triple, Volume } from '../../image/volume.ts'
import { closest } from '../../text/closest.ts'
import { type Box, geometryOf } from './box.ts'
import type { Filter, Options } from './filter.ts'
import { dimension2D, flag, wholeOption } from './options.ts'
import { type Axis, type Reals, stackOf } from './stationary-wavelet.ts'
import { type FilterBank, filterBank, waveletNames, waveletRule } from './wavelet-filters.ts'

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
 * filtered in float32 in every pass, any other in float64. Only what `box` depends on is computed.
 */
function wavelet(volume: Volume, options: WaveletOptions, box: Box): { name: string; image: Volume }[] {
  const { bank, levels, start, axes } = options
  const taps = bank.low.double.length
  const size = volume.size.map((n, axis) => n + (axis < volume.dimension ? n % 2 : 0)) as Triple
  // Grid 0 holds the image or the last approximation, each axis has two more for its low and high pass.
  const stack = stackOf(wrapOdd(volume, size), size, bank, 2 * axes.length + 1)
  // What each level must give, from the last backwards: the block grows by the filters' reach.
  const wanted = [box]
  for (let level = 1; level < start + levels; level++) wanted.unshift(reach(wanted[0], axes, size, taps))
  const approximation = 'L'.repeat(axes.length)
  const images: { name: string; image: Volume }[] = []
  const add = (name: string, data: Reals) =>
    images.push({
      name,
      image: { ...geometryOf(volume, box), pixelType: data instanceof Float32Array ? 'float32' : 'float64', data },
    })
  wanted.forEach((block, level) => {
    const prefix = level > start ? `wavelet${level - start + 1}` : 'wavelet'
    // Depth first: the low side is finished before the high side's grid is read.
    const descend = (from: number, depth: number, band: string) => {
      if (depth === axes.length) {
        if (band === approximation) stack.copy(from, 0)
        else add(`${prefix}-${band}`, stack.block(from, box))
        return
      }
      const low = 2 * depth + 1
      stack.filter(from, low, low + 1, axes[depth], reach(block, axes.slice(depth + 1), size, taps))
      descend(low, depth + 1, `${band}L`)
      if (level >= start) descend(low + 1, depth + 1, `${band}H`)
    }
    descend(0, 0, '')
    if (level === start + levels - 1) add(`${prefix}-${approximation}`, stack.block(0, box))
  })
  return images
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

/** The voxels in the type that they are filtered in, odd axes continued by their first voxel. */
function wrapOdd({ data, pixelType, size }: Volume, padded: Triple): Reals {
  const Numbers = pixelType === 'float32' ? Float32Array : Float64Array
  if (size.every((n, axis) => n === padded[axis])) return new Numbers(data)
  const out = new Numbers(padded[0] * padded[1] * padded[2])
  for (let z = 0, p = 0; z < padded[2]; z++) {
    for (let y = 0; y < padded[1]; y++) {
      const row = size[0] * ((y % size[1]) + size[1] * (z % size[2]))
      out.set(data.subarray(row, row + size[0]), p)
      for (let x = size[0]; x < padded[0]; x++) out[p + x] = data[row + x - size[0]]
      p += padded[0]
    }
  }
  return out
}

/** Both cores of a small machine are busy with this many; each part filters the image once more. */
const waveletParts = 2

export const waveletFilter: Filter = {
  rules: {
    start_level: { kind: 'whole', least: 0 },
    level: { kind: 'whole', least: 1 },
    wavelet: waveletRule,
  },
  images: (volume, options, { box }) => wavelets(volume, options, box),
  parts: (options) => Array.from({ length: waveletParts }, (_, from) => ({ options, from, interval: waveletParts })),
}

function* wavelets(volume: Volume, options: Options, box: Box) {
  const axes = ([0, 1, 2] as const).slice(0, volume.dimension)
  const left = flag(options, 'force2D', false) ? 2 - dimension2D(options) : undefined
  yield* wavelet(
    volume,
    {
      bank: waveletBank(options),
      levels: wholeOption(options, 'level', 1, 1, 64),
      start: wholeOption(options, 'start_level', 0, 0, 64),
      axes: axes.filter((axis) => axis !== left),
    },
    box,
  )
}

/** The filters of the option `wavelet`. Throws UnknownOption. */
export function waveletBank(options: Options): FilterBank {
  const name = options.wavelet ?? 'coif1'
  const bank = typeof name === 'string' ? filterBank(name) : undefined
  if (!bank) throw UnknownOption(`The wavelet ${String(name)}`, closest(String(name), waveletNames()))
  return bank
}
