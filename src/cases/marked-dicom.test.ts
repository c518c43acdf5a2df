import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { fixture } from '../../test/support/needs.ts'
import { images } from '../../test/support/platform.ts'
import { labelLayer, labelVoxels } from '../features/regions/mask.ts'
import { openCase } from './open-case.ts'

/** Made by test/fixtures/image/make_marked_dicom.py; the counts are numpy's. */
const made: {
  slices: string[]
  withoutSpacing: string[]
  padding: { value: number; voxels: number }
  structures: { halfOpen: string; allOpen: string; gap: string; area: number }
  fractional: { file: string; voxels: Record<string, number> }
} = JSON.parse(readFileSync(fixture('image', 'marked-dicom.json'), 'utf8'))

const folder = mkdtempSync(join(tmpdir(), 'nomoscope-marked-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, gunzipSync(Buffer.from(text, 'base64')))
  return path
}

function series(name: string, texts: string[]): string {
  mkdirSync(join(folder, name), { recursive: true })
  for (const [i, text] of texts.entries()) file(join(name, `${i}.dcm`), text)
  return join(folder, name)
}

const image = series('slices', made.slices)
const { structures, fractional, padding } = made

test('padding inside a region is told with its count and its rescaled value', async () => {
  const mask = file('gap.dcm', structures.gap)
  const { notes } = await openCase({ image, mask }, images)
  const all = 3 * structures.area
  expect(notes).toContain(
    `Image: ${padding.voxels} of the region's ${all} voxels have the value ${padding.value}, by which the file marks padding.`,
  )
})

test('pixels without a spacing are refused, not taken to be a millimetre', async () => {
  const mask = file('gap.dcm', structures.gap)
  const opened = openCase({ image: series('without', made.withoutSpacing), mask }, images)
  await expect(opened).rejects.toThrow(/without a position in the patient or a spacing/)
})

test('a slice between contours that has none is told, and open contours are', async () => {
  const drawn = async (text: string) => {
    const { mask, label, notes } = await openCase({ image, mask: file('rs.dcm', text) }, images)
    return { voxels: labelVoxels(mask).get(label), told: notes.filter((note) => note.startsWith('Mask:')) }
  }
  expect(await drawn(structures.gap)).toEqual({
    voxels: 3 * structures.area,
    told: ['Mask: "GTV" has no contour on 1 slice between others, where it stays empty.'],
  })
  expect(await drawn(structures.halfOpen)).toEqual({
    voxels: 2 * structures.area,
    told: ['Mask: of "GTV" 2 contours (OPEN_PLANAR, POINT) were left out: they enclose nothing.'],
  })
  await expect(drawn(structures.allOpen)).rejects.toThrow(expect.objectContaining({ code: 'NS-DCM-27' }))
})

test.each(['0.1', '0.3', '0.5'])('a voxel of a segmentation of fractions counts from %s on', async (from) => {
  const mask = file('seg.dcm', fractional.file)
  const opened = await openCase({ image, mask, threshold: Number(from) }, images)
  expect(labelVoxels(opened.mask).get(opened.label)).toBe(fractional.voxels[from])
})

test('half of a voxel is enough where no threshold is given', async () => {
  const { mask, label } = await openCase({ image, mask: file('seg.dcm', fractional.file) }, images)
  expect(labelVoxels(mask).get(label)).toBe(fractional.voxels['0.5'])
})

test('a label below 0 is listed as it was stored', () => {
  const grid = {
    dimension: 3,
    size: [3, 1, 1],
    spacing: [1, 1, 1],
    origin: [0, 0, 0],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  }
  const mask = { ...grid, pixelType: 'int16', data: Int16Array.of(0, -1, -1) } as Parameters<typeof labelLayer>[0]
  expect(() => labelLayer(mask, 1, 0)).toThrow('it has −1 (2 voxels)')
})
