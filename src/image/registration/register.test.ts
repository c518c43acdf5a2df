import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fixture, shared, sharedTest } from '../../../test/support/needs.ts'
import { toIndex, toPoint } from '../grid/geometry.ts'
import { samplerOf } from '../grid/interpolators.ts'
import { extremes } from '../kernels/extremes.ts'
import { openImage } from '../platform/open.node.ts'
import type { Triple, Volume } from '../volume.ts'
import { after, inPlace, inSpaceOf, inverted, type Placement, placed, rotation } from './placement.ts'
import { type Freedom, register } from './register.ts'

// Made by test/fixtures/registration/make.py: SimpleITK's Resample under known transforms.
const expected = JSON.parse(readFileSync(fixture('registration', 'expected.json'), 'utf8'))
const file = (name: string) => openImage(fixture('registration', `${name}.nrrd`))
const [still, label] = [await file('still'), await file('label')]

/** Mean distance in mm between where two placements put the voxels of a region. */
function targetError(region: Volume, one: Placement, other: Placement): number {
  const [nx, ny] = region.size
  let [sum, count] = [0, 0]
  for (let i = 0; i < region.data.length; i++) {
    if (region.data[i] !== 1) continue
    const point = toPoint(region, [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)])
    const [a, b] = [placed(one, point), placed(other, point)]
    sum += Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
    count++
  }
  return sum / count
}

test.each(['rigid', 'affine'] as const)(
  'a planted %s motion on another grid with another contrast is recovered',
  async (freedom) => {
    const truth: Placement = expected[freedom]
    const found = register(still, await file(freedom), freedom)
    expect(targetError(label, inPlace, truth)).toBeGreaterThan(4)
    expect(targetError(label, found.placement, truth)).toBeLessThan(0.3)
    expect(found.after).toBeGreaterThan(found.before)
  },
)

test('the same images give the same bytes, and images that lie alike stay where they are', async () => {
  const other = await file('rigid')
  expect(JSON.stringify(register(still, other))).toBe(JSON.stringify(register(still, other)))
  const same = register(still, still)
  expect(targetError(label, same.placement, inPlace)).toBeLessThan(0.02)
})

test('images without structure are left where they are', () => {
  const even = { ...still, data: new Float32Array(still.data.length).fill(3) }
  const found = register(still, even)
  expect(found.placement).toEqual(inPlace)
  expect(found.after > found.before).toBe(false)
})

test('one slice is moved within its plane', () => {
  const area = still.size[0] * still.size[1]
  const slice = {
    ...still,
    size: [still.size[0], still.size[1], 1] as Triple,
    data: still.data.slice(24 * area, 25 * area),
  }
  const truth: Placement = { ...inPlace, offset: [5, -3, 0] }
  const { placement } = register(slice, inSpaceOf(slice, inverted(truth)))
  expect(placed(placement, toPoint(slice, [34, 24, 0]))).toMatchDigits(placed(truth, toPoint(slice, [34, 24, 0])), 0.05)
})

test('a moved geometry is the placement', async () => {
  const truth: Placement = expected.affine
  const other = await file('affine')
  const moved = inSpaceOf(other, truth)
  // A voxel of the other image lies at the inverse of the placement.
  const index: Triple = [10, 20, 5]
  expect(placed(truth, toPoint(moved, index))).toMatchDigits(toPoint(other, index), 1e-12)
  const away = (a: number[], b: number[]) => Math.max(...a.map((value, k) => Math.abs(value - b[k])))
  expect(away(after(truth, inverted(truth)).matrix, inPlace.matrix)).toBeLessThan(1e-12)
  expect(away(rotation([0, 0, Math.PI / 2]), [0, -1, 0, 1, 0, 0, 0, 0, 1])).toBeLessThan(1e-12)
})

/** An image that shows at placed(truth, x) what the still one has at x (cubic splines), in another contrast, with noise. */
function planted(image: Volume, truth: Placement, contrast: (share: number) => number): Volume {
  const back = inverted(truth)
  const sample = samplerOf(image, 'sitkBSpline')
  const most = extremes(image.data).maximum
  const [nx, ny, nz] = image.size
  const data = new Float32Array(image.data.length)
  let state = 1
  for (let z = 0, i = 0; z < nz; z++)
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++, i++) {
        const at = toIndex(image, placed(back, toPoint(image, [x, y, z])))
        const inside = at.every((where, axis) => where >= -0.5 && where < image.size[axis] - 0.5)
        state = (state * 48271) % 2147483647
        data[i] = 1000 * contrast(inside ? sample(...at) / most : 0) + (40 * state) / 2147483647
      }
  return { ...image, pixelType: 'float32', data }
}

/** A change of points around an image's centre. */
function aboutCentre(image: Volume, matrix: number[], shift: Triple): Placement {
  const centre = toPoint(image, image.size.map((n) => (n - 1) / 2) as Triple)
  const [x, y, z] = centre
  const offset = centre.map(
    (at, i) => at + shift[i] - (matrix[3 * i] * x + matrix[3 * i + 1] * y + matrix[3 * i + 2] * z),
  ) as Triple
  return { matrix, offset }
}

const radians = (degrees: number[]) => degrees.map((one) => (one * Math.PI) / 180) as Triple
const motions: [Freedom, number[], Triple][] = [
  ['rigid', rotation(radians([2, -1.5, 4])), [4, -3, 2.5]],
  ['rigid', rotation(radians([0.5, 0, -1])), [1, 1.2, -0.7]],
  ['affine', [1.03, 0.01, 0, -0.015, 0.98, 0.01, 0.01, 0, 1.02], [3, 2, -2]],
]

for (const name of ['brain1', 'breast1'])
  sharedTest(
    `planted motions of ${name} are recovered within 0.3 mm of its tumour, also in another contrast`,
    6,
    async () => {
      const image = await openImage(shared('real', `${name}_image.nrrd`))
      const region = await openImage(shared('real', `${name}_label.nrrd`))
      for (const [freedom, matrix, shift] of motions) {
        const truth = aboutCentre(image, matrix, shift)
        for (const contrast of [(share: number) => share, (share: number) => Math.abs(share - 0.35)])
          expect(
            targetError(region, register(image, planted(image, truth, contrast), freedom).placement, truth),
          ).toBeLessThan(0.3)
      }
    },
    120_000,
  )
