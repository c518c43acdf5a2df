import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { imageOf } from '../../../test/support/phantom.ts'
import { pictureOf } from './picture.ts'

test('a picture shows the slice that holds most of the region, and its outline', () => {
  const image = imageOf([6, 5, 3], [1, 2, 4], (x, y, z) => 10 * x + y + z)
  const mask = { ...image, pixelType: 'uint8' as const, data: new Uint8Array(90) }
  for (const i of [0, 30 + 7, 30 + 8, 30 + 13]) mask.data[i] = 2
  const picture = pictureOf(image, mask, 2)!
  expect(picture).toMatchObject({ slice: 1, size: [6, 5], spacing: [1, 2] })
  // Voxels (1, 1), (2, 1) and (1, 2): eight edges in six straight runs.
  expect(picture.outline).toBe('M1 1H3M2 2H3M1 3H2M1 1V3M2 2V3M3 1V2')
  // Without the label it is the middle slice, and nothing is outlined.
  expect(pictureOf(image, mask, 1)).toMatchObject({ slice: image.size[2] >> 1, outline: '' })
  const view = new DataView(picture.png.buffer)
  expect([view.getUint32(16), view.getUint32(20)]).toEqual([6, 5])
  const length = view.getUint32(33)
  const rows = inflateSync(picture.png.subarray(41, 41 + length))
  expect(rows.length).toBe(5 * 7)
  // From 1.29 to 54.71, the 1st and 99th percentile of the slice; its voxel (5, 0) holds 51.
  expect([rows[1], rows[6]]).toEqual([0, 237])
})

test('large slices are averaged to at most 192 pixels', () => {
  const image = imageOf([500, 300, 1], [1, 1, 1], (x) => x)
  const mask = { ...image, pixelType: 'uint8' as const, data: new Uint8Array(150000).fill(1) }
  const { png, outline } = pictureOf(image, mask, 1)!
  const view = new DataView(png.buffer)
  expect([view.getUint32(16), view.getUint32(20)]).toEqual([167, 100])
  expect(outline).toBe('M0 0H500M0 300H500M0 0V300M500 0V300')
})
