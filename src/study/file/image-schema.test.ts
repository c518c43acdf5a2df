import { expect, test } from 'vitest'
import { n4Defaults } from '../../image/bias/n4.ts'
import { images, n4Settings } from './image-schema.ts'

const dce = { path: 'dce', masks: { anna: 'a', bo: 'b' }, label: 2 }

test('a registered sequence has the masks of the one that they were drawn on, where it names none', () => {
  const read = images.parse({
    dce,
    t2: { path: 't2', register: { from: 'dce' } },
    dwi: { path: 'dwi', mask: 'c', register: { from: 'dce', transform: 'affine' } },
  })
  expect(read.t2).toMatchObject({ masks: dce.masks, label: 2, register: { from: 'dce', transform: 'rigid' } })
  expect(read.dwi).toMatchObject({ mask: 'c', register: { transform: 'affine' } })
  expect([read.dwi.masks, read.dwi.label]).toEqual([undefined, undefined])
})

test('a time–signal curve goes with no region that was drawn elsewhere', () => {
  const { success, error } = images.safeParse({ dce, t2: { path: 't2', curve: {}, register: { from: 'dce' } } })
  expect(success).toBe(false)
  expect(error!.issues[0].message).toMatch(/time–signal curve is of the phases that the region was drawn on/)
})

test("N4's settings are SimpleITK's where the file says no more than true, and each level has its iterations", () => {
  expect(images.parse({ dce: { ...dce, n4: true } }).dce.n4).toEqual(n4Defaults)
  expect(n4Settings.parse({ numberOfFittingLevels: 2 }).maximumNumberOfIterations).toEqual([50, 50])
  const wrong = n4Settings.safeParse({ numberOfFittingLevels: 2, maximumNumberOfIterations: [50] })
  expect(wrong.error!.issues[0].message).toMatch(/one number for each of numberOfFittingLevels/)
})
