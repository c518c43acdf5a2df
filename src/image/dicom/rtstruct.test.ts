import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import { drawRegions } from '../regions/regions.ts'
import type { Geometry, Volume } from '../volume.ts'
import { drawContours, readStructureSet } from './rtstruct.ts'

interface Case {
  name: string
  by: 'plastimatch' | 'formula'
  file: string
  grid: Geometry
  masks: Record<string, string>
  voxels: Record<string, number>
}
/** Made by test/fixtures/image/make_rtstruct.py. */
const cases: Case[] = JSON.parse(readFileSync(fixture('image', 'rtstruct.json'), 'utf8'))
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))

function dice(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  let [both, one, other] = [0, 0, 0]
  for (let i = 0; i < ours.length; i++) {
    if (ours[i]) one++
    if (theirs[i]) other++
    if (ours[i] && theirs[i]) both++
  }
  return (2 * both) / (one + other)
}

describe.each(cases)('$name', ({ file, grid, masks, voxels, by }) => {
  const regions = readStructureSet(gunzipSync(bytesOf(file)), 'rs.dcm')
  test.each(Object.keys(masks))(`%s is drawn as ${by} draws it`, (name) => {
    const bits = gunzipSync(bytesOf(masks[name]))
    const theirs = Uint8Array.from(
      { length: grid.size[0] * grid.size[1] * grid.size[2] },
      (_, i) => (bits[i >> 3] >> (i & 7)) & 1,
    )
    expect(theirs.reduce((sum, one) => sum + one, 0)).toBe(voxels[name])
    const { number } = regions.regions.find((one) => one.name === name)!
    const { data, outside } = regions.draw(number, grid)
    expect(outside).toBe(0)
    expect(dice(data, theirs)).toBeGreaterThan(0.99)
  })
})

const volume = (grid: Geometry, frameOfReference?: string): Volume => ({
  ...grid,
  pixelType: 'uint8',
  data: new Uint8Array(grid.size[0] * grid.size[1] * grid.size[2]),
  frameOfReference,
})

test('structures are chosen by name; overlap, another frame of reference and a place outside are named', () => {
  const [{ file, grid }] = cases
  const regions = readStructureSet(gunzipSync(bytesOf(file)), 'rs.dcm')
  expect(drawRegions(regions, volume(grid), 'ct', 'Two Parts').segments).toEqual(new Map([[4, 'two parts']]))
  const draw = (image: Volume, which?: string) => () => drawRegions(regions, image, 'ct', which)
  expect(draw(volume(grid))).toThrow(expect.objectContaining({ code: 'NS-DCM-10' }))
  expect(draw(volume(grid), 'tumour')).toThrow(/it has 1 ball, 2 ring/)
  expect(draw(volume(grid, '1.2.3'), 'ball')).toThrow(expect.objectContaining({ code: 'NS-DCM-08' }))
  expect(draw(volume({ ...grid, origin: [0, 0, 500] }), 'ball')).toThrow(expect.objectContaining({ code: 'NS-DCM-11' }))
})

test('a square holds the voxels whose centres it encloses', () => {
  const grid = {
    dimension: 3,
    size: [6, 5, 2],
    spacing: [1, 1, 2],
    origin: [0, 0, 0],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  }
  const square = Float64Array.of(0.5, 0.5, 2, 4.5, 0.5, 2, 4.5, 2.5, 2, 0.5, 2.5, 2)
  const { data } = drawContours([square], grid as Geometry)
  expect([...data.subarray(0, 30)]).toEqual(new Array(30).fill(0))
  expect([...data.subarray(30)].join('')).toBe('000000011110011110000000000000')
  // The same contour twice is no hole.
  expect(drawContours([square, square], grid as Geometry).data).toEqual(data)
})

test('contours on every other slice stand for slabs of two, and the slices between are said to be filled', () => {
  const grid: Geometry = {
    dimension: 3,
    size: [6, 5, 10],
    spacing: [1, 1, 2],
    origin: [0, 0, 0],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  }
  const square = (z: number) => Float64Array.of(0.5, 0.5, z, 4.5, 0.5, z, 4.5, 2.5, z, 0.5, 2.5, z)
  const drawn = drawContours(
    [1, 3, 5, 7].map((slice) => square(2 * slice)),
    grid,
  )
  // 8 voxels in each of 4 slabs of two slices
  expect(drawn.data.reduce((sum, one) => sum + one, 0)).toBe(8 * 8)
  expect(drawn.filled).toBe(4)
  const regions = { file: 'rs.dcm', regions: [{ number: 1, name: 'GTV' }], draw: () => drawn }
  expect(drawRegions(regions, volume(grid), 'ct').notes).toEqual([
    '"GTV" has contours on some slices only: 4 slices between them were filled',
  ])
})

test('a structure set that names the image’s series belongs to it, whatever frame of reference it carries', () => {
  const [{ file, grid }] = cases
  const scan = { patient: '', nameHash: '', study: '', series: ['1.2.9'], instances: [], modality: 'MR', unit: '' }
  const regions = { ...readStructureSet(gunzipSync(bytesOf(file)), 'rs.dcm'), scan }
  const image = { ...volume(grid, '1.2.3'), scan }
  expect(drawRegions(regions, image, 'ct', 'ball').notes).toEqual([
    'rs.dcm carries another frame of reference than the image, but names its series: it is taken as drawn on it',
  ])
  const other = { ...image, scan: { ...scan, series: ['1.2.10'] } }
  expect(() => drawRegions(regions, other, 'ct', 'ball')).toThrow(expect.objectContaining({ code: 'NS-DCM-08' }))
})
