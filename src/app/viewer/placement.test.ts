import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import type { Geometry, Triple } from '../../image/volume.ts'
import { randomStream } from '../../statistics/resampling/random.ts'
import {
  fitZoom,
  fromCanvas,
  type Placement,
  patientPoint,
  placePoint,
  toCanvas,
  voxelAt,
  zoomedAt,
} from './placement.ts'
import { lettersOf, planeNames, planesOf } from './planes.ts'
import { stepsOf } from './slice-pixels.ts'

interface Clicks {
  volumes: (Geometry & { name: string; determinant: number; points: { point: Triple; voxel: Triple }[] })[]
}
const { volumes }: Clicks = JSON.parse(readFileSync(fixture('workbench', 'clicks.json'), 'utf8'))

const { uniform } = randomStream(7, 'clicks')
const random = (from: number, to: number) => from + (to - from) * uniform()
const anyPlacement = (geometry: Geometry, plane: ReturnType<typeof planesOf>['axial']): Placement => {
  const [width, height] = [Math.round(random(200, 1200)), Math.round(random(200, 900))]
  const zoom = fitZoom(geometry, plane, width, height) * Math.exp(random(-1, 3))
  return { zoom, pan: [random(-300, 300), random(-300, 300)], width, height }
}

test('1,000 clicks land on the voxel that SimpleITK finds the point in, in each plane, zoomed and moved', () => {
  let right = 0
  for (const volume of volumes) {
    const planes = planesOf(volume)
    for (const { point, voxel } of volume.points) {
      const hits = planeNames.map((name) => {
        const plane = planes[name]
        const placement = anyPlacement(volume, plane)
        const { x, y, slice } = placePoint(volume, plane, placement, point)
        const clicked = fromCanvas(volume, plane, placement, Math.round(slice), x, y)
        return String(voxelAt(volume, clicked)) === String(voxel)
      })
      if (hits.every(Boolean)) right++
    }
  }
  expect(right).toBe(1000)
})

test('the screen is radiological: right is the patient’s left, the nose is to the left, the head is up', () => {
  const wanted = { axial: { across: 0, down: 1 }, coronal: { across: 0, down: -2 }, sagittal: { across: 1, down: -2 } }
  expect(volumes.map(({ determinant }) => Math.sign(Math.round(determinant)))).toEqual([1, 1, -1, 1, -1])
  for (const volume of volumes) {
    const planes = planesOf(volume)
    expect(new Set(planeNames.map((name) => planes[name].normal.axis)).size).toBe(3)
    for (const name of planeNames) {
      const plane = planes[name]
      const placement = anyPlacement(volume, plane)
      const at = (x: number, y: number) => patientPoint(volume, plane, placement, 3, x, y)
      const strongest = (to: Triple) => {
        const by = to.map((value, axis) => value - at(50, 50)[axis])
        const axis = by.map(Math.abs).indexOf(Math.max(...by.map(Math.abs)))
        return Object.is(Math.sign(by[axis]), -1) ? -axis : axis
      }
      expect([volume.name, name, strongest(at(90, 50)), strongest(at(50, 90))]).toEqual([
        volume.name,
        name,
        wanted[name].across,
        wanted[name].down,
      ])
    }
  }
})

test('letters name the patient’s sides, two of them where a slice is oblique', () => {
  expect(planesOf(volumes[0]).axial.letters).toEqual({ left: 'R', right: 'L', top: 'A', bottom: 'P' })
  expect(planesOf(volumes[2]).sagittal.letters).toEqual({ left: 'A', right: 'P', top: 'S', bottom: 'I' })
  expect(planesOf(volumes[3]).coronal.letters).toEqual({ left: 'R', right: 'L', top: 'S', bottom: 'I' })
  const thirty = (30 * Math.PI) / 180
  expect(lettersOf([Math.cos(thirty), -Math.sin(thirty), 0])).toBe('LA')
  expect(lettersOf([Math.cos(0.2), 0, -Math.sin(0.2)])).toBe('L')
})

test('zooming keeps what is under the pointer; canvas and voxel are inverse', () => {
  const [volume] = volumes
  const plane = planesOf(volume).coronal
  const before = anyPlacement(volume, plane)
  const after = zoomedAt(before, 1.7, 123, 45)
  const under = (placement: Placement) => fromCanvas(volume, plane, placement, 4, 123, 45)
  for (let axis = 0; axis < 3; axis++) expect(under(after)[axis]).toMatchDigits(under(before)[axis], 1e-12)
  expect(after.zoom / before.zoom).toMatchDigits(1.7, 1e-12)
  const [x, y] = toCanvas(volume, plane, after, under(after))
  expect([x, y].map((at) => Math.round(at * 1e9) / 1e9)).toEqual([123, 45])
  expect(voxelAt(volume, [-0.6, 0, 0])).toBeUndefined()
})

test('the pixels of a slice are the voxels that a click on them finds', () => {
  for (const volume of volumes) {
    const planes = planesOf(volume)
    for (const name of planeNames) {
      const plane = planes[name]
      const steps = stepsOf(volume, plane, 2)
      // One pixel a voxel across, at the place where the picture's own middle is.
      const placement = { zoom: 8, pan: [0, 0] as [number, number], width: 4000, height: 4000 }
      for (const [column, row] of [
        [0, 0],
        [steps.columns - 1, 1],
        [3, steps.rows - 2],
      ]) {
        const x = 2000 + (column - (steps.columns - 1) / 2) * volume.spacing[plane.across.axis] * 8
        const y = 2000 + (row - (steps.rows - 1) / 2) * volume.spacing[plane.down.axis] * 8
        const [i, j, k] = voxelAt(volume, fromCanvas(volume, plane, placement, 2, x, y))!
        expect(steps.start + column * steps.across + row * steps.down).toBe(
          i + volume.size[0] * (j + volume.size[1] * k),
        )
      }
    }
  }
})
