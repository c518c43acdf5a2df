import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../test/support/cli.ts'
import { fixture } from '../../test/support/needs.ts'
import { images, platform } from '../../test/support/platform.ts'
import { maskDice } from '../image/grid/grid-mismatch.ts'
import { readImageFile } from '../image/platform/read.node.ts'
import { writeImageFile } from '../image/platform/write.node.ts'
import { inPlace } from '../image/registration/placement.ts'
import { carryRegion, onGridOf } from './carry-region.ts'
import { extractCase } from './extract.ts'
import { jobs as inspectJobs } from './inspect.ts'
import { openCase } from './open-case.ts'

// Made by test/fixtures/registration/make.py: one patient twice, moved between the two, the lesion drawn on the second.
const file = (name: string) => fixture('registration', `${name}.nrrd`)
const still = readImageFile(file('still'))
const label = readImageFile(file('label'))
const drawn = readImageFile(file('drawn'))
const { rigid } = JSON.parse(readFileSync(fixture('registration', 'expected.json'), 'utf8'))
const byTruth = onGridOf(still, drawn, 1, rigid)
const task = {
  image: file('still'),
  mask: file('drawn'),
  drawn: { image: file('rigid'), register: 'rigid' as const },
  params: 'featureClass: { firstorder: [Mean], shape: [MeshVolume] }',
}

test('a region drawn on another image lies on the lesion once that image is registered', async () => {
  const { mask, carried, notes } = await openCase(task, images)
  expect(mask.size).toEqual(still.size)
  // By the planted motion itself; what is left to the lesion as it was drawn on this image is the coarser grid's.
  expect(maskDice(mask, byTruth, 1)).toBeGreaterThan(0.98)
  expect(maskDice(mask, label, 1)).toBeGreaterThan(0.86)
  expect(maskDice(onGridOf(still, drawn, 1, inPlace), label, 1)).toBeLessThan(0.6)
  expect(carried?.rejected).toBeUndefined()
  expect(carried!.after - carried!.before).toBeGreaterThan(0.4)
  expect(carried!.outlines![1]).toBeGreaterThan(carried!.outlines![0])
  expect(carried!.moved).toBeGreaterThan(4)
  expect(carried!.disagreement).toBeLessThan(0.3)
  expect(notes.join(' ')).toMatch(
    /carried from .*rigid\.nrrd by rigid registration, \d\.\d mm from where the files say/,
  )
})

test('its features are those of the planted motion, and a finished case is taken up again only for the same image', async () => {
  const mask = join(scratchFolder(), 'truth.nrrd')
  writeImageFile(byTruth, mask)
  const truth = await extractCase({ ...task, mask, drawn: undefined }, platform)
  const cache = { folder: join(scratchFolder(), 'cache'), resume: true, version: '1' }
  const found = await extractCase({ ...task, cache }, platform)
  for (const name of ['original_firstorder_Mean', 'original_shape_MeshVolume'])
    expect(Math.abs((found.values[name] as number) / (truth.values[name] as number) - 1)).toBeLessThan(0.03)
  expect(await extractCase({ ...task, cache }, platform)).toEqual(JSON.parse(JSON.stringify(found)))
  const affine = { image: file('rigid'), register: 'affine' as const }
  expect((await extractCase({ ...task, drawn: affine, cache }, platform)).carried?.placement).not.toEqual(
    found.carried?.placement,
  )
})

test('a registration that tells no more is not used, and without a common frame of reference it is refused', async () => {
  const even = { ...readImageFile(file('rigid')), frameOfReference: '1.2' }
  const other = { ...even, data: new Float32Array(even.data.length).fill(5), pixelType: 'float32' as const }
  const onto = { image: { ...other, frameOfReference: undefined }, path: 'even.nrrd', register: 'rigid' as const }
  const measured = { image: still, path: 'still.nrrd' }
  const { carried, note } = await carryRegion(drawn, 1, measured, onto, images)
  expect(carried.rejected).toMatch(/tell no more of each other/)
  expect(carried.moved).toBe(0)
  expect(note).toMatch(/even\.nrrd was not used/)
  const apart = { ...measured, image: { ...still, frameOfReference: '1.1' } }
  await expect(carryRegion(drawn, 1, apart, { ...onto, image: other }, images)).rejects.toThrow(/frames of reference/)
})

test('a mask that does not lie on the image it was drawn on is refused', async () => {
  await expect(openCase({ ...task, mask: file('label') }, images)).rejects.toThrow(/origin/)
})

test('the preflight has both images in fields before and after, and readers are compared on what they drew on', async () => {
  const jobs = inspectJobs(platform)
  const seen = await jobs['glance/case'](task)
  if ('failed' in seen) throw new Error(seen.failed)
  const [before, after] = seen.registration!.pictures
  expect(before.outline).not.toBe(after.outline)
  expect(before.slice).toBe(after.slice)
  expect(seen.registration!.moved).toBeGreaterThan(4)
  const other = join(scratchFolder(), 'other.nrrd')
  writeImageFile(readImageFile(file('drawn')), other)
  expect(await jobs['glance/readers']({ ...task, other })).toEqual({ dice: 1 })
})
