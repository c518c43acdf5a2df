import { readFileSync } from 'node:fs'
import { unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { shared, sharedTest } from '../../../test/support/needs.ts'
import { readSegmentation } from '../dicom/seg.ts'
import { imageFromSource } from '../dicom/select-source.ts'
import { readSeries } from '../dicom/series.ts'
import { drawRegions } from '../regions/regions.ts'
import type { Volume } from '../volume.ts'
import { apparentDiffusion } from './diffusion.ts'
import {
  curveType,
  curveTypeMap,
  percentageEnhancement,
  signalEnhancementRatio,
  subtraction,
  timeSignalCurve,
  timeToPeak,
  washIn,
  washOutSlope,
} from './dynamic.ts'

const image = (...values: number[]): Volume => ({
  dimension: 3,
  size: [values.length, 1, 1],
  spacing: [1, 1, 1],
  origin: [0, 0, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  pixelType: 'int16',
  data: Int16Array.from(values),
})
//                 persistent plateau wash-out none  no signal
const pre = image(100, 100, 100, 100, 0)
const early = image(200, 210, 250, 110, 50)
const late = image(260, 205, 180, 130, 60)
const dynamic = { phases: [pre, early, late], times: [0, 90, 390] }

test('maps equal their formulas', () => {
  expect([...subtraction(pre, early).volume.data]).toEqual([100, 110, 150, 10, 50])
  const enhancement = percentageEnhancement(pre, early)
  expect([...enhancement.volume.data]).toEqual([100, 110, 150, 10, 0])
  expect([...enhancement.failed]).toEqual([0, 0, 0, 0, 1])
  expect([...signalEnhancementRatio(pre, early, late).volume.data]).toMatchDigits(
    [100 / 160, 110 / 105, 150 / 80, 10 / 30, 50 / 60],
    1e-7,
  )
  // 100 percent in 1.5 minutes, and 60 in the five after it.
  expect([...washIn(dynamic).volume.data]).toMatchDigits([100 / 1.5, 110 / 1.5, 100, 10 / 1.5, 0], 1e-7)
  expect([...timeToPeak(dynamic).volume.data]).toEqual([390, 90, 90, 390, 390])
  expect([...washOutSlope(dynamic).volume.data]).toMatchDigits([0, -1, -14, 0, 0], 1e-7)
  expect(washOutSlope(dynamic)).toMatchObject({ unit: '%/min' })
})

test('curve types follow their thresholds', () => {
  expect([...curveTypeMap(dynamic).volume.data]).toEqual([1, 2, 3, 0, 0])
  expect(curveType([100, 200, 221], undefined)).toBe(1)
  expect(curveType([100, 200, 220], undefined)).toBe(2)
  expect(curveType([100, 200, 180], undefined)).toBe(2)
  expect(curveType([100, 200, 179], undefined)).toBe(3)
  expect(curveType([100, 149, 300], undefined)).toBe(0)
  expect(curveType([100, 149, 300], undefined, { plateau: 10, enhancing: 40, early: 180 })).toBe(1)
  // The early peak is the highest phase within three minutes, here the third of five.
  expect(curveType([100, 180, 240, 260, 235], [0, 60, 120, 200, 300])).toBe(2)
  expect(curveType([100, 180, 240, 260, 210], [0, 60, 120, 200, 300])).toBe(3)
})

test('a region’s curve is its mean in each phase', () => {
  const mask = image(1, 1, 0, 2, 0)
  expect(timeSignalCurve(dynamic, mask)).toEqual([100, 205, 232.5])
  expect(timeSignalCurve(dynamic, mask, 2)).toEqual([100, 110, 130])
})

test('phases on different grids and too few of them are named faults', () => {
  const moved = { ...early, origin: [0, 0, 3] as [number, number, number] }
  expect(() => subtraction(pre, moved)).toThrow(/Image 2 of the series.*origin 3 mm along z/)
  expect(() => curveTypeMap({ phases: [pre, early] })).toThrow(expect.objectContaining({ code: 'NS-DCM-13' }))
})

test('the diffusion coefficient is the slope of the logarithm, in 10⁻⁶ mm²/s', () => {
  const signal = (b: number) =>
    [1200, 900, 0, 500].map((s0, i) => s0 * Math.exp((-b * [1000, 2500, 800, -200][i]) / 1e6))
  const images = [0, 400, 800].map((bValue) => ({
    bValue,
    volume: { ...image(0, 0, 0, 0), pixelType: 'float64' as const, data: Float64Array.from(signal(bValue)) },
  }))
  const { volume, failed, unit } = apparentDiffusion(images)
  expect([...volume.data]).toMatchDigits([1000, 2500, 0, 0], 1e-6)
  // No signal, and a signal that rises with b.
  expect([...failed]).toEqual([0, 0, 1, 1])
  expect(unit).toBe('10⁻⁶ mm²/s')
  // numpy.polyfit([0, 400, 800, 800], numpy.log([100, 80, 50, 55]), 1)[0] * -1e6
  const four = [
    [0, 100],
    [400, 80],
    [800, 50],
    [800, 55],
  ].map(([bValue, value]) => ({ bValue, volume: image(value) }))
  expect(apparentDiffusion(four).volume.data[0]).toBeCloseTo(829.5020437801082, 3)
  expect(() => apparentDiffusion(images.slice(0, 1))).toThrow(expect.objectContaining({ code: 'NS-DCM-14' }))
})

const unzipped = (name: string) =>
  Object.entries(unzipSync(new Uint8Array(readFileSync(shared('real', 'breast_dce', `UCSF-BR-06_${name}.zip`)))))
    .filter(([path]) => path.endsWith('.dcm'))
    .map(([path, bytes]) => ({ name: path, read: () => bytes }))

sharedTest('a breast series gives the vendor’s maps and its segmentation’s place', 10, async () => {
  const volumes = await readSeries(unzipped('dce_3phases'))
  expect(volumes.map(({ name, frames, time }) => [name, frames.length, time])).toEqual([
    ['phase 1', 60, 0],
    ['phase 2', 60, 407],
    ['phase 3', 60, 761],
  ])
  expect(volumes[0].notes).toEqual(['3 phases, distinguished by ContentTime, timed by ContentTime'])
  const ours = async (source: string) => (await imageFromSource(volumes, 'dce', source)).image
  const theirs = async (name: string) => (await imageFromSource(await readSeries(unzipped(name)), name)).image
  const [pe, ser, vendorPe, vendorSer] = [await ours('pe'), await ours('ser'), await theirs('pe1'), await theirs('ser')]
  const worst = (map: Volume, vendor: Volume, use: (index: number) => boolean) => {
    let [most, count] = [0, 0]
    for (let i = 0; i < map.data.length; i++)
      if (use(i)) {
        most = Math.max(most, Math.abs(map.data[i] - vendor.data[i]))
        count++
      }
    return { most, count }
  }
  // Where the vendor left its background out there is nothing to compare; it cut the ratio off at 3.
  const percentage = worst(pe, vendorPe, (i) => vendorPe.data[i] !== 0)
  expect(percentage.most).toBeLessThan(1)
  expect(percentage.count).toBe(151027)
  const ratio = worst(ser, vendorSer, (i) => vendorSer.data[i] !== 0 && vendorSer.data[i] < 3)
  expect(ratio.most).toBeLessThan(1e-3)
  expect(ratio.count).toBeGreaterThan(41_000)
  const [{ name, read }] = unzipped('seg_mask')
  const mask = drawRegions(await readSegmentation(read(), name), await ours('phase 1'), 'dce')
  expect(mask.segments).toEqual(new Map([[1, 'Breast']]))
  expect(mask.data.filter((label) => label === 1).length).toBe(82527)
  const each = mask.spacing[0] * mask.spacing[1] * mask.spacing[2]
  const tumour = Array.from<number>(vendorPe.data).reduce(
    (sum, value, i) => sum + (mask.data[i] && value >= 70 ? each : 0),
    0,
  )
  expect(tumour / 1000).toBeCloseTo(41.3, 1)
  expect((await imageFromSource(volumes, 'dce', 'curve')).note).toMatch(/curve type/)
})
