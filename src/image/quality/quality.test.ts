import { expect, test } from 'vitest'
import { imageOf, noise } from '../../../test/support/phantom.ts'
import { maskDice, suggestGridRepair } from '../grid/grid-mismatch.ts'
import { carryLabels } from '../grid/resample-labels.ts'
import type { Mask, Triple, Volume } from '../volume.ts'
import { motionBetween } from './motion.ts'
import { clippedShare, outliers, outlineAgreement, signalToNoise, subcutaneousRatio, wrapShare } from './quality.ts'

const size: Triple = [48, 40, 16]
const spacing: Triple = [0.8, 0.8, 2]

/** A smooth body with structure within, moved by some voxels. */
const scene = (shift: Triple, gain = 1, offset = 0) =>
  imageOf(size, spacing, (x, y, z) => {
    const [u, v, w] = [x - shift[0], y - shift[1], z - shift[2]]
    const body = 500 / (1 + Math.exp((Math.hypot(u - 24, v - 20, 2 * (w - 8)) - 14) / 1.5))
    return gain * body * (1 + 0.3 * Math.sin(u / 3) * Math.cos(v / 4) * Math.sin(w / 2)) + offset
  })

test.each<[Triple]>([[[0, 0, 0]], [[0.4, -0.3, 0.2]], [[1.7, -2.2, 0.6]], [[-4, 3, 1]]])(
  'a shift of %j voxels is found',
  (shift) => {
    const { shift: found, length } = motionBetween(scene([0, 0, 0]), scene(shift, 1.3, 40))
    const expected = shift.map((voxels, axis) => voxels * spacing[axis])
    for (const axis of [0, 1, 2]) expect(Math.abs(found[axis] - expected[axis])).toBeLessThan(0.08)
    expect(Math.abs(length - Math.hypot(...expected))).toBeLessThan(0.08)
  },
)

/** A body of some signal in Rayleigh noise of a known spread. */
function noisy(
  signal: number,
  sigma: number,
  inside = (x: number, y: number) => Math.hypot(x - 24, y - 20) < 14,
): Volume {
  const random = noise(5)
  const gauss = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return imageOf(size, spacing, (x, y) => Math.hypot((inside(x, y) ? signal : 0) + sigma * gauss(), sigma * gauss()))
}

test('signal-to-noise is the signal over the noise', () => {
  expect(Math.abs(signalToNoise(noisy(600, 12))! / 50 - 1)).toBeLessThan(0.05)
  expect(Math.abs(signalToNoise(noisy(600, 60))! / 10 - 1)).toBeLessThan(0.06)
  // Noise so strong that the air is hardly darker than the patient, whose threshold cuts its tail off: a third too much.
  expect(Math.abs(signalToNoise(noisy(300, 75))! / 4 - 1)).toBeLessThan(0.35)
  expect(signalToNoise(imageOf(size, spacing, (x, y) => (Math.hypot(x - 24, y - 20) < 14 ? 600 : 0)))).toBeUndefined()
})

test('clipping, wrap-around and unsaturated fat are seen', () => {
  const whole = noisy(600, 12)
  expect(clippedShare(whole)).toBe(0)
  expect(
    clippedShare({ ...whole, data: whole.data.map((value) => Math.min(value, 600)) as Float64Array }),
  ).toBeGreaterThan(0.4)
  expect(wrapShare(whole)).toEqual({ x: 0, y: 0 })
  const wrapped = noisy(600, 12, (x, y) => Math.abs(y - 20) < 10 && (x > 28 || x < 6))
  expect(wrapShare(wrapped)!.x).toBeCloseTo(19 / 40, 1)
  expect(wrapShare(wrapped)!.y).toBe(0)
  // Nothing but tissue: there is no edge of the patient to judge by.
  const cropped = noisy(600, 12, (x) => x > 20)
  const tissue = { ...cropped, data: cropped.data.map((value) => value + 400) as Float64Array }
  expect([wrapShare(tissue), signalToNoise(tissue), subcutaneousRatio(tissue)]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
  const fat = (signal: number) =>
    imageOf([64, 64, 8], [1, 1, 2], (x, y) => {
      const r = Math.hypot(x - 32, y - 32)
      return r > 28 ? 10 + (x % 3) : r > 18 ? signal : 400
    })
  expect(subcutaneousRatio(fat(200))).toBeLessThan(1)
  expect(subcutaneousRatio(fat(900))).toBeGreaterThan(1.5)
})

test('distortion of diffusion against anatomy is a lost overlap', () => {
  const disc = (cx: number, squash: number) => noisy(600, 12, (x, y) => Math.hypot((x - cx) * squash, y - 20) < 12)
  const same = outlineAgreement(disc(24, 1), disc(24, 1))!
  expect(same.dice).toBeGreaterThan(0.99)
  const bent = outlineAgreement(disc(28, 1.3), disc(24, 1))!
  expect(bent.dice).toBeLessThan(0.85)
  expect(Math.abs(bent.shift - 4 * 0.8)).toBeLessThan(0.3)
})

test('what stands out of a cohort', () => {
  expect(outliers([10, 11, 12, 10.5, 11.5, 40, undefined])).toEqual([false, false, false, false, false, true, false])
  // Most are the same: the mean distance, here 1, stands for the median one.
  expect(outliers([1, 1, 1, 1, 1, 1, 1, 9])).toEqual([false, false, false, false, false, false, false, true])
  expect(outliers([1, 1, 1, 1.2])).toEqual([false, false, false, false])
  expect(outliers([1, 100])).toEqual([false, false])
})

const labels = (voxels: number[], geometry: Partial<Mask> = {}): Mask => {
  const mask: Mask = {
    ...imageOf([4, 4, 2], [1, 1, 2], () => 0),
    pixelType: 'uint8',
    data: new Uint8Array(32),
    ...geometry,
  }
  for (const i of voxels) mask.data[i] = 1
  return mask
}

test('two readers’ overlap', () => {
  expect(maskDice(labels([0, 1, 2]), labels([1, 2, 3, 4]))).toBeCloseTo(4 / 7, 12)
  expect(maskDice(labels([]), labels([]))).toBeNaN()
  expect(() => maskDice(labels([0]), labels([0], { origin: [1, 0, 0] }))).toThrow(/origin 1 mm along x/)
})

test('labels are carried to finer, mirrored and moved grids', () => {
  const mask = labels([5, 6, 21])
  const finer = carryLabels(mask, { ...mask, size: [8, 4, 2], spacing: [0.5, 1, 2], origin: [-0.25, 0, 0] })
  expect([...finer.data.keys()].filter((i) => finer.data[i])).toEqual([10, 11, 12, 13, 42, 43])
  const mirrored = carryLabels(mask, { ...mask, origin: [3, 0, 0], direction: [-1, 0, 0, 0, 1, 0, 0, 0, 1] })
  expect([...mirrored.data.keys()].filter((i) => mirrored.data[i])).toEqual([5, 6, 22])
  const moved = carryLabels(mask, { ...mask, origin: [2, 0, 0] })
  expect([...moved.data.keys()].filter((i) => moved.data[i])).toEqual([4])
  expect(moved.outside).toBe(2)
})

test('the repair of a mask’s grid is named by what differs', () => {
  const grid = labels([])
  expect(suggestGridRepair(grid, grid).kind).toBe('none')
  expect(suggestGridRepair(grid, { ...grid, origin: [0.004, 0, 0] })).toMatchObject({
    kind: 'snap',
    advice: /0.004 mm along x/,
  })
  expect(suggestGridRepair(grid, { ...grid, origin: [0, 0, 4] })).toMatchObject({ kind: 'ask' })
  expect(suggestGridRepair(grid, { ...grid, direction: [-1, 0, 0, 0, -1, 0, 0, 0, 1] })).toMatchObject({ kind: 'ask' })
  expect(suggestGridRepair(grid, { ...grid, size: [4, 4, 1], origin: [0, 0, 2] })).toMatchObject({ kind: 'carry' })
})
