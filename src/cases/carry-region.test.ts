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
import type { Mask, Triple, Volume } from '../image/volume.ts'
import { randomStream } from '../statistics/resampling/random.ts'
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
  expect(carried.rejected).toMatch(/hardly overlap, or one of them is the same everywhere/)
  expect(carried.moved).toBe(0)
  expect(note).toMatch(/even\.nrrd was not used/)
  const apart = { ...measured, image: { ...still, frameOfReference: '1.1' } }
  await expect(carryRegion(drawn, 1, apart, { ...onto, image: other }, images)).rejects.toThrow(/frames of reference/)
})

test('a region of an image that lies elsewhere is said to lie outside, and why it was not registered', async () => {
  const far = { ...still, origin: [1000, 0, 0] as Triple }
  const onto = { image: readImageFile(file('rigid')), path: 'folder/rigid.nrrd', register: 'rigid' as const }
  await expect(carryRegion(drawn, 1, { image: far, path: 'far.nrrd' }, onto, images)).rejects.toThrow(
    /^The region drawn on rigid\.nrrd lies wholly outside far\.nrrd where the files say.*hardly overlap/,
  )
})

/** A volume of 3 mm voxels, a value for each point in mm. */
function volumeOf(size: Triple, value: (x: number, y: number, z: number) => number): Volume {
  const [nx, ny] = size
  const data = Float32Array.from({ length: nx * ny * size[2] }, (_, i) =>
    value(3 * (i % nx), 3 * (Math.floor(i / nx) % ny), 3 * Math.floor(i / nx / ny)),
  )
  const direction = [1, 0, 0, 0, 1, 0, 0, 0, 1]
  return { dimension: 3, size, spacing: [3, 3, 3], origin: [0, 0, 0], direction, pixelType: 'float32', data }
}
const ballIn = (image: Volume): Mask => {
  const inside = volumeOf(image.size, (x, y, z) => Number(Math.hypot(x - 57, y - 57, z - 30) < 12))
  return { ...inside, pixelType: 'uint8', data: Uint8Array.from(inside.data) }
}

test('a registration that follows what is inside and parts the outlines of the patient is not used', async () => {
  // A body that tapers to both ends, in which everything has slid by 9 mm: a rigid motion gains inside and loses at the skin.
  const slid = (by: number) =>
    volumeOf([40, 40, 24], (x, y, z) => {
      if (Math.hypot(x - 57, y - 57) > 46 * (1 - 0.2 * ((z - 34) / 34) ** 2)) return 0
      const w = z - by
      return 300 + 110 * Math.sin(w / 7 + x / 30) + 90 * Math.cos(w / 10 - y / 25) + 60 * Math.sin(x / 9 + w / 14)
    })
  const [measured, other] = [slid(0), slid(9)]
  const { carried, note } = await carryRegion(
    ballIn(other),
    1,
    { image: measured, path: 'still.nrrd' },
    { image: other, path: 'slid.nrrd', register: 'rigid' },
    images,
  )
  expect(carried.outlines![1]).toBeLessThan(carried.outlines![0] - 0.01)
  expect(carried.rejected).toMatch(/outlines overlap less than before \(Dice \d\.\d\d to \d\.\d\d\)/)
  expect(note).toMatch(/slid\.nrrd was not used/)
  expect(carried).toMatchObject({ placement: inPlace, moved: 0 })
})

test('a registration that the one the other way round does not bear out is not used', async () => {
  // Two textures that have nothing to do with each other, without air: each way finds a likeness of its own.
  const noise = (name: string) => {
    const random = randomStream(7, name)
    const waves = Array.from({ length: 12 }, () => [
      random.gaussian(),
      random.gaussian(),
      random.gaussian(),
      6 * random.uniform(),
    ])
    return volumeOf([40, 40, 20], (x, y, z) =>
      waves.reduce((sum, [a, b, c, phase]) => sum + Math.sin((a * x + b * y + c * z) / 9 + phase), 100),
    )
  }
  const [measured, other] = [noise('one'), noise('another')]
  const { carried, note } = await carryRegion(
    ballIn(other),
    1,
    { image: measured, path: 'one.nrrd' },
    { image: other, path: 'another.nrrd', register: 'rigid' },
    images,
  )
  expect(carried.outlines).toBeUndefined()
  expect(carried.after).toBeGreaterThan(carried.before)
  expect(carried.disagreement).toBeGreaterThan(Math.hypot(3, 3, 3) / 2)
  expect(carried.rejected).toMatch(
    /forward and back the region lies \d+\.\d mm apart, more than half a voxel \(2\.6 mm\)/,
  )
  expect(note).toMatch(/another\.nrrd was not used/)
  expect(carried).toMatchObject({ placement: inPlace, moved: 0 })
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
