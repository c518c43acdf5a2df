import { expect, test } from 'vitest'
import { imageOf, noise } from '../../../test/support/phantom.ts'
import { distanceFrom } from '../regions/distance.ts'
import type { Mask } from '../volume.ts'
import { foreground, meanAndSpread, percentile } from './intensity.ts'
import { applyNyul, fitNyul, nyulLandmarks, whiteStripe, zScore, zScoreOfSurroundings } from './normalise.ts'
import { sortedValues } from './sorted-values.ts'

/** A body of signal 400 with a lesion of 900, in air of about 20, all with some noise. */
function phantom(seed: number, gain = 1, offset = 0) {
  const random = noise(seed)
  return imageOf([32, 28, 12], [1, 1, 2], (x, y, z) => {
    const inside = Math.hypot(x - 16, y - 14) < 12
    const lesion = Math.hypot(x - 18, y - 13, 2 * (z - 6)) < 4
    return gain * ((lesion ? 900 : inside ? 400 : 20) + 40 * (random() - 0.5)) + offset
  })
}
const image = phantom(1)
const mask: Mask = {
  ...image,
  pixelType: 'uint8',
  data: Uint8Array.from(image.data, (_, i) => {
    const [x, y, z] = [i % 32, Math.floor(i / 32) % 28, Math.floor(i / 896)]
    return Math.hypot(x - 18, y - 13, 2 * (z - 6)) < 4 ? 1 : 0
  }),
}

test('percentiles are numpy’s, and the body is told from the air', () => {
  // numpy.percentile([1, 2, 4, 8], [0, 25, 60, 99])
  const sorted = Float64Array.of(1, 2, 4, 8)
  expect([0, 25, 60, 99].map((percent) => percentile(sorted, percent))).toMatchDigits([1, 1.75, 3.6, 7.88], 1e-12)
  expect([...sortedValues(image.data).subarray(0, 2)]).toEqual([...image.data].sort((a, b) => a - b).slice(0, 2))
  expect([...foreground(image)]).toEqual([...image.data].map((value) => (value > 200 ? 1 : 0)))
})

test('a z-score has mean 0 and spread 1 where it was taken', () => {
  const whole = meanAndSpread(zScore(image).data)
  expect(whole.mean).toBeCloseTo(0, 5)
  expect(whole.sd).toBeCloseTo(1, 5)
  const reference = meanAndSpread(zScore(image, mask.data).data, mask.data)
  expect([reference.mean, reference.sd].map((value) => Number(value.toFixed(5)) + 0)).toEqual([0, 1])
  expect(() => zScore(imageOf([2, 2, 1], [1, 1, 1], () => 5))).toThrow(expect.objectContaining({ code: 'NS-DCM-16' }))
})

test('the surroundings are a shell in millimetres', () => {
  const distance = distanceFrom(mask, 1, 9)
  const inside = [...mask.data.keys()].filter((i) => mask.data[i])
  const place = (i: number) => [i % 32, Math.floor(i / 32) % 28, 2 * Math.floor(i / 896)]
  const brute = (i: number) => {
    const [x, y, z] = place(i)
    return Math.min(...inside.map((j) => Math.hypot(place(j)[0] - x, place(j)[1] - y, place(j)[2] - z)))
  }
  const checked = [...distance.keys()].filter((i) => i % 37 === 0)
  for (const i of checked) expect(distance[i]).toBeCloseTo(brute(i) <= 9 ? brute(i) : Infinity, 4)
  const normal = zScoreOfSurroundings(image, mask, 1, 2, 8)
  // The tissue around has become 0, and the lesion stands 500 above it in units of its noise (40 / √12).
  const lesion = meanAndSpread(normal.data, mask.data).mean
  expect(lesion).toBeGreaterThan(40)
  expect(lesion).toBeLessThan(47)
})

test('scaled copies of an image come out alike', () => {
  const scaled = phantom(1, 3, 50)
  for (const [i, value] of whiteStripe(scaled).data.entries())
    if (i % 101 === 0) expect(value).toBeCloseTo(whiteStripe(image).data[i], 3)
  const standard = fitNyul([phantom(2), phantom(3), phantom(4, 2)].map(nyulLandmarks))
  expect(standard.landmarks[0]).toBe(0)
  expect(standard.landmarks.at(-1)).toBeCloseTo(100, 9)
  expect(standard.landmarks).toEqual([...standard.landmarks].sort((a, b) => a - b))
  const [one, other] = [applyNyul(image, standard), applyNyul(scaled, standard)]
  for (const [i, value] of one.data.entries()) if (i % 101 === 0) expect(value).toBeCloseTo(other.data[i], 3)
  // A training image's landmarks land on the common ones.
  const sorted = sortedValues(one.data, { region: foreground(image) })
  for (const [k, percent] of standard.percentiles.entries())
    expect(Math.abs(percentile(sorted, percent) - standard.landmarks[k])).toBeLessThan(0.5)
})
