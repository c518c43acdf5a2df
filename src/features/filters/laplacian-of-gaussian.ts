import { FilterOptionInvalid } from '../../errors/index.ts'
import type { PixelType, Triple, Volume } from '../../image/volume.ts'
import { type Kernel, kernelOf, layOut } from '../../statistics/kernels/load.ts'
import { wasm } from '../kernels/recursive.wasm.ts'
import { type Box, cut, geometryOf } from './box.ts'
import type { Filter, Options } from './filter.ts'
import { type Recursion, recursivePass, secondDerivative, smoothing } from './recursive-gaussian.ts'

type Axis = 0 | 1 | 2

/** One pass of the filter: lines along `axis` through `box`; the result is stored, or added to the sum by `scale`. */
interface Pass {
  axis: Axis
  box: Box
  recursion: Recursion
  /** The image itself is filtered, not the last pass's result. */
  first: boolean
  /** Where above 0, the last pass of its three: the sum takes the result times this. */
  scale: number
}

/**
 * Laplacian of Gaussian at each sigma (mm), normalised across scale, float32: ITK's LaplacianRecursiveGaussian.
 *
 * For each axis the second derivative along it, then the smoothing along the others in the order x, y, z; every pass
 * is stored in float32 and the three are added up in float32, as ITK does whatever the image's own type: rounding at
 * other places moves values across bin edges. Only the lines that `box` needs are filtered.
 */
function laplaciansOfGaussian(volume: Volume, sigmas: readonly number[], box: Box): Volume[] {
  const kernel = loaded()
  const run = (kernel && withKernel(volume, kernel)) ?? withArrays(volume)
  return sigmas.map((sigma) => {
    const data = run(passes(volume, sigma, box), box)
    return { ...geometryOf(volume, box), pixelType: 'float32', data }
  })
}

function passes({ size, spacing, dimension }: Volume, sigma: number, box: Box): Pass[] {
  const axes = ([0, 1, 2] as const).slice(0, dimension)
  const smooth = spacing.map((step) => smoothing(sigma, step))
  return axes.flatMap((axis) => {
    const order = [axis, ...axes.filter((other) => other !== axis)]
    return order.map((along, step): Pass => {
      // A later pass runs over whole lines of its own axis, so this one must fill them.
      const need: Box = { lower: [...box.lower], upper: [...box.upper] }
      for (const later of order.slice(step + 1)) {
        need.lower[later] = 0
        need.upper[later] = size[later]
      }
      return {
        axis: along,
        box: need,
        recursion: step === 0 ? secondDerivative(sigma, spacing[axis]) : smooth[along],
        first: step === 0,
        scale: step === order.length - 1 ? 1 / (spacing[axis] * spacing[axis]) : 0,
      }
    })
  })
}

type Run = (passes: Pass[], box: Box) => Float32Array

function withArrays({ data, size }: Volume): Run {
  const work = new Float32Array(data.length)
  return (all, box) => {
    const sum = new Float32Array(data.length)
    for (const { axis, box: need, recursion, first, scale } of all) {
      recursivePass(first ? data : work, work, size, axis, need, recursion)
      if (scale > 0) accumulate(sum, work, size, box, scale)
    }
    return cut(sum, size, box)
  }
}

interface RecursiveExports {
  recursive(
    from: number,
    wide: number,
    to: number,
    scale: number,
    n: number,
    stride: number,
    lines: number,
    lineStride: number,
    blocks: number,
    blockStride: number,
    coefficients: number,
    scratch: number,
  ): void
}

const loaded = kernelOf<RecursiveExports>(wasm)

/** Pixel types whose every value is a float32. */
const narrowTypes: readonly PixelType[] = ['uint8', 'int8', 'uint16', 'int16', 'float32']

function withKernel({ data, size, pixelType }: Volume, { exports, memory }: Kernel<RecursiveExports>): Run | undefined {
  const n = data.length
  const wide = !narrowTypes.includes(pixelType)
  const longest = Math.max(...size)
  const places = layOut(memory, [n * (wide ? 8 : 4), 4 * n, 4 * n, 160, 64 * (3 * longest + 8)])
  if (!places) return undefined
  const [image, work, total, coefficients, scratch] = places
  ;(wide ? new Float64Array(memory.buffer, image, n) : new Float32Array(memory.buffer, image, n)).set(data)
  const strides = [1, size[0], size[0] * size[1]]
  return (all, box) => {
    const sum = new Float32Array(memory.buffer, total, n).fill(0)
    const table = new Float64Array(memory.buffer, coefficients, 20)
    for (const { axis, box: need, recursion, first, scale } of all) {
      table.set([...recursion.n, ...recursion.m, ...recursion.d, ...recursion.edgeN, ...recursion.edgeM])
      const [u, v] = axis === 0 ? [1, 2] : axis === 1 ? [0, 2] : [0, 1]
      const start = need.lower[u] * strides[u] + need.lower[v] * strides[v]
      exports.recursive(
        first ? image + start * (wide ? 8 : 4) : work + 4 * start,
        first && wide ? 1 : 0,
        (scale > 0 ? total : work) + 4 * start,
        scale,
        size[axis],
        strides[axis],
        need.upper[u] - need.lower[u],
        strides[u],
        need.upper[v] - need.lower[v],
        strides[v],
        coefficients,
        scratch,
      )
    }
    const block = cut(sum, size, box)
    return block === sum ? sum.slice() : block
  }
}

function accumulate(sum: Float32Array, part: Float32Array, size: Triple, { lower, upper }: Box, scale: number) {
  for (let z = lower[2]; z < upper[2]; z++) {
    for (let y = lower[1]; y < upper[1]; y++) {
      const row = size[0] * (y + size[1] * z)
      for (let p = row + lower[0]; p < row + upper[0]; p++) sum[p] = sum[p] + part[p] * scale
    }
  }
}

/** Why ITK or PyRadiomics would not filter an image of this size at this sigma; undefined where they would. */
function tooSmallFor(volume: Volume, sigma: number): string | undefined {
  const { size, spacing, dimension } = volume
  const axes = [0, 1, 2].slice(0, dimension)
  const short = axes.filter((axis) => size[axis] < Math.ceil(sigma / spacing[axis]) + 1)
  if (short.length === 0) return undefined
  return `LoG sigma ${sigma} skipped: ${short.map((axis) => `${'xyz'[axis]} has ${size[axis]} voxels of ${spacing[axis]} mm`).join(', ')}`
}

export const laplacianFilter: Filter = {
  rules: { sigma: { kind: 'list', each: { kind: 'number', above: 0, orText: true } } },
  images: (volume, options, { box, warn }) => laplacians(volume, options, box, warn),
  parts: (options) => {
    const { sigma } = options
    const sigmas = Array.isArray(sigma) && sigma.length > 1 ? sigma.map((one) => [one]) : [sigma]
    return sigmas.map((own) => ({ options: { ...options, sigma: own }, from: 0, interval: 1 }))
  },
}

function* laplacians(volume: Volume, options: Options, box: Box, warn: (message: string) => void) {
  const { size, dimension } = volume
  if (Math.min(...size.slice(0, dimension)) < 4) {
    warn(`Image too small to apply LoG filter, size: ${size.slice(0, dimension).join(' × ')}; at least 4 are needed.`)
    return
  }
  const possible = sigmas(options).filter(({ sigma }) => {
    const reason = sigma > 0 ? tooSmallFor(volume, sigma) : `LoG sigma must be greater than 0: ${sigma} skipped.`
    if (reason) warn(reason)
    return !reason
  })
  const images = laplaciansOfGaussian(
    volume,
    possible.map(({ sigma }) => sigma),
    box,
  )
  for (const [i, { name }] of possible.entries()) yield { name, image: images[i] }
}

/**
 * Sigmas with the names that Python would give them: `1` and `1.0` in a parameter file name different images, so a
 * sigma may be the text as written; of a bare number the name is that of Python's float (`1.0`).
 */
function sigmas(options: Options): { sigma: number; name: string }[] {
  const value = options.sigma ?? []
  const list = Array.isArray(value) ? value : [value]
  return list.map((one) => {
    const sigma = typeof one === 'string' && one.trim() !== '' ? Number(one) : one
    if (typeof sigma !== 'number' || !Number.isFinite(sigma))
      throw FilterOptionInvalid('sigma', one, 'a list of numbers in mm')
    const text = typeof one === 'string' ? one.trim() : Number.isInteger(sigma) ? sigma.toFixed(1) : String(sigma)
    return { sigma, name: `log-sigma-${text.replaceAll('.', '-')}-mm-3D` }
  })
}
