import { UnknownOption } from '../../errors/index.ts'
import type { Volume, Voxels } from '../../image/volume.ts'
import { closest } from '../../text/closest.ts'
import { type Box, cut, geometryOf } from './box.ts'
import type { Filter, Options } from './filter.ts'
import { dimension2D, flag, positive, wholeOption } from './options.ts'

export type Lbp2dMethod = 'default' | 'ror' | 'uniform' | 'nri_uniform' | 'var'

export interface Lbp2dOptions {
  radius: number
  samples: number
  method: Lbp2dMethod
  /** The axis across the slices, counted as numpy does: 0 is z, 1 is y, 2 is x. */
  across: 0 | 1 | 2
}

/**
 * Local binary patterns slice by slice, as scikit-image's local_binary_pattern: bilinear samples on a circle, 0 outside
 * the slice. Codes are written back into the image's own pixel type (a 3D uint8 image wraps), a 2D image gives float64.
 * Only the voxels of `box` are computed and given.
 */
function localBinaryPattern2d(volume: Volume, options: Lbp2dOptions, box: Box): Volume {
  const { size, dimension, data } = volume
  const strides = [1, size[0], size[0] * size[1]]
  // PyRadiomics swaps `across` with the slowest axis, so rows and columns of a slice are the other two, z as y or x.
  const slices = dimension === 2 ? 2 : 2 - options.across
  const [rowAxis, columnAxis] = slices === 2 ? [1, 0] : slices === 1 ? [2, 0] : [1, 2]
  const rows = size[rowAxis]
  const columns = size[columnAxis]
  const out = cut(dimension === 2 ? Float64Array.from(data) : data, size, box).slice()
  const slice = new Float64Array(rows * columns)
  const store = writer(out)
  const coder = codes(options, rows, columns)
  const { lower, upper } = box
  const wide = upper[0] - lower[0]
  const steps = [1, wide, wide * (upper[1] - lower[1])]
  for (let s = lower[slices]; s < upper[slices]; s++) {
    const start = s * strides[slices]
    for (let r = 0, p = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++, p++) slice[p] = data[start + r * strides[rowAxis] + c * strides[columnAxis]]
    }
    for (let r = lower[rowAxis]; r < upper[rowAxis]; r++) {
      const to = (s - lower[slices]) * steps[slices] + (r - lower[rowAxis]) * steps[rowAxis]
      for (let c = lower[columnAxis]; c < upper[columnAxis]; c++)
        store(to + (c - lower[columnAxis]) * steps[columnAxis], coder(slice, r, c))
    }
  }
  return { ...geometryOf(volume, box), pixelType: dimension === 2 ? 'float64' : volume.pixelType, data: out }
}

/** The code of one pixel; buffers are allocated once for the image. */
function codes({ radius, samples, method }: Lbp2dOptions, rows: number, columns: number) {
  const single = Math.fround(radius) // scikit-image takes the radius as a C float
  const round5 = (x: number) => rint(x * 1e5) / 1e5
  const angles = Array.from({ length: samples }, (_, i) => (2 * Math.PI * i) / samples)
  const dr = angles.map((angle) => round5(-single * Math.sin(angle)))
  const dc = angles.map((angle) => round5(single * Math.cos(angle)))
  const texture = new Float64Array(samples)
  const signs = new Uint8Array(samples)

  return (slice: Float64Array, row: number, column: number): number => {
    const at = (r: number, c: number) => (r < 0 || r >= rows || c < 0 || c >= columns ? 0 : slice[r * columns + c])
    const centre = slice[row * columns + column]
    for (let i = 0; i < samples; i++) {
      const r = row + dr[i]
      const c = column + dc[i]
      const top = Math.floor(r)
      const left = Math.floor(c)
      const bottom = Math.ceil(r)
      const right = Math.ceil(c)
      const fr = r - top
      const fc = c - left
      const above = (1 - fc) * at(top, left) + fc * at(top, right)
      const below = (1 - fc) * at(bottom, left) + fc * at(bottom, right)
      texture[i] = (1 - fr) * above + fr * below
      signs[i] = texture[i] - centre >= 0 ? 1 : 0
    }
    if (method === 'default' || method === 'ror') return method === 'ror' ? leastRotation(signs) : weighted(signs)
    if (method === 'var') return variance(texture)
    let changes = 0
    let ones = signs[samples - 1]
    for (let i = 0; i + 1 < samples; i++) {
      changes += signs[i] === signs[i + 1] ? 0 : 1
      ones += signs[i]
    }
    if (method === 'nri_uniform') return changes > 2 ? samples * (samples - 1) + 2 : rotated(signs, ones)
    return changes > 2 ? samples + 1 : ones
  }
}

/** A number for each uniform pattern: how many ones, and by how much they are turned. */
function rotated(signs: Uint8Array, ones: number): number {
  const samples = signs.length
  if (ones === 0) return 0
  if (ones === samples) return samples * (samples - 1) + 1
  const firstOne = signs.indexOf(1)
  const turn = firstOne === 0 ? ones - signs.indexOf(0) : samples - firstOne
  return 1 + (ones - 1) * samples + turn
}

/** Bit i of the code is sample i; from 32 samples on the weights overflow as int32, as scikit-image's do. */
function weighted(signs: Uint8Array): number {
  let code = 0
  for (let i = 0; i < signs.length; i++) code += i < 32 && signs[i] ? 1 << i : 0
  return code
}

function leastRotation(signs: Uint8Array): number {
  const top = signs.length - 1
  let turned = weighted(signs)
  let least = turned
  for (let i = 1; i < signs.length; i++) {
    turned = (turned >> 1) | ((turned & 1) << top)
    if (turned < least) least = turned
  }
  return least
}

/** The variance from the sum of squares, as scikit-image since 0.22 computes it; NaN where there is none. */
function variance(values: Float64Array): number {
  const n = values.length
  let sum = 0
  let squares = 0
  for (let i = 0; i < n; i++) {
    sum += values[i]
    squares += values[i] * values[i]
  }
  return (squares - (sum * sum) / n) / n || Number.NaN
}

/** Round half to even. */
function rint(x: number): number {
  const r = Math.round(x)
  return Math.abs(x % 1) === 0.5 && r % 2 !== 0 ? r - 1 : r
}

/** numpy's cast of a float64 into the image's type: through a 32-bit integer that overflows to its least value. */
function writer(out: Voxels): (at: number, value: number) => void {
  if (out instanceof Float32Array || out instanceof Float64Array) {
    return (at, value) => {
      out[at] = value
    }
  }
  return (at, value) => {
    out[at] = Math.abs(value) < 2147483648 ? Math.trunc(value) : -2147483648
  }
}

export const lbp2dFilter: Filter = {
  rules: {
    lbp2DRadius: { kind: 'number', above: 0 },
    lbp2DSamples: { kind: 'whole', least: 1 },
    lbp2DMethod: { kind: 'choice', values: ['default', 'ror', 'uniform', 'var'] },
  },
  images: (volume, options, { box, warn }) => [{ name: 'lbp-2D', image: patterns2d(volume, options, box, warn) }],
}

function patterns2d(volume: Volume, options: Options, box: Box, warn: (message: string) => void): Volume {
  if (volume.dimension === 3 && !flag(options, 'force2D', false))
    warn('Calculating Local Binary Pattern in 2D, but extracting features in 3D. Use with caution!')
  return localBinaryPattern2d(
    volume,
    {
      radius: positive(options, 'lbp2DRadius', 1),
      samples: wholeOption(options, 'lbp2DSamples', 8, 1, 1024),
      method: lbpMethod(options),
      across: dimension2D(options),
    },
    box,
  )
}

const methods: readonly string[] = ['default', 'ror', 'uniform', 'nri_uniform', 'var']

function lbpMethod(options: Options): Lbp2dMethod {
  const name = options.lbp2DMethod ?? 'uniform'
  const method = typeof name === 'string' ? name.toLowerCase() : ''
  if (!methods.includes(method)) throw UnknownOption(`The LBP method ${String(name)}`, closest(String(name), methods))
  return method as Lbp2dMethod
}
