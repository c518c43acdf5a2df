import { expect, test } from 'vitest'
import { fixture } from '../../test/support/needs.ts'
import { images } from '../../test/support/platform.ts'
import { readImageFile } from '../image/platform/read.node.ts'
import { regionSlice } from './region-slice.ts'

test('the slice is a square around the region, on which both readers are outlined', async () => {
  const [image, mask] = ['image', 'label'].map((part) => fixture('radiomics', `lesion_${part}.nrrd`))
  const shown = await regionSlice({ image, mask, other: mask }, images)
  const [source, drawn] = [image, mask].map((path) => readImageFile(path))
  const [nx, ny, nz] = source.size
  const slices = Array.from({ length: nz }, (_, z) => drawn.data.subarray(z * nx * ny, (z + 1) * nx * ny))
  const counts = slices.map((slice) => slice.filter((voxel) => voxel === 1).length)
  const z = counts.indexOf(Math.max(...counts))
  const inside = Array.from(shown.mask as Float64Array).flatMap((voxel, i) => (voxel === 1 ? [i] : []))
  expect(inside.length).toBe(counts[z])
  expect(shown.secondMask).toEqual(shown.mask)
  const sorted = (values: number[]) => values.sort((a, b) => a - b)
  expect(sorted(inside.map((i) => shown.values[i]))).toEqual(
    sorted(Array.from(source.data.subarray(z * nx * ny, (z + 1) * nx * ny)).filter((_, i) => slices[z][i] === 1)),
  )
  const [wide, high] = [shown.columns * shown.spacing[0], shown.rows * shown.spacing[1]]
  expect(Math.abs(wide - high)).toBeLessThanOrEqual(Math.max(...shown.spacing))
})

test('where regions were drawn on another image, those of both readers are carried from it', async () => {
  const [image, mask, other] = ['still', 'drawn', 'rigid'].map((name) => fixture('registration', `${name}.nrrd`))
  const task = { image, mask, other: mask, drawn: { image: other, register: 'rigid' as const } }
  const shown = await regionSlice(task, images)
  expect(readImageFile(mask).size).not.toEqual(readImageFile(image).size)
  expect(Array.from(shown.mask!)).toContain(1)
  expect(shown.secondMask).toEqual(shown.mask)
})
