import { expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import { readImageFile } from '../platform/read.node.ts'
import type { Geometry } from '../volume.ts'
import { compareGeometry, describeDifferences, sameGeometry, toIndex, toPoint } from './geometry.ts'

const plain: Geometry = {
  dimension: 3,
  size: [4, 5, 6],
  spacing: [0.5, 1, 2],
  origin: [10, 20, 30],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
}

test('a grid equals itself and another within the tolerance of its first spacing', () => {
  expect(sameGeometry(plain, plain)).toBe(true)
  expect(sameGeometry(plain, { ...plain, origin: [10, 20, 30 + 4e-7] })).toBe(true)
  expect(sameGeometry(plain, { ...plain, origin: [10, 20, 30 + 6e-7] })).toBe(false)
  expect(sameGeometry(plain, { ...plain, origin: [10, 20, 30.01] }, 0.1)).toBe(true)
})

test('differences say by how much and along which axis', () => {
  const turned = Math.PI / 60
  const [c, s] = [Math.cos(turned), Math.sin(turned)]
  const differences = compareGeometry(plain, {
    ...plain,
    size: [4, 5, 9],
    spacing: [0.5, 1.25, 2],
    origin: [10, 18, 30],
    direction: [c, -s, 0, s, c, 0, 0, 0, 1],
  })
  expect(differences.map(({ property, axis, by, unit }) => [property, axis, Number(by.toFixed(9)), unit])).toEqual([
    ['direction', 'x', 3, 'degrees'],
    ['spacing', 'y', 0.25, 'mm'],
    ['origin', 'y', -2, 'mm'],
    ['direction', 'y', 3, 'degrees'],
    ['size', 'z', 3, 'voxels'],
  ])
  expect(describeDifferences(differences)).toBe(
    'direction 3 degrees along x, spacing 0.25 mm along y, origin -2 mm along y, direction 3 degrees along y, size 3 voxels along z',
  )
  expect(describeDifferences(compareGeometry(plain, { ...plain, dimension: 2 }))).toBe('2 dimensions instead of 3')
})

test('points and indices are each other’s inverse on an oblique grid', () => {
  const oblique = readImageFile(fixture('radiomics', 'oblique_image.nrrd'))
  expect(toPoint(oblique, [0, 0, 0])).toEqual(oblique.origin)
  // One step along an axis is its spacing.
  const [from, to] = [toPoint(oblique, [3, 4, 5]), toPoint(oblique, [3, 4, 6])]
  expect(Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2])).toBeCloseTo(oblique.spacing[2], 12)
  expect(toIndex(oblique, toPoint(oblique, [3.25, -4, 7]))).toMatchDigits([3.25, -4, 7], 1e-12)
  expect(toPoint(plain, [1, 2, 3])).toEqual([10.5, 22, 36])
  expect(() => toIndex({ ...plain, direction: [1, 0, 0, 1, 0, 0, 0, 0, 1] }, [0, 0, 0])).toThrow(RangeError)
})
