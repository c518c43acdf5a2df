import { expect, test } from 'vitest'
import { drawContours } from '../dicom/rtstruct.ts'
import { shareBeyond } from '../regions/contour-clip.ts'
import { drawRegions, type Regions } from '../regions/regions.ts'
import type { Geometry, Volume } from '../volume.ts'

const identity = [1, 0, 0, 0, 1, 0, 0, 0, 1]
/** Ten by ten by four voxels of 1 × 1 × 2 mm, from −0.5 to 9.5 mm along x and y and from −1 to 7 mm along z. */
const grid: Geometry = { dimension: 3, size: [10, 10, 4], spacing: [1, 1, 2], origin: [0, 0, 0], direction: identity }
const rectangle = (x0: number, y0: number, x1: number, y1: number, z: number) =>
  Float64Array.of(x0, y0, z, x1, y0, z, x1, y1, z, x0, y1, z)
const outside = (...contours: Float64Array[]) => drawContours(contours, grid).outside

test.each([
  ['nothing of a rectangle inside', 0, [rectangle(1, 1, 5, 3, 2)]],
  ['nothing of one that ends where the image does', 0, [rectangle(-0.5, -0.5, 9.5, 9.5, 2)]],
  // 4 mm wide, its left 1.5 mm beyond −0.5.
  ['3/8 of one that reaches 1.5 of 4 mm out', 1.5 / 4, [rectangle(-2, 1, 2, 3, 2)]],
  // Of 6 × 4 mm, 3 × 2 mm is in the corner of the image.
  ['3/4 of one across a corner', 3 / 4, [rectangle(6.5, 7.5, 12.5, 11.5, 2)]],
  ['all of one beside', 1, [rectangle(20, 1, 24, 3, 2)]],
  // Slices at 0 to 6 mm reach to 7; the contours at 8 and 10 lie beyond.
  ['2/5 of a stack of five', 2 / 5, [2, 4, 6, 8, 10].map((z) => rectangle(1, 1, 5, 5, z))],
  // 8 × 4 less a hole of 2 × 2, half of each beyond: (16 − 2) / 28. The hole is drawn first.
  ['half of a ring', 1 / 2, [rectangle(8.5, 3, 10.5, 5, 2), rectangle(5.5, 2, 13.5, 6, 2)]],
  // The hole lies wholly beyond: (16 − 4) of 28.
  ['12/28 of a ring whose hole is beyond', 12 / 28, [rectangle(5.5, 2, 13.5, 6, 2), rectangle(10.5, 3, 12.5, 5, 2)]],
  ['half of a contour that is there twice', 1 / 2, [rectangle(7.5, 1, 11.5, 2, 2), rectangle(7.5, 1, 11.5, 2, 2)]],
])('%s is lost', (_, expected, contours) => {
  expect(outside(...contours)).toBeCloseTo(expected, 2)
})

test('a concave contour loses what its area says', () => {
  // A U open to the right: 6 × 5 less a notch of 4 × 1; beyond x = 9.5 are two arms of 3 × 2 mm: 12 of 26.
  const u = [6.5, 1, 12.5, 1, 12.5, 3, 8.5, 3, 8.5, 4, 12.5, 4, 12.5, 6, 6.5, 6]
  const points = Float64Array.from({ length: 24 }, (_, i) => (i % 3 === 2 ? 2 : u[2 * Math.floor(i / 3) + (i % 3)]))
  expect(outside(points)).toBeCloseTo(12 / 26, 2)
})

test('contours that cut through the slices are measured in their own planes', () => {
  // Sagittal rectangles at x = 2 and 3, 4 mm along y and 12 mm along z from −3: 2 + 2 of 12 mm lie beyond −1 and 7 mm.
  const sagittal = (x: number) => Float64Array.of(x, 2, -3, x, 6, -3, x, 6, 9, x, 2, 9)
  expect(outside(sagittal(2), sagittal(3))).toBeCloseTo(4 / 12, 2)
  // The one at x = 20 is lost besides; a smaller one behind it is no hole of it.
  expect(outside(sagittal(2), sagittal(20))).toBeCloseTo((4 / 12 + 1) / 2, 2)
})

test('holes are holes of their own plane only', () => {
  const [large, small] = [rectangle(5.5, 1, 13.5, 5, 0), rectangle(10, 2, 12, 4, 2)]
  // 16 of 32 and 4 of 4.
  expect(shareBeyond([large, small], [10, 10, 4])).toBeCloseTo(20 / 36, 2)
})

const image: Volume = { ...grid, pixelType: 'uint8', data: new Uint8Array(400), frameOfReference: '1.2' }
const regions = (share: number, voxels: number): Regions => ({
  file: 'rs.dcm',
  frameOfReference: '1.2',
  regions: [
    { number: 1, name: 'whole' },
    { number: 2, name: 'cut' },
  ],
  draw: (number) => ({
    data: Uint8Array.from({ length: 400 }, (_, i) => (number === 1 ? Number(i === 0) : Number(i > 0 && i <= voxels))),
    outside: number === 1 ? 0 : share,
  }),
})

test('a mask says what of each region was lost; a region wholly outside is a named fault', () => {
  expect(drawRegions(regions(0.25, 3), image, 'dce').beyond).toEqual(new Map([[2, 0.25]]))
  expect(drawRegions(regions(0.25, 3), image, 'dce', 'whole').beyond).toBe(undefined)
  expect(() => drawRegions(regions(1, 0), image, 'dce', 'cut')).toThrow(expect.objectContaining({ code: 'NS-DCM-11' }))
  expect(() => drawRegions(regions(1, 0), { ...image, frameOfReference: '1.3' }, 'dce')).toThrow(
    expect.objectContaining({ code: 'NS-DCM-08' }),
  )
})
