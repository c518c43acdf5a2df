import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../test/support/cli.ts'
import { fixture } from '../../test/support/needs.ts'
import { images, platform } from '../../test/support/platform.ts'
import { biasField, n4Defaults, withoutBias } from '../image/bias/n4.ts'
import { nyulLandmarks } from '../image/intensity/normalise.ts'
import type { Volume } from '../image/volume.ts'
import type { BiasCorrection } from './correct-bias.ts'
import { extractCase } from './extract.ts'
import { jobs } from './histogram-landmarks.ts'

const image = fixture('n4', 'image.nrrd')
const mask = fixture('n4', 'mask.nrrd')
const params = 'featureClass: { firstorder: [Mean, Maximum] }'
const head = (await images.open(image)).image
const inside = (await images.mask(mask, head, image)).data
const task = { image, mask, params }

const meanOf = ({ data }: Volume) => {
  const values = Array.from(data).filter((_, i) => inside[i] === 1)
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

test('features are of the image without its bias field, in the patient or in a mask, and a note says how large that was', async () => {
  for (const n4 of [n4Defaults, { ...n4Defaults, mask }] as BiasCorrection[]) {
    const field = biasField(head, n4.mask ? inside : undefined, n4)
    const { values, warnings } = await extractCase({ ...task, n4 }, platform)
    expect(values.original_firstorder_Mean).toMatchDigits(meanOf(withoutBias(head, field)), 1e-6)
    const [least, most] = field.range.map((factor) => factor.toFixed(2))
    expect(warnings.join(' ')).toContain(`bias field (N4) ${least} to ${most} taken out`)
  }
})

test('the field is taken out before the common scale, also where a common histogram is learnt', async () => {
  const even = withoutBias(head, biasField(head))
  const learnt = await jobs(platform)['landmarks/learn']({ ...task, n4: n4Defaults })
  expect(learnt).toEqual({ landmarks: nyulLandmarks(even) })
  const { values } = await extractCase({ ...task, n4: n4Defaults, normalise: { zscore: 'image' } }, platform)
  const all = Array.from(even.data)
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length
  const sd = Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (all.length - 1))
  expect(values.original_firstorder_Mean).toMatchDigits((100 * (meanOf(even) - mean)) / sd, 1e-5)
})

test('a finished case is taken up again only for the same correction', async () => {
  const cache = { folder: join(scratchFolder(), 'cache'), resume: true, version: '1' }
  const mean = async (n4?: BiasCorrection) =>
    (await extractCase({ ...task, n4, cache }, platform)).values.original_firstorder_Mean
  const asked = [undefined, n4Defaults, { ...n4Defaults, shrinkFactor: 2 }]
  const all: unknown[] = []
  for (const one of asked) all.push(await mean(one))
  expect(new Set(all).size).toBe(3)
  expect(await mean({ ...n4Defaults, shrinkFactor: 2 })).toBe(all[2])
})
