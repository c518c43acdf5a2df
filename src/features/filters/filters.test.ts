import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import { type Packed, type PackedImage, unpacked, unpackedImage } from '../../../test/support/packed.ts'
import { readImageFile } from '../../image/platform/read.node.ts'
import type { Voxels } from '../../image/volume.ts'
import { useKernels } from '../../statistics/kernels/load.ts'
import { cut } from './box.ts'
import { exp, log, sineAndCosine } from './elementary.ts'
import type { FilteredImage } from './filter.ts'
import { type Box, filteredImages } from './index.ts'
import { filterBank, waveletNames } from './wavelet-filters.ts'

interface Reference {
  images: Record<string, PackedImage>
  cases: {
    image: string
    type: string
    options: Record<string, unknown>
    outputs: (Packed & { name: string })[]
    warnings: string[]
  }[]
  coefficients: Record<string, string>
  wavelets: Record<string, Record<string, string>>
}

/** Made by test/fixtures/filters/make.py with PyRadiomics 3.0.1. */
const reference: Reference = JSON.parse(readFileSync(fixture('filters', 'filters.json'), 'utf8'))

const volumeOf = (name: string) => unpackedImage(reference.images[name])

/** Largest difference over the reference's range; NaN must meet NaN. */
function difference(ours: Voxels, theirs: Voxels) {
  let range = 0
  let worst = 0
  for (let i = 0; i < theirs.length; i++) {
    if (!Object.is(ours[i], theirs[i]) && ours[i] !== theirs[i])
      worst = Math.max(
        worst,
        Number.isNaN(ours[i]) || Number.isNaN(theirs[i]) ? Infinity : Math.abs(ours[i] - theirs[i]),
      )
    if (Number.isFinite(theirs[i])) range = Math.max(range, Math.abs(theirs[i]))
  }
  return worst === 0 ? 0 : worst / (range || 1)
}

afterEach(() => useKernels(true))

for (const { image, type, options, outputs, warnings } of reference.cases) {
  test(`${type} of ${image} ${JSON.stringify(options)}`, () => {
    const { volume, mask } = volumeOf(image)
    const warned: string[] = []
    const ours = [...filteredImages(volume, type, options, {}, { mask, warn: (message) => warned.push(message) })]
    expect(ours.map(({ name, image: { pixelType } }) => `${name} ${pixelType}`)).toEqual(
      outputs.map(({ name, pixelType }) => `${name} ${pixelType}`),
    )
    expect(warned.length).toBe(warnings.length)
    outputs.forEach(({ name, pixelType, data }, i) => {
      const relative = difference(ours[i].image.data, unpacked(data, pixelType))
      expect(relative, name).toBeLessThanOrEqual(1e-12)
    })
  })
}

function digest(images: Iterable<FilteredImage>) {
  const hash = createHash('sha256')
  for (const { image } of images)
    hash.update(new Uint8Array(image.data.buffer, image.data.byteOffset, image.data.byteLength))
  return hash.digest('hex')
}

test('every discrete wavelet of PyWavelets has its coefficients to the bit', () => {
  expect(waveletNames()).toEqual(Object.keys(reference.coefficients).sort())
  for (const [name, expected] of Object.entries(reference.coefficients)) {
    const bank = filterBank(name)
    const both = Float64Array.from([...(bank?.low.double ?? []), ...(bank?.high.double ?? [])])
    expect(createHash('sha256').update(new Uint8Array(both.buffer)).digest('hex'), name).toBe(expected)
  }
})

for (const kernels of [true, false])
  test(`every discrete wavelet gives PyWavelets' sub-bands to the bit, ${kernels ? 'wasm' : 'TypeScript'}`, () => {
    useKernels(kernels)
    for (const [wavelet, digests] of Object.entries(reference.wavelets)) {
      for (const [image, expected] of Object.entries(digests))
        expect(digest(filteredImages(volumeOf(image).volume, 'Wavelet', { wavelet }, {})), `${wavelet} ${image}`).toBe(
          expected,
        )
    }
  })

test('wasm and TypeScript give the same bits, on the whole image and on a block of it', () => {
  let compared = 0
  for (const image of Object.keys(reference.images)) {
    const { volume, mask } = volumeOf(image)
    const [x, y, z] = volume.size
    const blocks: (Box | undefined)[] = [
      undefined,
      { lower: [2, 1, 0], upper: [x - 1, y - 2, Math.max(1, z - 1)] },
      { lower: [0, 3, 0], upper: [3, 4, 1] },
    ]
    for (const [type, options] of [
      ['LoG', { sigma: [0.8, 2] }],
      ['Wavelet', {}],
      ['Wavelet', { wavelet: 'haar', level: 2, start_level: 1 }],
      ['Wavelet', { wavelet: 'db7' }],
      ['Gradient', {}],
      ['LBP2D', {}],
      ['LBP3D', {}],
    ] as const) {
      const whole = [...filteredImages(volume, type, options, {}, { mask })]
      for (const within of blocks) {
        for (const kernels of [true, false]) {
          useKernels(kernels)
          const ours = [...filteredImages(volume, type, options, {}, { mask, within })]
          expect(ours.length).toBe(whole.length)
          ours.forEach(({ name, image: part }, i) => {
            const expected = within ? cut(whole[i].image.data, volume.size, within) : whole[i].image.data
            expect(difference(part.data, expected), `${name} of ${image}`).toBe(0)
            compared++
          })
        }
        useKernels(true)
      }
    }
  }
  expect(compared).toBeGreaterThan(1000)
})

test('a block of an image lies where it lay', () => {
  const { volume } = volumeOf('float32')
  const within: Box = { lower: [2, 1, 3], upper: [5, 4, 6] }
  const [{ image }] = filteredImages(volume, 'Wavelet', {}, {}, { within })
  const { direction, spacing, origin } = volume
  const expected = [0, 1, 2].map((row) =>
    [2, 1, 3].reduce((at, index, axis) => at + direction[3 * row + axis] * spacing[axis] * index, origin[row]),
  )
  expect(image.size).toEqual([3, 3, 3])
  expect(image.origin).toMatchDigits(expected, 1e-14)
})

test('a wrong option is named with the one that was meant', () => {
  const { volume, mask } = volumeOf('int16')
  const made = (type: string, options: Record<string, unknown>) => () => [
    ...filteredImages(volume, type, options, { binWidth: 25 }, { mask }),
  ]
  expect(made('LoG', { sigmas: [1] })).toThrow('did you mean sigma?')
  expect(made('LoG', { binwidth: 1, sigma: [1] })).toThrow('did you mean binWidth?')
  expect(made('LoG', { binWidth: 1, sigma: [1] })()).toHaveLength(1)
  expect(made('Wavelet', { wavelet: 'coiff1' })).toThrow('did you mean coif1?')
  expect(made('Wavelet', { level: 0 })).toThrow('level is 0')
  expect(made('LBP2D', { lbp2DMethod: 'unifrom' })).toThrow('did you mean uniform?')
  expect(made('LBP3D', { lbp3DLevels: 1 })).toThrow('lbp3DLevels is 1')
  expect(made('LBP2D', { lbp2DSamples: 1e9 })).toThrow('from 1 to 1024')
  expect(made('LBP2D', { lbp2DRadius: Number.NaN })).toThrow('lbp2DRadius')
  expect(made('LBP3D', { lbp3DIcosphereSubdivision: 30 })).toThrow('from 0 to 5')
  expect(made('Wavelet', { force2D: true, force2Ddimension: 3 })).toThrow('0, 1 or 2')
  expect(made('LoG', { sigma: ['one'] })).toThrow('numbers in mm')
  expect(made('Laplace', {})).toThrow('The image type Laplace is not known')
  expect(made('wavelet', {})).toThrow('did you mean Wavelet?')
})

test('log, exp, sine and cosine are those of 50 digits, rounded', () => {
  const { values, circle } = JSON.parse(readFileSync(fixture('filters', 'elementary.json'), 'utf8'))
  for (const [x, logarithm, power] of values) {
    expect(log(x)).toBe(logarithm)
    expect(exp(power[0])).toBe(power[1])
  }
  for (const [angle, sin, cos] of circle) expect(sineAndCosine(angle)).toEqual({ sin, cos })
  expect(log(0)).toBe(-Infinity)
  expect(log(-1)).toBeNaN()
  expect(log(Infinity)).toBe(Infinity)
  expect(exp(-Infinity)).toBe(0)
  expect(exp(1000)).toBe(Infinity)
  expect(exp(Number.NaN)).toBeNaN()
})

test('the filtered images of the paper on the lesion, equal to the bit', () => {
  const folder = (file: string) => fixture('radiomics', 'intermediate', 'lesion.paper', `${file}.nrrd`)
  const volume = readImageFile(folder('resampled-image'))
  const images = [
    ...filteredImages(volume, 'Original', {}, {}),
    ...filteredImages(volume, 'LoG', { sigma: [1, 2, 3, 4, 5] }, {}),
    ...filteredImages(volume, 'Wavelet', {}, {}),
  ]
  expect(images).toHaveLength(14)
  for (const { name, image } of images) {
    const expected = readImageFile(folder(name))
    expect(image.pixelType).toBe(expected.pixelType)
    expect(image.size).toEqual(expected.size)
    expect(difference(image.data, expected.data), name).toBe(0)
  }
})
