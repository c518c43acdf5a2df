import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import { compareGeometry } from '../grid/geometry.ts'
import { readImageFile } from '../platform/read.node.ts'
import { writeImageFile } from '../platform/write.node.ts'
import type { Mask, PixelType } from '../volume.ts'
import { readImage } from './read.ts'
import { component } from './voxels.ts'
import { writeImage } from './write.ts'

const folder = mkdtempSync(join(tmpdir(), 'nomoscope-write-'))
afterAll(() => rmSync(folder, { recursive: true }))

const oblique = readImageFile(fixture('radiomics', 'oblique_image.nrrd'))

test.each(['a.nrrd', 'a.nii', 'a.nii.gz', 'a.mha'])('%s gives back what was written', (name) => {
  writeImageFile(oblique, join(folder, name))
  const again = readImageFile(join(folder, name))
  expect(again.pixelType).toBe(oblique.pixelType)
  expect(again.data).toEqual(oblique.data)
  // NIfTI holds its geometry in single precision.
  expect(compareGeometry(oblique, again, /nii/.test(name) ? 2e-5 : 1e-12)).toEqual([])
  expect(readdirSync(folder).filter((left) => left.endsWith('.part'))).toEqual([])
})

const types: PixelType[] = [
  'uint8',
  'int8',
  'uint16',
  'int16',
  'uint32',
  'int32',
  'uint64',
  'int64',
  'float32',
  'float64',
]
test.each(types)('%s survives every format, in two dimensions and with components', (pixelType) => {
  const volume = {
    dimension: 2,
    size: [3, 2, 1],
    spacing: [0.5, 2, 1],
    origin: [3, -4, 0],
    direction: [0, 1, 0, -1, 0, 0, 0, 0, 1],
    pixelType,
    components: 2,
    data: Float64Array.of(0, 1, 2, 3, 4, 5, 100, 101, 102, 103, 104, 105),
  } satisfies Mask
  for (const name of ['a.nrrd', 'a.nii', 'a.nii.gz', 'a.mha']) {
    const again = readImage(writeImage(volume, name), name)
    expect({ ...again, data: [...again.data] }).toEqual({ ...volume, data: [...volume.data] })
    expect([...component(again, 1).data]).toEqual([100, 101, 102, 103, 104, 105])
  }
})

test('segments keep their names in NRRD', () => {
  const mask = {
    ...readImageFile(fixture('radiomics', 'lesion_label.nrrd')),
    segments: new Map([[1, 'tumour: left\nbreast']]),
  }
  expect(readImage(writeImage(mask, 'm.seg.nrrd'), 'm.seg.nrrd').segments).toEqual(mask.segments)
})
