import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import type { PixelType, Volume, Voxels } from '../../image/volume.ts'
import { type FilteredImage, filteredImages } from './index.ts'
import { filterBank, waveletNames } from './wavelet-filters.ts'

interface Packed {
  name: string
  pixelType: PixelType
  data: string
}
interface Reference {
  images: Record<
    string,
    Packed & {
      dimension: 2 | 3
      size: number[]
      spacing: number[]
      origin: number[]
      direction: number[]
      mask: string
    }
  >
  cases: { image: string; type: string; options: Record<string, unknown>; outputs: Packed[]; warnings: string[] }[]
  coefficients: Record<string, string>
  wavelets: Record<string, Record<string, string>>
}

/** Made by test/fixtures/filters/make.py with PyRadiomics 3.0.1. */
const reference: Reference = JSON.parse(readFileSync(fixture('filters', 'filters.json'), 'utf8'))

const arrays = {
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
} as Record<string, { new (buffer: ArrayBuffer): Voxels }>

function unpacked(text: string, type: string): Voxels {
  return new arrays[type](Uint8Array.from(Buffer.from(text, 'base64')).buffer)
}

function volumeOf(name: string): { volume: Volume; mask: Volume } {
  const { dimension, size, spacing, origin, direction, pixelType, data, mask } = reference.images[name]
  const flat = dimension === 2
  const geometry = {
    dimension,
    size: (flat ? [...size, 1] : size) as Volume['size'],
    spacing: (flat ? [...spacing, 1] : spacing) as Volume['spacing'],
    origin: (flat ? [...origin, 0] : origin) as Volume['origin'],
    direction: flat ? [direction[0], direction[1], 0, direction[2], direction[3], 0, 0, 0, 1] : direction,
  }
  return {
    volume: { ...geometry, pixelType, data: unpacked(data, pixelType) },
    mask: { ...geometry, pixelType: 'uint8', data: unpacked(mask, 'uint8') },
  }
}

/** Largest difference over the reference's range; NaN must meet NaN. */
function difference(ours: Voxels, theirs: Voxels) {
  let range = 0
  let worst = 0
  let equal = 0
  for (let i = 0; i < theirs.length; i++) {
    if (Object.is(ours[i], theirs[i]) || ours[i] === theirs[i]) equal++
    else
      worst = Math.max(
        worst,
        Number.isNaN(ours[i]) || Number.isNaN(theirs[i]) ? Infinity : Math.abs(ours[i] - theirs[i]),
      )
    if (Number.isFinite(theirs[i])) range = Math.max(range, Math.abs(theirs[i]))
  }
  return { relative: worst === 0 ? 0 : worst / (range || 1), unequal: theirs.length - equal }
}

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
      const { relative, unequal } = difference(ours[i].image.data, unpacked(data, pixelType))
      if (process.env.SHOW && unequal) console.log(type, image, JSON.stringify(options), name, unequal, relative)
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

test('every discrete wavelet gives the sub-bands of PyWavelets to the bit, in float64 and float32', () => {
  for (const [wavelet, digests] of Object.entries(reference.wavelets)) {
    for (const [image, expected] of Object.entries(digests))
      expect(digest(filteredImages(volumeOf(image).volume, 'Wavelet', { wavelet }, {})), `${wavelet} ${image}`).toBe(
        expected,
      )
  }
})
