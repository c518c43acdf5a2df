import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { extractCase } from '../../src/cases/extract.ts'
import type { Normalisation } from '../../src/cases/normalisation.ts'
import {
  applyNyul,
  fitNyul,
  foreground,
  nyulLandmarks,
  type Volume,
  whiteStripe,
  zScore,
  zScoreOfSurroundings,
} from '../../src/image/index.ts'
import { openImage, openMask } from '../../src/image/platform/open.node.ts'
import { scratchFolder } from '../support/cli.ts'
import { fixture } from '../support/needs.ts'
import { platform } from '../support/platform.ts'

// Made by test/fixtures/normalise/make.py: SimpleITK, numpy, scipy, and Nyúl's method by intensity-normalization 3.0.1.
const file = (name: string) => fixture('normalise', name)
const expected = JSON.parse(readFileSync(file('expected.json'), 'utf8'))
const some = ({ data }: Volume) => [...data].filter((_, i) => i % expected.step === 0)
const images = await Promise.all([1, 2, 3].map((i) => openImage(file(`image${i}.nrrd`))))
const [image] = images
const [lesion, muscle] = await Promise.all(
  ['lesion', 'muscle'].map((name) => openMask(file(`${name}.nrrd`), image, file('image1.nrrd'))),
)

test('z-scores are those of SimpleITK and numpy, in the unit that is asked for', () => {
  expect(some(zScore(image))).toMatchDigits(expected.image, 1e-6)
  expect(some(zScore(image, muscle.data))).toMatchDigits(expected.tissue, 1e-6)
  expect(some(zScoreOfSurroundings(image, lesion, 1, 3, 8))).toMatchDigits(expected.surroundings, 1e-6)
  expect(some(whiteStripe(image))).toMatchDigits(expected.whiteStripe, 1e-6)
  expect(some(whiteStripe(image, 100))).toMatchDigits(
    expected.whiteStripe.map((value: number) => 100 * value),
    1e-6,
  )
})

test('the common histogram is that of intensity-normalization, and brings a held-out image to the same values', () => {
  for (const [i, one] of images.entries()) {
    expect(foreground(one).reduce((sum, inside) => sum + inside, 0)).toBe(expected.foreground[i])
    expect(nyulLandmarks(one)).toMatchDigits(expected.nyul.landmarks[i], 1e-12)
  }
  const standard = fitNyul(images.slice(0, 2).map(nyulLandmarks), 1000)
  expect(standard.landmarks).toMatchDigits(expected.nyul.standard, 1e-12)
  expect(some(applyNyul(images[2], standard))).toMatchDigits(expected.nyul.image3, 1e-6)
})

test('a case is extracted from its image on the common scale', async () => {
  const params = 'featureClass: { firstorder: [Mean, Minimum, Maximum] }'
  const values = async (normalise?: Normalisation) =>
    (await extractCase({ image: file('image1.nrrd'), mask: file('lesion.nrrd'), params, normalise }, platform)).values
  const raw = await values()
  const inside = (volume: Volume) => [...volume.data].filter((_, i) => lesion.data[i] === 1)
  const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length
  const standard = fitNyul(images.slice(0, 2).map(nyulLandmarks), 1000)
  const ways: [Normalisation, Volume][] = [
    [{ zscore: 'image' }, zScore(image, undefined, 100)],
    [{ zscore: 'surroundings', from: 3, to: 8 }, zScoreOfSurroundings(image, lesion, 1, 3, 8, 100)],
    [{ zscore: 'tissue', mask: file('muscle.nrrd') }, zScore(image, muscle.data, 100)],
    ['whitestripe', whiteStripe(image, 100)],
    [{ nyul: standard }, applyNyul(image, standard)],
  ]
  for (const [how, by] of ways) {
    const found = await values(how)
    expect(found.original_firstorder_Mean).toMatchDigits(mean(inside(by)), 1e-6)
    expect(found.original_firstorder_Maximum).toBe(Math.max(...inside(by)))
    // Provenance knows the image by its file's voxels still.
    expect(found['diagnostics_Image-original_Hash']).toBe(raw['diagnostics_Image-original_Hash'])
    expect(found['diagnostics_Image-original_Mean']).not.toBe(raw['diagnostics_Image-original_Mean'])
  }
})

test('a finished case is taken up again only for the same normalisation', async () => {
  const folder = scratchFolder()
  const cache = { folder: join(folder, 'cache'), resume: true, version: '1' }
  const tissue = join(folder, 'tissue.nrrd')
  const mean = async (normalise?: Normalisation) => {
    const task = {
      image: file('image1.nrrd'),
      mask: file('lesion.nrrd'),
      params: 'featureClass: { firstorder: [Mean] }',
    }
    return (await extractCase({ ...task, normalise, cache }, platform)).values.original_firstorder_Mean
  }
  const standard = fitNyul([nyulLandmarks(image)], 1000)
  const other = fitNyul([nyulLandmarks(images[1])], 1000)
  copyFileSync(file('muscle.nrrd'), tissue)
  const muscle = await mean({ zscore: 'tissue', mask: tissue })
  copyFileSync(file('lesion.nrrd'), tissue)
  const all = [
    await mean(),
    await mean('whitestripe'),
    await mean({ nyul: standard }),
    await mean({ nyul: other }),
    muscle,
    await mean({ zscore: 'tissue', mask: tissue }),
  ]
  expect(new Set(all).size).toBe(6)
  expect([await mean(), await mean({ nyul: standard })]).toEqual([all[0], all[2]])
})
