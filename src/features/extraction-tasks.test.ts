import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fixture } from '../../test/support/needs.ts'
import { cloned } from '../../test/support/one-thread.ts'
import { readImageFile } from '../../test/support/radiomics-case.ts'
import { inThread } from '../parallel.ts'
import { featureJobs } from './extraction-tasks.ts'
import { extract, intensityRange, readSettings, suggestBinWidth } from './index.ts'

const folder = fixture('radiomics')
const image = readImageFile(`${folder}/lesion_image.nrrd`)
const mask = readImageFile(`${folder}/lesion_label.nrrd`)

const cloning = inThread(cloned(featureJobs))

test.each(['paper', 'other-filters', 'wavelet-db4', 'force2d'])(
  '%s: parts give what one thread gives',
  async (params) => {
    const settings = readSettings(readFileSync(`${folder}/params/${params}.yaml`, 'utf8'), params)
    const alone = await extract(image, mask, settings)
    const spread = await extract(image, mask, settings, { map: cloning })
    expect(spread).toEqual(alone)
    expect(Object.is(spread.features.length, 0)).toBe(false)
  },
)

test('too few and too many grey levels are told with their remedy', async () => {
  const coarse = await extract(image, mask, readSettings('setting: { binWidth: 400 }'))
  expect(coarse.greyLevels).toEqual([['original', 3]])
  expect(coarse.warnings).toHaveLength(1)
  expect(coarse.warnings[0]).toMatch(/Fewer than 16 grey levels in 1 of 1 image \(original 3\).*suggest-binwidth/)
  const fine = await extract(image, mask, readSettings('setting: { binWidth: 1 }'))
  expect(fine.warnings[0]).toMatch(/More than 256 grey levels/)
  expect((await extract(image, mask, readSettings('setting: { binWidth: 25 }'))).warnings).toEqual([])
})

test('the suggested bin width gives the regions it was fitted on about as many levels as wanted', async () => {
  const range = intensityRange(image, mask, readSettings())
  const width = suggestBinWidth([range], 32)
  const { greyLevels } = await extract(image, mask, readSettings(`setting: { binWidth: ${width} }`))
  expect(greyLevels[0][1]).toBeGreaterThan(24)
  expect(greyLevels[0][1]).toBeLessThan(42)
  expect(
    suggestBinWidth(
      [
        [0, 64],
        [0, 128],
        [10, 10],
        [0, 1000],
      ],
      64,
    ),
  ).toBe(2)
  expect(suggestBinWidth([])).toBeNaN()
})
