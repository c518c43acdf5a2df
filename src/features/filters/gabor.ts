import { FilterOptionInvalid } from '../../errors/index.ts'
import type { Triple, Volume } from '../../image/volume.ts'
import { fourierAlong, smoothLength } from '../../statistics/numerics/fourier.ts'
import { type Box, extent, imageOf, wholeBlock } from './box.ts'
import { type Boundary, grown } from './convolution/boundary.ts'
import {
  boundaryOf,
  convolutionRules,
  filteredAxes,
  numbersOf,
  oneOf,
  poolingOf,
  written,
} from './convolution/options.ts'
import { pooled } from './convolution/pooling.ts'
import type { Filter, Options } from './filter.ts'
import { flag, positive } from './options.ts'

const responses = ['modulus', 'real', 'imaginary'] as const
type Response = (typeof responses)[number]

interface Gabor {
  /** mm */
  sigma: number
  /** mm */
  wavelength: number
  /** Of the envelope: its width along the wave over that across. */
  aspect: number
  response: Response
}

/** Beyond this many standard deviations the envelope is below 4e-6 and left out. */
const reachInSigmas = 5

/**
 * Gabor filters (IBSI Q88H): exp(−(x'² + γ²y'²) / 2σ² + i 2π x'/λ) in planes, x' turned clockwise by θ from the plane's
 * first axis. All orientations asked for, and with `orthogonalPlanes` all three planes, are pooled.
 */
function* gabors(volume: Volume, options: Options, box: Box) {
  const axes = filteredAxes(options, volume.dimension)
  const response = oneOf(options, 'response', responses, 'modulus')
  const wavelength = positive(options, 'wavelength', Number.NaN)
  const aspect = positive(options, 'aspect', 1)
  const angles = anglesOf(options, response)
  const across = flag(options, 'orthogonalPlanes', false) && axes.length === 3
  const planes = across ? [2, 1, 0] : [[0, 1, 2].find((axis) => axes.length === 2 && !axes.includes(axis)) ?? 2]
  for (const sigma of numbersOf(options, 'sigma', 'a list of numbers in mm')) {
    const pool = pooled(poolingOf(options, 'mean'))
    for (const stack of planes)
      inPlanes(volume, box, stack, boundaryOf(options), angles, { sigma, wavelength, aspect, response }, pool.add)
    const name = `gabor-sigma-${written(sigma)}-mm-wavelength-${written(wavelength)}-mm-aspect-${written(aspect)}`
    yield { name, image: imageOf(volume, box, pool.response()) }
  }
}

/** Radians. Opposite orientations give the same modulus and real part, so that half a turn is enough where steps fit it. */
function anglesOf(options: Options, response: Response): number[] {
  const first = Number(options.orientation ?? 0)
  const step = Number(options.orientationStep ?? 0)
  const degrees = [first]
  if (step > 0) {
    const turns = 360 / step
    if (Math.abs(turns - Math.round(turns)) > 1e-9)
      throw FilterOptionInvalid('orientationStep', step, 'a part of 360 degrees')
    const half = response !== 'imaginary' && Math.round(turns) % 2 === 0
    const count = half ? Math.round(turns) / 2 : Math.round(turns)
    for (let i = 1; i < count; i++) degrees.push(first + i * step)
  }
  return degrees.map((angle) => (angle * Math.PI) / 180)
}

/** The responses in every plane across the axis `stack`, orientation by orientation. */
function inPlanes(
  volume: Volume,
  box: Box,
  stack: number,
  boundary: Boundary,
  angles: readonly number[],
  gabor: Gabor,
  each: (response: Float64Array) => void,
): void {
  const [u, v] = [0, 1, 2].filter((axis) => axis !== stack)
  const { spacing } = volume
  const farthest = reachInSigmas * gabor.sigma * Math.max(1, 1 / gabor.aspect)
  const reach: Triple = [0, 0, 0]
  for (const axis of [u, v]) reach[axis] = Math.ceil(farthest / spacing[axis])
  const block = grown(wholeBlock(volume), volume.size, box, reach, boundary)
  const wide = extent(box).map((n, axis) => n + 2 * reach[axis])
  const strides = [1, wide[0], wide[0] * wide[1]]
  const [width, height] = [smoothLength(wide[u]), smoothLength(wide[v])]
  const plane = [width, height, 1]
  const kernels = angles.map((angle) => kernelOf(plane, [reach[u], reach[v]], [spacing[u], spacing[v]], angle, gabor))
  const inner = extent(box)
  const innerStrides = [1, inner[0], inner[0] * inner[1]]
  const outs = angles.map(() => new Float64Array(inner[0] * inner[1] * inner[2]))
  const imageRe = new Float64Array(width * height)
  const imageIm = new Float64Array(width * height)
  const re = new Float64Array(width * height)
  const im = new Float64Array(width * height)
  const scale = 1 / (width * height)
  for (let slice = 0; slice < inner[stack]; slice++) {
    imageRe.fill(0)
    imageIm.fill(0)
    for (let j = 0; j < wide[v]; j++)
      for (let i = 0; i < wide[u]; i++)
        imageRe[i + width * j] = block[slice * strides[stack] + i * strides[u] + j * strides[v]]
    fourierAlong(imageRe, imageIm, plane, [0, 1])
    kernels.forEach(([kernelRe, kernelIm], angle) => {
      for (let at = 0; at < re.length; at++) {
        re[at] = imageRe[at] * kernelRe[at] - imageIm[at] * kernelIm[at]
        im[at] = imageRe[at] * kernelIm[at] + imageIm[at] * kernelRe[at]
      }
      fourierAlong(im, re, plane, [0, 1])
      const out = outs[angle]
      for (let j = 0; j < inner[v]; j++)
        for (let i = 0; i < inner[u]; i++) {
          // The kernel lies at the plane's corner, not around it: responses stand `reach` further.
          const at = i + 2 * reach[u] + width * (j + 2 * reach[v])
          const to = slice * innerStrides[stack] + i * innerStrides[u] + j * innerStrides[v]
          out[to] =
            scale *
            (gabor.response === 'modulus' ? Math.hypot(re[at], im[at]) : gabor.response === 'real' ? re[at] : im[at])
        }
    })
  }
  for (const out of outs) each(out)
}

/** The kernel's Fourier transform; its centre stands at (reach, reach). */
function kernelOf(
  plane: readonly number[],
  [ru, rv]: readonly number[],
  [su, sv]: readonly number[],
  angle: number,
  { sigma, wavelength, aspect }: Gabor,
): [Float64Array, Float64Array] {
  const re = new Float64Array(plane[0] * plane[1])
  const im = new Float64Array(re.length)
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  for (let j = -rv; j <= rv; j++)
    for (let i = -ru; i <= ru; i++) {
      const along = i * su * cos + j * sv * sin
      const across = i * su * sin - j * sv * cos
      const envelope = Math.exp(-(along * along + aspect * aspect * across * across) / (2 * sigma * sigma))
      const phase = (2 * Math.PI * along) / wavelength
      const at = i + ru + plane[0] * (j + rv)
      re[at] = envelope * Math.cos(phase)
      im[at] = envelope * Math.sin(phase)
    }
  fourierAlong(re, im, plane, [0, 1])
  return [re, im]
}

export const gaborFilter: Filter = {
  rules: {
    ...convolutionRules,
    wavelength: { kind: 'number', above: 0 },
    aspect: { kind: 'number', above: 0, most: 100 },
    orientation: { kind: 'number', least: -360, most: 360 },
    orientationStep: { kind: 'number', least: 0, most: 360 },
    orthogonalPlanes: { kind: 'flag' },
    response: { kind: 'choice', values: [...responses] },
  },
  images: (volume, options, { box }) => gabors(volume, options, box),
}
