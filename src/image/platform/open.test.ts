import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import { readLabelNames } from '../regions/label-names.ts'
import type { Mask } from '../volume.ts'
import { openImage, openMask, openRegions } from './open.node.ts'
import { writeImageFile } from './write.node.ts'

const folder = mkdtempSync(join(tmpdir(), 'nomoscope-open-'))
afterAll(() => rmSync(folder, { recursive: true }))
const inFolder = (...path: string[]) => join(folder, ...path)

/** Made by test/fixtures/image/make_dicom.py. */
const series: { name: string; files: Record<string, string> }[] = JSON.parse(
  readFileSync(fixture('image', 'dicom.json'), 'utf8'),
).series

/** A folder of DICOM files, one series in a folder of its own. */
function unpack(into: string, ...names: string[]): string {
  for (const [i, name] of names.entries()) {
    mkdirSync(inFolder(into, String(i)), { recursive: true })
    const { files } = series.find((one) => one.name === name)!
    for (const [file, text] of Object.entries(files))
      writeFileSync(inFolder(into, String(i), file), Buffer.from(text, 'base64'))
  }
  return inFolder(into)
}

const small: Mask = {
  dimension: 3,
  size: [3, 2, 1],
  spacing: [1, 1, 1],
  origin: [0, 0, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  pixelType: 'uint8',
  data: Uint8Array.of(0, 1, 2, 2, 5, 0),
}

test('a folder opens as its only series, by phase, or as a map of its phases', async () => {
  const one = await openImage(unpack('oblique', 'oblique'))
  expect(one.size).toEqual([4, 3, 5])
  const dynamic = unpack('dynamic', 'phases by TriggerTime')
  await expect(openImage(dynamic)).rejects.toMatchObject({ code: 'NS-DCM-06' })
  const [first, second] = [await openImage(dynamic, 'phase 1'), await openImage(dynamic, 'phase 2')]
  expect([...(await openImage(dynamic, 'subtraction')).data]).toEqual(
    [...second.data].map((value, i) => value - first.data[i]),
  )
  expect([...(await openImage(dynamic, 'subtraction 3')).data].every((value) => value === 200)).toBe(true)
  // Voxels hold 0, 100 and 200 and their place: those that start from 0 have no first signal, others rise on and on.
  const curves = await openImage(dynamic, 'curve')
  expect([...new Set<number>(curves.data)].sort()).toEqual([0, 1])
  expect(new Set<number>((await openImage(dynamic, 'curve 50 1000000 60')).data)).toEqual(new Set([0, 2]))
  const unenhanced = Array.from<number>(first.data).map((value) => Number(!(value > 0)))
  expect([...(await openImage(dynamic, 'pe failed')).data]).toEqual(unenhanced)
  await expect(openImage(dynamic, 'curve 50')).rejects.toMatchObject({ code: 'NS-DCM-07' })
  const diffusion = unpack('diffusion', 'b-values, GE')
  expect([...(await openImage(diffusion, 'b800')).data][0]).toBe(200)
  const adc = await openImage(diffusion, 'adc')
  // The signal rises with b here, and is 0 at one voxel: no coefficient anywhere.
  expect([...adc.data].every((value) => value === 0)).toBe(true)
  expect((await openImage(diffusion, 'ADC failed')).data.every((failed) => failed === 1)).toBe(true)
  await expect(openImage(diffusion, 'adc b0 b500')).rejects.toMatchObject({ code: 'NS-DCM-07' })
  await expect(openImage(diffusion, 'adc b800')).rejects.toMatchObject({ code: 'NS-DCM-14' })
  await expect(openImage(diffusion, 'pe')).rejects.toMatchObject({ code: 'NS-DCM-07' })
  await expect(openImage(inFolder('absent'))).rejects.toMatchObject({ code: 'NS-USE-01' })
  mkdirSync(inFolder('empty'))
  await expect(openImage(inFolder('empty'))).rejects.toMatchObject({ code: 'NS-DCM-05' })
})

test('phases that are series of their own are put in order of time when a phase or a map is asked for', async () => {
  const path = unpack('separate', 'phases in series of their own')
  await expect(openImage(path)).rejects.toThrow(
    /4 images: series 4 t2 tse; series 18 t1 fs post 2; series 19 t1 fs post 1; series 20/,
  )
  // Voxels hold 100 × the phase, and the series' numbers run backwards.
  expect((await openImage(path, 'phase 1')).data[0]).toBe(0)
  expect((await openImage(path, 'phase 3')).data[0]).toBe(200)
  expect((await openImage(path, 'subtraction')).data[0]).toBe(100)
  expect((await openImage(path, 'ttp')).data[0]).toBe(240)
  expect((await openImage(path, 'series 4')).data[0]).toBe(300)
})

test('localisers do not stand in the way of the one series that is meant', async () => {
  const path = unpack('examination', 'a localiser', 'one slice')
  expect((await openImage(path)).size).toEqual([4, 3, 1])
  // By its frame of reference.
  expect((await openImage(path)).frameOfReference).toBe('1.2.826.0.1.3680043.10.1234.0.3')
})

test('a mask opens whole, or with the region that is named', async () => {
  const segments = new Map([
    [1, 'tumour'],
    [2, 'necrosis'],
  ])
  writeImageFile({ ...small, segments }, inFolder('named.seg.nrrd'))
  const named = inFolder('named.seg.nrrd')
  expect((await openMask(named, small, 'image')).segments).toEqual(segments)
  expect([...(await openMask(named, small, 'image', 2)).data]).toEqual([...small.data])
  expect([...(await openMask(named, small, 'image', 'Necrosis')).data]).toEqual([0, 0, 2, 2, 0, 0])
  await expect(openMask(named, small, 'image', 'cyst')).rejects.toThrow(/it has 1 tumour, 2 necrosis/)
  await expect(openRegions(unpack('none', 'axial'))).rejects.toMatchObject({ code: 'NS-DCM-26' })
})

test('3D Slicer’s layers are told apart', async () => {
  const header = [
    'NRRD0004',
    'type: uint8',
    'dimension: 4',
    'space: left-posterior-superior',
    'sizes: 2 2 2 1',
    'space directions: none (1,0,0) (0,1,0) (0,0,1)',
    'kinds: list domain domain domain',
    'encoding: raw',
    'space origin: (0,0,0)',
    'Segment0_Name:=whole',
    'Segment0_LabelValue:=1',
    'Segment0_Layer:=0',
    'Segment1_Name:=core',
    'Segment1_LabelValue:=1',
    'Segment1_Layer:=1',
    '',
    '',
  ].join('\n')
  writeFileSync(inFolder('layers.seg.nrrd'), Buffer.concat([Buffer.from(header), Buffer.of(1, 0, 1, 1, 1, 0, 0, 0)]))
  const open = (region: string) => openMask(inFolder('layers.seg.nrrd'), small, 'image', region)
  expect([...(await open('whole')).data]).toEqual([1, 1, 1, 0])
  expect([...(await open('core')).data]).toEqual([0, 1, 0, 0])
  expect((await openMask(inFolder('layers.seg.nrrd'), small, 'image')).layers).toHaveLength(2)
  await expect(open('rim')).rejects.toMatchObject({ code: 'NS-DCM-09' })
})

test('ITK-SNAP’s label descriptors name the labels of the mask beside them', async () => {
  const text = [
    '# ITK-SnAP Label Description File',
    '    0     0    0    0        0  0  0    "Clear Label"',
    '    1   255    0    0        1  1  1    "Tumour, left"',
    '    2     0  255    0     0.45  1  1    "Node"',
    'nonsense',
  ].join('\r\n')
  const names = new Map([
    [1, 'Tumour, left'],
    [2, 'Node'],
  ])
  expect(readLabelNames(text)).toEqual(names)
  writeImageFile(small, inFolder('snap.nii.gz'))
  writeFileSync(inFolder('snap.label'), text)
  expect((await openMask(inFolder('snap.nii.gz'), small, 'image')).segments).toEqual(names)
  expect([...(await openMask(inFolder('snap.nii.gz'), small, 'image', 'node')).data]).toEqual([0, 0, 2, 2, 0, 0])
})
