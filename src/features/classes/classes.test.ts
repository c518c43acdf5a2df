import { expect, test } from 'vitest'
import type { Mask, Volume } from '../../image/volume.ts'
import { extract, readSettings } from '../index.ts'
import { voxelMaps } from '../voxel/maps.ts'
import type { FeatureClassDefinition } from './feature-class.ts'
import { shapeClass } from './shape.ts'

const image: Volume = {
  dimension: 3,
  size: [4, 4, 4],
  spacing: [1, 1, 1],
  origin: [0, 0, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  pixelType: 'uint8',
  data: Uint8Array.from({ length: 64 }, (_, i) => i),
}
const mask: Mask = { ...image, data: new Uint8Array(64).fill(1) }

test('a class that does not exist is named, with the nearest that does, and not taken for another', async () => {
  const settings = readSettings()
  // as JavaScript may hand it over
  settings.featureClasses = [['gldzm' as 'gldm', []]]
  const fault = { code: 'NS-FEA-17', message: 'The feature class gldzm is not known; did you mean gldm?' }
  await expect(extract(image, mask, settings)).rejects.toMatchObject(fault)
  expect(() => voxelMaps(image, mask, settings)).toThrow(expect.objectContaining(fault))
})

test('a class without a calculator does not compile', () => {
  const { compute, ...rest } = shapeClass
  // @ts-expect-error: no compute
  const incomplete: FeatureClassDefinition = rest
  expect(Object.keys(incomplete)).not.toContain('compute')
})
