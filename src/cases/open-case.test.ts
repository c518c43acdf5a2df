import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { fixture } from '../../test/support/needs.ts'
import { images, platform } from '../../test/support/platform.ts'
import { openImage } from '../image/platform/open.node.ts'
import { writeImageFile } from '../image/platform/write.node.ts'
import type { Mask } from '../image/volume.ts'
import { extractCase } from './extract.ts'
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

test('of several labels as one region those count that a patient has, which is said; a mask with none is refused', async () => {
  const image = unpack('axial')
  const mask = await maskOn(image, 'series 5', { 3: 1, 4: 1, 8: 4 })
  const opened = await openCase({ image, mask, label: [2, 1, 4] }, images)
  expect([3, 4, 8, 9].map((i) => opened.mask.data[i])).toEqual([2, 2, 2, 0])
  expect(opened.label).toBe(2)
  expect(opened.notes).toContain('Mask: mask.seg.nrrd has no label 2; it has 1, 4.')
  await expect(openCase({ image, mask, label: [2, 3] }, images)).rejects.toThrow('no single region "2, 3"; it has 1, 4')
})

test("features of several labels as one region are PyRadiomics' of the united mask", async () => {
  const whole = await openImage(fixture('radiomics', 'lesion_label.nrrd'))
  const mask = join(folder, 'parts.nrrd')
  // The lesion in three labels, with a fourth beside it that is not asked for.
  const data = Uint8Array.from(whole.data, (value, i) => (value === 1 ? [1, 2, 4][i % 3] : i % 50 === 0 ? 3 : 0))
  writeImageFile({ ...whole, pixelType: 'uint8', data } as Mask, mask)
  const expected = JSON.parse(readFileSync(fixture('radiomics', 'lesion.default.json'), 'utf8')).features
  const { values } = await extractCase(
    { image: fixture('radiomics', 'lesion_image.nrrd'), mask, label: [1, 2, 4], params: '{}' },
    platform,
  )
  const names = Object.keys(expected).filter((name) => !name.startsWith('diagnostics_'))
  expect(names.length).toBeGreaterThan(100)
  for (const name of names)
    expect(Math.abs((values[name] as number) / expected[name] - 1), `${name}: ${values[name]}`).toBeLessThan(1e-6)
})

test('how much of a region a map could not be computed in is said', async () => {
  // The signal rises with b at every voxel of this series: no coefficient anywhere.
  const image = unpack('b-values, GE')
  const mask = await maskOn(image, 'b0', { 0: 1, 5: 1, 7: 1 })
  const { notes } = await openCase({ image, mask, source: 'adc' }, images)
  expect(notes.at(-1)).toBe("The map could not be computed in 3 of the region's 3 voxels, which are 0.")
  expect((await openCase({ image, mask, source: 'b800' }, images)).notes).toHaveLength(1)
})

test('a derived region is cut by a mask and by the air around the patient, and says so', async () => {
  const [nx, ny, nz] = [20, 20, 5]
  const grid = {
    dimension: 3 as const,
    size: [nx, ny, nz] as [number, number, number],
    spacing: [1, 1, 2] as [number, number, number],
    origin: [0, 0, 0] as [number, number, number],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  }
  const at = (x: number, y: number, z: number) => x + nx * (y + ny * z)
  // A patient from x = 5 on with a dark cyst, air before it, and a lesion of one voxel at x = 7.
  const values = Int16Array.from({ length: nx * ny * nz }, (_, i) => (i % nx < 5 ? 0 : 400 + (i % 7)))
  values[at(8, 10, 2)] = 0
  const drawn = new Uint8Array(values.length)
  drawn[at(7, 10, 2)] = 1
  const breast = Uint8Array.from(values, (_, i) => (i % nx < 9 ? 1 : 0))
  const write = (name: string, volume: object) => {
    const file = join(folder, name)
    writeImageFile({ ...grid, ...volume } as Mask, file)
    return file
  }
  const image = write('shell-image.nrrd', { pixelType: 'int16', data: values })
  const mask = write('shell-mask.nrrd', { pixelType: 'uint8', data: drawn })
  const within = write('shell-breast.nrrd', { pixelType: 'uint8', data: breast })
  const voxelsOf = async (derive: object) => {
    const { mask: measured, notes } = await openCase({ image, mask, derive }, images)
    return { voxels: Array.from(measured.data).reduce((sum, value) => sum + value, 0), notes }
  }
  // Within 3 mm of a centre on a 1 × 1 × 2 mm grid: 29 voxels of its slice, 21 of each neighbour; the lesion is left out.
  expect(await voxelsOf({ shell: [0, 3] })).toEqual({
    voxels: 70,
    notes: ['Region: shell 0 to 3 mm of label 1, 70 voxels.'],
  })
  // One voxel of the slice lies at x = 4, in air; the cyst is no air around the patient.
  const cut = await voxelsOf({ shell: [0, 3], clip: 'air' })
  expect(cut.notes).toEqual(['Region: shell 0 to 3 mm of label 1, 69 voxels, 1 more cut off in air.'])
  // Beyond x = 8 lie 5 voxels at x = 9 and 1 at x = 10 in the slice, 3 at x = 9 above and below it.
  const inBreast = await voxelsOf({ shell: [0, 3], clip: { mask: within } })
  expect(inBreast.notes[0]).toMatch(/cut off outside the given mask\.$/)
  expect(inBreast.voxels).toBe(70 - 6 - 2 * 3)
})
