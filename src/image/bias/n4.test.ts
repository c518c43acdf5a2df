import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fixture, shared, sharedTest } from '../../../test/support/needs.ts'
import { openImage } from '../platform/open.node.ts'
import type { Volume } from '../volume.ts'
import { biasField, n4Defaults, withoutBias } from './n4.ts'

// Made by test/fixtures/n4/make.py: SimpleITK's N4BiasFieldCorrectionImageFilter.
const expected = JSON.parse(readFileSync(fixture('n4', 'expected.json'), 'utf8'))
const [image, mask] = await Promise.all(['image.nrrd', 'mask.nrrd'].map((name) => openImage(fixture('n4', name))))

/** The largest difference of a log field from SimpleITK's, as a share of that one's range. */
function departure(log: Float32Array, values: number[], step: number): number {
  const range = Math.max(...values) - Math.min(...values)
  return Math.max(...values.map((value, k) => Math.abs(log[k * step] - value))) / range
}

test('the log field of a synthetic head is that of SimpleITK, also shrunk and with other settings', () => {
  const whole = { ...n4Defaults, shrinkFactor: 1 }
  const other = {
    ...whole,
    numberOfFittingLevels: 2,
    numberOfControlPoints: 5,
    maximumNumberOfIterations: [20, 10],
    convergenceThreshold: 0.0001,
    biasFieldFullWidthAtHalfMaximum: 0.2,
    wienerFilterNoise: 0.02,
    numberOfHistogramBins: 100,
  }
  const away = (settings: typeof whole, values: number[]) =>
    departure(biasField(image, mask.data, settings).log, values, expected.step)
  expect(away(whole, expected.whole)).toBeLessThan(1e-4)
  expect(away({ ...whole, shrinkFactor: 2 }, expected.shrunk)).toBeLessThan(1e-4)
  expect(away(other, expected.other)).toBeLessThan(1e-4)
})

test('the planted field is taken out but for a factor, and the least that is left is little', () => {
  const { log, range } = biasField(image, mask.data)
  const left: number[] = expected.planted.flatMap((value: number, k: number) => {
    const i = k * expected.step
    return mask.data[i] ? [log[i] - value] : []
  })
  const mean = left.reduce((sum, value) => sum + value, 0) / left.length
  const spread = (values: number[], middle: number) =>
    Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / values.length)
  const planted: number[] = expected.planted.filter((_: number, k: number) => mask.data[k * expected.step])
  expect(spread(left, mean)).toBeLessThan(0.25 * spread(planted, planted.reduce((a, b) => a + b) / planted.length))
  expect(range[0]).toBeLessThan(range[1])
  const corrected = withoutBias(image, { log })
  expect(corrected.data[5000]).toBe(Math.fround(image.data[5000] / Math.exp(log[5000])))
})

sharedTest('the log field of a brain is that of SimpleITK', 1, async () => {
  const brain = await openImage(shared('real', 'brain1_image.nrrd'))
  const { step, above, values } = expected.brain1
  const { log } = biasField(
    brain,
    brain.data.map((value) => Number(value > above)),
  )
  expect(departure(log, values, step)).toBeLessThan(1e-4)
})

test('a voxel that is not finite is left out, and the field is that of the others', () => {
  const holed = (hole: number) => ({
    ...image,
    pixelType: 'float32' as const,
    data: image.data.map((v, i) => (i === 20_000 ? hole : v)),
  })
  const without = mask.data.map((value, i) => (i === 20_000 ? 0 : value))
  const settings = { ...n4Defaults, shrinkFactor: 1, maximumNumberOfIterations: [2, 0, 0, 0] }
  const wanted = biasField(image, without, settings).log
  for (const hole of [Number.NaN, Infinity, -Infinity])
    expect(departure(biasField(holed(hole), mask.data, settings).log, Array.from(wanted), 1)).toBe(0)
})

test('one slice, an even image and an empty region', () => {
  const slice: Volume = {
    ...image,
    size: [image.size[0], image.size[1], 1],
    data: image.data.slice(9 * 48 * 40, 10 * 48 * 40),
  }
  const { log } = biasField(slice)
  expect(log.every(Number.isFinite)).toBe(true)
  const even = biasField(
    { ...slice, data: new Float32Array(slice.data.length).fill(7) },
    new Uint8Array(48 * 40).fill(1),
  )
  expect(even.log.every((value) => value === 0)).toBe(true)
  expect(() => biasField(slice, new Uint8Array(48 * 40))).toThrow(/NS-NRM-05|bias field cannot be estimated/)
})
