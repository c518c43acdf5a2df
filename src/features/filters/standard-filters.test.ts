import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import type { Volume } from '../../image/volume.ts'
import { fourierAlong } from '../../statistics/numerics/fourier.ts'
import { filteredImages } from './index.ts'

type Setting = [name: string, phantom: string, type: string, options: Record<string, unknown>]
const settings: Setting[] = JSON.parse(readFileSync(fixture('ibsi', 'response-map-settings.json'), 'utf8'))
const samples: {
  positions: [number, number, number][]
  maps: Record<string, { range: [number, number]; values: number[] }>
} = JSON.parse(readFileSync(fixture('ibsi', 'response-map-samples.json'), 'utf8'))

/** The digital phantoms of IBSI 2: one bright voxel, and cubes of 8 voxels. */
function phantom(name: string): Volume {
  const data = new Uint8Array(64 * 64 * 64)
  if (name === 'impulse') data[31 * (1 + 64 + 64 * 64)] = 255
  else
    for (let z = 0, at = 0; z < 64; z++)
      for (let y = 0; y < 64; y++)
        for (let x = 0; x < 64; x++, at++) data[at] = ((x >> 3) + (y >> 3) + (z >> 3)) % 2 ? 255 : 0
  const grid = { dimension: 3 as const, size: [64, 64, 64] as const, spacing: [2, 2, 2], origin: [0, 0, 0] }
  return { ...grid, direction: [1, 0, 0, 0, 1, 0, 0, 0, 1], pixelType: 'uint8', data } as unknown as Volume
}

const testable = settings.filter(([name]) => samples.maps[name])

test.each(testable)('reference response map %s (%s, %s)', (name, of, type, options) => {
  const [{ image }] = [...filteredImages(phantom(of), type, options, {})]
  const { range, values } = samples.maps[name]
  const tolerance = 0.01 * (range[1] - range[0])
  const far = samples.positions.filter(
    ([x, y, z], i) => !(Math.abs(image.data[x + 64 * (y + 64 * z)] - values[i]) <= tolerance),
  )
  expect(far).toEqual([])
})

test('27 reference response maps are compared', () => expect(testable.length).toBe(27))

test('a block is as it is in the whole image', () => {
  const volume = phantom('checkerboard')
  const within = { lower: [3, 20, 55] as const, upper: [11, 29, 64] as const } as never
  for (const boundary of ['mirror', 'periodic', 'nearest', 'zero'])
    for (const [type, options] of [
      ['Laws', { kernels: ['L5E5S5'], rotationInvariant: true, energyDistance: 3, boundary }],
      ['SeparableWavelet', { wavelet: 'db3', subbands: ['HLH'], levels: [2], boundary }],
      ['Gabor', { sigma: [6], wavelength: 5, orientationStep: 90, orthogonalPlanes: true, boundary }],
      ['Laplacian', { sigma: [4], boundary }],
    ] as const) {
      const [{ image: whole }] = [...filteredImages(volume, type, options, {})]
      const [{ image: block }] = [...filteredImages(volume, type, options, {}, { within })]
      let worst = 0
      for (let z = 55, at = 0; z < 64; z++)
        for (let y = 20; y < 29; y++)
          for (let x = 3; x < 11; x++, at++)
            worst = Math.max(worst, Math.abs(block.data[at] - whole.data[x + 64 * (y + 64 * z)]))
      expect(worst, `${type} ${boundary}`).toBeLessThan(1e-9)
    }
})

test.each([1, 2, 3, 4, 5, 6, 7, 12, 30, 67, 100])('the Fourier transform of length %i is its definition', (n) => {
  const size = [n, 2, 3]
  const re = Float64Array.from({ length: 6 * n }, (_, i) => Math.sin(3 * i + 1))
  const im = Float64Array.from({ length: 6 * n }, (_, i) => Math.cos(5 * i))
  const expected = [re.slice(), im.slice()]
  for (let row = 0; row < 6; row++)
    for (let k = 0; k < n; k++) {
      let [sumRe, sumIm] = [0, 0]
      for (let j = 0; j < n; j++) {
        const angle = (-2 * Math.PI * j * k) / n
        sumRe += re[row * n + j] * Math.cos(angle) - im[row * n + j] * Math.sin(angle)
        sumIm += re[row * n + j] * Math.sin(angle) + im[row * n + j] * Math.cos(angle)
      }
      expected[0][row * n + k] = sumRe
      expected[1][row * n + k] = sumIm
    }
  fourierAlong(re, im, size, [0])
  for (let at = 0; at < re.length; at++) {
    expect(re[at]).toBeCloseTo(expected[0][at], 9)
    expect(im[at]).toBeCloseTo(expected[1][at], 9)
  }
})

test.each([
  ['Mean', {}, 'support'],
  ['Laws', { kernels: ['L5E5'] }, 'kernels'],
  ['Gabor', { sigma: [3] }, 'wavelength'],
  ['Gabor', { sigma: [3], wavelength: 4, orientationStep: 50 }, 'orientationStep'],
  ['SeparableWavelet', { subbands: ['LH'] }, 'subbands'],
  ['Laplacian', {}, 'sigma'],
  ['Laplacian', { sigma: [3], riesz: [1, 0] }, 'riesz'],
])('%s with %j: the option at fault is named', (type, options, named) => {
  expect(() => [...filteredImages(phantom('impulse'), type, options, {})]).toThrow(`The option ${named}`)
})

test.each([
  ['Gabor', { sigma: [9000], wavelength: 2 }],
  ['Gabor', { sigma: [5], wavelength: 2, aspect: 1e-5 }],
  ['Laplacian', { sigma: [9000], truncation: 20 }],
])('%s that reaches farther than memory is told of, not begun: %o', (type, options) => {
  expect(() => [...filteredImages(phantom('impulse'), type, options, {})]).toThrow(/^With what a filter reaches/)
})
