import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { fixture, shared, sharedTest } from '../../../test/support/needs.ts'
import { Problem } from '../../errors/index.ts'
import { toPoint } from '../grid/geometry.ts'
import { readImageFile } from '../platform/read.node.ts'
import { readImage } from './read.ts'

interface Case {
  name: string
  file: string
  files: Record<string, string>
  itk: null | {
    dimension: number
    size: number[]
    spacing: number[]
    origin: number[]
    direction: number[]
    pixelType: string
    components: number
    data: number[]
  }
}

/** Made by test/fixtures/image/make.py. */
const cases: Case[] = JSON.parse(readFileSync(fixture('image', 'cases.json'), 'utf8'))
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
const folder = mkdtempSync(join(tmpdir(), 'nomoscope-read-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe.each(cases)('$name', ({ file, files, itk }) => {
  const inBrowser = () =>
    readImage(bytesOf(files[file]), file, {
      detached: (name) => {
        const found = files[name.replace('./', '')]
        return found === undefined ? undefined : bytesOf(found)
      },
    })
  const inNode = () => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), bytesOf(text))
    return readImageFile(join(folder, file))
  }
  test.each([inBrowser, inNode])('equals SimpleITK', (read) => {
    if (!itk) {
      expect(read).toThrow(Problem)
      return
    }
    const volume = read()
    expect(volume.pixelType).toBe(itk.pixelType)
    expect([volume.dimension, ...volume.size]).toEqual([itk.dimension, ...itk.size])
    expect(volume.components ?? 1).toBe(itk.components)
    expect(volume.spacing).toMatchDigits(itk.spacing, 1e-12)
    expect(volume.origin).toMatchDigits(itk.origin, 1e-12)
    for (const [i, cosine] of volume.direction.entries()) expect(cosine).toBeCloseTo(itk.direction[i], 12)
    expect([...volume.data]).toEqual(itk.data)
  })
})

/** Made by test/fixtures/image/make_nifti2.py: ITK does not read NIfTI-2, nibabel does. */
const second: { name: string; file: string; bytes: string; size: number[]; affine: number[][]; data: number[] }[] =
  JSON.parse(readFileSync(fixture('image', 'nifti2.json'), 'utf8')).cases

test.each(second)('NIfTI-2, $name, equals nibabel', ({ file, bytes, size, affine, data }) => {
  const volume = readImage(bytesOf(bytes), file)
  expect(volume.size).toEqual(size)
  expect([...volume.data]).toMatchDigits(data, 1e-12)
  // nibabel's millimetres are RAS, ours LPS.
  for (const index of [
    [0, 0, 0],
    [3, 0, 0],
    [0, 2, 0],
    [3, 2, 4],
  ] as const) {
    const ras = affine.slice(0, 3).map((row) => row[3] + row[0] * index[0] + row[1] * index[1] + row[2] * index[2])
    const point = toPoint(volume, [...index])
    for (const [k, sign] of [-1, -1, 1].entries()) expect(point[k]).toBeCloseTo(sign * ras[k], 4)
  }
})

const nrrd = (header: string, data = new Uint8Array(0)) =>
  new Uint8Array([...new TextEncoder().encode(`NRRD0004\n${header}\n\n`), ...data])
const small = 'type: uint8\ndimension: 3\nsizes: 2 2 2\nencoding: raw'

test.each([
  ['nothing', new Uint8Array(0), 'NS-IMG-02', /empty/],
  ['text', new TextEncoder().encode('patient;her2\n1;0\n'), 'NS-IMG-01', /not an image/],
  [
    'sizes that lie',
    nrrd('type: double\ndimension: 3\nsizes: 60000 60000 60000\nendian: little\nencoding: raw'),
    'NS-IMG-03',
    /1728000000000000 bytes/,
  ],
  [
    'sizes beyond what gzip can hold',
    nrrd('type: uint8\ndimension: 2\nsizes: 60000 60000\nencoding: gzip', new Uint8Array(30)),
    'NS-IMG-02',
    /at most/,
  ],
  ['a size of zero', nrrd(small.replace('2 2 2', '2 0 2')), 'NS-IMG-02', /an axis 0 voxels/],
  ['a fractional size', nrrd(small.replace('2 2 2', '2 1.5 2')), 'NS-IMG-02', /an axis 1.5 voxels/],
  ['fewer sizes than axes', nrrd(small.replace('2 2 2', '2 2')), 'NS-IMG-02', /3 axes but 2 sizes/],
  ['an unknown type', nrrd(small.replace('uint8', 'block')), 'NS-IMG-05', /"block"/],
  ['a space in metres', nrrd(`${small}\nspace units: "m" "m" "m"`), 'NS-IMG-05', /space unit "m"/],
  ['bzip2', nrrd(small.replace('raw', 'bzip2')), 'NS-IMG-05', /"bzip2"/],
  [
    'an integer beyond 53 bits',
    nrrd('type: int64\ndimension: 2\nsizes: 1 1\nendian: little\nencoding: raw', new Uint8Array(8).fill(17)),
    'NS-IMG-02',
    /53 bits/,
  ],
  ['data that is not there', nrrd(`${small}\ndata file: ../../etc/passwd`), 'NS-IMG-04', /passwd/],
])('%s is a named fault', (_, bytes, code, message) => {
  let caught: unknown
  try {
    readImage(bytes, 'x.nrrd')
  } catch (problem) {
    caught = problem
  }
  expect(caught).toMatchObject({ code, message: expect.stringMatching(message) })
})

test('data outside the folder of its header is not read', () => {
  writeFileSync(join(folder, 'outside.nhdr'), nrrd(`${small}\ndata file: /etc/hostname`))
  expect(() => readImageFile(join(folder, 'outside.nhdr'))).toThrow(expect.objectContaining({ code: 'NS-IMG-04' }))
  expect(() => readImageFile(join(folder, 'absent.nrrd'))).toThrow(expect.objectContaining({ code: 'NS-USE-01' }))
})

test('an altered gzip is found by its checksum', () => {
  const { files } = cases.find(({ name }) => name === 'written oblique 0 .nii.gz')!
  const bytes = bytesOf(files['a.nii.gz'])
  bytes[bytes.length - 8] ^= 1
  expect(() => readImage(bytes, 'a.nii.gz')).toThrow(/cannot be unpacked/)
})

test('a NIfTI file whose gzip breaks off is damaged, in the header or behind it', () => {
  const { files } = cases.find(({ name }) => name === 'written oblique 0 .nii.gz')!
  const bytes = bytesOf(files['a.nii.gz'])
  for (const length of [20, 60, bytes.length - 9])
    for (const read of [
      () => readImage(bytes.subarray(0, length), 'a.nii.gz'),
      () => {
        writeFileSync(join(folder, 'broken.nii.gz'), bytes.subarray(0, length))
        return readImageFile(join(folder, 'broken.nii.gz'))
      },
    ])
      expect(read).toThrow(expect.objectContaining({ code: 'NS-IMG-02' }))
})

sharedTest('the IBSI phantom is read whole', 2, () => {
  const volume = readImageFile(shared('real', 'ibsi', 'ct_radiomics_phantom_phantom.nii.gz'))
  expect(volume.size).toEqual([204, 201, 60])
  const mask = readImageFile(shared('real', 'ibsi', 'ct_radiomics_phantom_mask.nii.gz'))
  expect(mask.data.filter((label) => label !== 0).length).toBe(125256)
})
