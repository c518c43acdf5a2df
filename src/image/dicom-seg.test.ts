import { expect } from 'vitest'
import { shared, sharedTest } from '../../test/support/needs.ts'
import { openImage, openMask, openRegions } from './open.node.ts'
import { readImageFile } from './read.node.ts'
import { listLabels } from './regions.ts'

const dcmqi = (...path: string[]) => shared('real', 'dicom', 'dcmqi', ...path)
const inside = (data: ArrayLike<number>, label?: number) =>
  Array.from(data, (value) => ((label === undefined ? value !== 0 : value === label) ? 1 : 0))

sharedTest('a segmentation equals its label image voxel for voxel', 4, async () => {
  const image = await openImage(dcmqi('ct-3slice'))
  const mask = await openMask(dcmqi('liver.dcm'), image, 'ct-3slice')
  expect(inside(mask.data)).toEqual(inside(readImageFile(dcmqi('liver_seg.nrrd')).data))
  expect(mask.segments).toEqual(new Map([[1, 'Liver']]))
  expect(listLabels(mask)).toMatchObject([{ number: 1, name: 'Liver', slices: 3 }])
  const small = await openMask(
    dcmqi('23x38x3', 'seg', 'label.seg'),
    await openImage(dcmqi('23x38x3', 'image')),
    'image',
  )
  expect(inside(small.data)).toEqual(inside(readImageFile(dcmqi('23x38x3', 'nrrd', 'label.nrrd')).data))
})

sharedTest('overlapping segments are read one by one, and refused in one mask', 7, async () => {
  const image = await openImage(dcmqi('ct-3slice'))
  const { regions } = await openRegions(dcmqi('partial_overlaps.dcm'))
  expect(regions.map(({ name }) => name)).toEqual(['GREEN', 'ORANGE', 'PURPLE', 'LIGHT_BLUE', 'DARK_BLUE'])
  const truths = [1, 2, 3].map((i) => readImageFile(dcmqi(`partial_overlaps-${i}.nrrd`)))
  for (const { number, name } of regions) {
    const { data } = await openMask(dcmqi('partial_overlaps.dcm'), image, 'ct-3slice', name)
    const truth = truths.find((one) => one.data.includes(number))!
    expect(inside(data)).toEqual(inside(truth.data, number))
  }
  await expect(openMask(dcmqi('partial_overlaps.dcm'), image, 'ct-3slice')).rejects.toMatchObject({ code: 'NS-DCM-10' })
})
