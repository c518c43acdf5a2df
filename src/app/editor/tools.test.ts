import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import type { Geometry, Triple } from '../../image/volume.ts'
import { planesOf } from '../viewer/planes.ts'
import { between, dab, mayPaint, radiusOf } from './brush.ts'
import { fillBetween } from './fill-between.ts'
import { growFrom, keepLargest, removeIslands } from './grow.ts'
import { measureRegion } from './measure.ts'
import { insideOutline } from './polygon.ts'
import { combined, shellOf, smoothed, withinRange, withMargin } from './reshape.ts'
import { copySlice, slicesWith } from './slices.ts'

const upright = { dimension: 3 as const, origin: [0, 0, 0] as Triple, direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] }
const theirs = JSON.parse(readFileSync(fixture('workbench', 'edits.json'), 'utf8'))
const geometry: Geometry = { ...upright, size: theirs.size, spacing: theirs.spacing }
const mask = Uint16Array.from(theirs.image, () => 0)
for (const voxel of theirs.mask) mask[voxel] = 1
const image = Int16Array.from(theirs.image)
const voxelsOf = (of: Uint16Array, label = 1) => Array.from(of.keys()).filter((i) => of[i] === label)

test('largest part, islands, growing from a seed, margins, smoothing and statistics are SimpleITK’s', () => {
  expect(voxelsOf(keepLargest(mask, geometry.size, 1))).toEqual(theirs.largest)
  expect(voxelsOf(removeIslands(mask, geometry.size, 1, 3))).toEqual(theirs.islands)
  const grown = new Uint16Array(mask.length)
  const { seed, low, high, voxels } = theirs.grown
  growFrom(
    geometry.size,
    seed,
    (i) => image[i] >= low && image[i] <= high,
    (i) => {
      grown[i] = 1
    },
  )
  expect(voxelsOf(grown)).toEqual(voxels)
  expect(voxels.length).toBeGreaterThan(50)
  for (const [margin, voxels] of Object.entries(theirs.margin))
    expect(voxelsOf(withMargin(geometry, mask, 1, Number(margin)))).toEqual(voxels)
  for (const [margin, voxels] of Object.entries(theirs.shrunk))
    expect(voxelsOf(withMargin(geometry, mask, 1, -Number(margin)))).toEqual(voxels)
  expect(voxelsOf(smoothed(geometry, mask, 1))).toEqual(theirs.smoothed)
  const measured = measureRegion(geometry, image, mask, 1)
  expect([measured.voxels, measured.least, measured.most]).toEqual([
    theirs.statistics.count,
    theirs.statistics.least,
    theirs.statistics.most,
  ])
  expect(measured.mean).toMatchDigits(theirs.statistics.mean, 1e-12)
  expect(measured.deviation).toMatchDigits(theirs.statistics.sigma, 1e-12)
  expect(measured.volume).toMatchDigits(theirs.statistics.count * 0.8 * 1.1 * 2.5, 1e-12)
  expect(measured.counts.reduce((a, b) => a + b)).toBe(theirs.statistics.count)
})

test('a shell is the margin without the region; hollowing leaves the wall', () => {
  const shell = shellOf(geometry, mask, 1, 2.6, 7)
  expect(voxelsOf(shell)).toEqual(theirs.mask)
  const whole = new Set(theirs.mask)
  expect(voxelsOf(shell, 7)).toEqual(theirs.margin['2.6'].filter((i: number) => !whole.has(i)))
  const wall = shellOf(geometry, mask, 1, -1.2, 7)
  const core = new Set(theirs.shrunk['1.2'])
  expect(voxelsOf(wall, 7)).toEqual(theirs.mask.filter((i: number) => !core.has(i)))
  expect(voxelsOf(wall)).toEqual([])
})

const cube = (n: number): Geometry => ({ ...upright, size: [n, n, n], spacing: [1, 1, 1] })
const count = (of: Geometry, radius: number, plane?: ReturnType<typeof planesOf>['axial']) => {
  let voxels = 0
  dab(of, [20, 20, 20], radius, plane, () => voxels++)
  return voxels
}

test('a brush is a disc and a ball of lattice points (Gauss’s circle: 5, 13, 81, 317; balls: 7, 33, 515, 4169)', () => {
  const grid = cube(41)
  const { axial, sagittal } = planesOf(grid)
  expect([1, 2, 5, 10].map((radius) => count(grid, radius, axial))).toEqual([5, 13, 81, 317])
  expect([1, 2, 5, 10].map((radius) => count(grid, radius))).toEqual([7, 33, 515, 4169])
  // In millimetres: where slices are 2 mm apart, the disc of 4 mm on a sagittal plane is half as high.
  const thick: Geometry = { ...grid, spacing: [1, 1, 2] }
  expect(count(thick, 4, planesOf(thick).sagittal)).toBe(9 + 2 * 7 + 2 * 1)
  expect(radiusOf(thick, sagittal, 20)).toBe(10)
  const ends: number[] = []
  dab(grid, [0, 0, 0], 1, axial, (voxel) => ends.push(voxel))
  expect(ends).toEqual([0, 1, 41])
  expect([...between([0, 0, 0], [3, 1, 0])]).toEqual([
    [0, 0, 0],
    [1, 0, 0],
    [2, 1, 0],
    [3, 1, 0],
  ])
})

test('painting keeps to the labels and values that it may change', () => {
  const labels = Uint16Array.of(0, 1, 2)
  const data = [5, 5, 50]
  const may = (rule: Parameters<typeof mayPaint>[0]) => [0, 1, 2].map((i) => mayPaint(rule, labels, i))
  expect(may({ label: 3, over: 'all' })).toEqual([true, true, true])
  expect(may({ label: 3, over: 'empty' })).toEqual([true, false, false])
  expect(may({ label: 3, over: 2 })).toEqual([false, false, true])
  expect(may({ label: 3, over: 'all', range: { low: 5, high: 9, data } })).toEqual([true, true, false])
})

test('an outline takes the voxels whose centres it holds, on any plane', () => {
  const grid: Geometry = { ...cube(8), size: [8, 7, 6] }
  const planes = planesOf(grid)
  const drawn = (name: 'axial' | 'coronal' | 'sagittal', slice: number, outline: Triple[]) => {
    const found: string[] = []
    insideOutline(grid, planes[name], slice, outline, (i) => {
      found.push(`${i % 8} ${Math.floor(i / 8) % 7} ${Math.floor(i / 56)}`)
    })
    return found.sort()
  }
  expect(
    drawn('axial', 2, [
      [0.5, 0.5, 2],
      [2.5, 0.5, 2],
      [2.5, 1.5, 2],
      [0.5, 1.5, 2],
    ]),
  ).toEqual(['1 1 2', '2 1 2'])
  // A triangle with corners off the centres, on the sagittal plane x = 5: y + z < 4.2 of y, z from 0.8.
  expect(
    drawn('sagittal', 5, [
      [5, 0.8, 0.8],
      [5, 3.4, 0.8],
      [5, 0.8, 3.4],
    ]),
  ).toEqual(['5 1 1', '5 1 2', '5 1 3', '5 2 1', '5 2 2', '5 3 1'])
  expect(drawn('coronal', 0, [[0, 0, 0]])).toEqual([])
})

function discs(...drawn: [slice: number, x: number, y: number, radius: number][]): Uint16Array {
  const out = new Uint16Array(64 ** 3)
  for (const [slice, x, y, radius] of drawn)
    for (let i = 0; i < 64 * 64; i++)
      if (Math.hypot((i % 64) - x, Math.floor(i / 64) - y) <= radius) out[slice * 4096 + i] = 3
  return out
}

test('between two discs the slices are discs of radii in between, and a disc that moves is followed', () => {
  const filled = fillBetween(cube(64), discs([10, 32, 32, 6], [20, 32, 32, 16]), 2, 3)
  expect(slicesWith(filled, [64, 64, 64], 2, 3)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20])
  for (let slice = 11; slice < 20; slice++) {
    const area = filled.subarray(slice * 4096, (slice + 1) * 4096).reduce((sum, value) => sum + Number(value === 3), 0)
    // The radius of a disc of that area, to half a voxel of the linear one.
    expect(Math.abs(Math.sqrt(area / Math.PI) - (6 + (slice - 10)))).toBeLessThan(0.5)
  }
  // The sides of squares lie where a straight line between them does: half widths 4 and 14, in ten steps.
  const squares = new Uint16Array(64 ** 3)
  for (const [slice, half] of [
    [10, 4],
    [20, 14],
  ])
    for (let y = 32 - half; y <= 32 + half; y++)
      squares.fill(3, slice * 4096 + y * 64 + 32 - half, slice * 4096 + y * 64 + 33 + half)
  const sided = fillBetween(cube(64), squares, 2, 3)
  for (let slice = 10; slice <= 20; slice++) {
    const row = voxelsOf(sided.subarray(slice * 4096 + 32 * 64, slice * 4096 + 33 * 64) as Uint16Array, 3)
    expect([row[0], row.at(-1), row.length]).toEqual([28 - (slice - 10), 36 + (slice - 10), 9 + 2 * (slice - 10)])
  }
  // Two discs of radius 4 that do not overlap: half way lies one of radius 4 in the middle.
  const moved = fillBetween(cube(64), discs([10, 12, 20, 4], [14, 44, 20, 4]), 2, 3)
  const middle = voxelsOf(moved.subarray(12 * 4096, 13 * 4096) as Uint16Array, 3)
  const expected = voxelsOf(discs([0, 28, 20, 4]).subarray(0, 4096) as Uint16Array, 3)
  expect(middle).toEqual(expected)
  // Drawn slices stay as they are, and nothing is filled where one slice was drawn.
  expect(fillBetween(cube(64), discs([10, 12, 20, 4]), 2, 3)).toEqual(discs([10, 12, 20, 4]))
})

test('copying a slice, and joining, replacing, inverting and emptying labels', () => {
  const small = Uint16Array.of(1, 0, 2, 0, 0, 2, 0, 0)
  expect([...copySlice(small, [2, 2, 2], 2, 0, 1, 1)]).toEqual([1, 0, 2, 0, 1, 2, 0, 0])
  expect([...copySlice(small, [2, 2, 2], 0, 0, 1, 2)]).toEqual([1, 0, 2, 2, 0, 2, 0, 0])
  const labels = Uint16Array.of(0, 1, 2, 3)
  expect([...combined(labels, 1, 'add', 2)]).toEqual([0, 1, 1, 3])
  expect([...combined(labels, 1, 'copy', 2)]).toEqual([0, 0, 1, 3])
  expect([...combined(labels, 1, 'invert', 0)]).toEqual([1, 0, 2, 3])
  expect([...combined(labels, 1, 'clear', 0)]).toEqual([0, 0, 2, 3])
  expect([...withinRange(labels, 2, { data: [9, 9, 9, 9], low: 0, high: 5 })]).toEqual([0, 1, 0, 3])
})
