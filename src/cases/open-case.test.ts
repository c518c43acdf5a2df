import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { fixture } from '../../test/support/needs.ts'
import { images } from '../../test/support/platform.ts'
import { openImage } from '../image/platform/open.node.ts'
import { writeImageFile } from '../image/platform/write.node.ts'
import type { Mask } from '../image/volume.ts'
import { openCase } from './open-case.ts'

const folder = mkdtempSync(join(tmpdir(), 'nomoscope-case-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Made by test/fixtures/image/make_dicom.py. */
const { series }: { series: { name: string; files: Record<string, string> }[] } = JSON.parse(
  readFileSync(fixture('image', 'dicom.json'), 'utf8'),
)

function unpack(name: string): string {
  const into = join(folder, name)
  mkdirSync(into, { recursive: true })
  for (const [file, text] of Object.entries(series.find((one) => one.name === name)!.files))
    writeFileSync(join(into, file), Buffer.from(text, 'base64'))
  return into
}

/** A mask on an image's grid, its labels by voxel. */
async function maskOn(path: string, source: string, labels: Record<number, number>, segments?: Mask['segments']) {
  const { pixelType: _, data, frameOfReference: __, ...grid } = await openImage(path, source)
  const mask = Uint8Array.from({ length: data.length }, (_, i) => labels[i] ?? 0)
  const file = join(folder, 'mask.seg.nrrd')
  writeImageFile({ ...grid, pixelType: 'uint8', data: mask, segments } as Mask, file)
  return file
}

test('where a mask has several labels, the one that was taken is said with all there are', async () => {
  const image = unpack('axial')
  const segments = new Map([
    [1, 'tumour'],
    [2, 'necrosis'],
  ])
  const mask = await maskOn(image, 'series 5', { 3: 1, 4: 1, 8: 2 }, segments)
  const notes = async (more: object) => (await openCase({ image, mask, ...more }, images)).notes.slice(1)
  const [said] = await notes({})
  expect(said).toMatch(/^Region: tumour \(1, 0\.\d\d mL\), of tumour \(1, 0\.\d\d mL\), necrosis \(2, 0\.\d\d mL\)\.$/)
  expect(await notes({ label: 2 })).toEqual([])
  expect(await notes({ region: 'necrosis' })).toEqual(['Region: necrosis (2).'])
})

test('how much of a region a map could not be computed in is said', async () => {
  // The signal rises with b at every voxel of this series: no coefficient anywhere.
  const image = unpack('b-values, GE')
  const mask = await maskOn(image, 'b0', { 0: 1, 5: 1, 7: 1 })
  const { notes } = await openCase({ image, mask, source: 'adc' }, images)
  expect(notes.at(-1)).toBe("The map could not be computed in 3 of the region's 3 voxels, which are 0.")
  expect((await openCase({ image, mask, source: 'b800' }, images)).notes).toHaveLength(1)
})
