import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fixture, shared, sharedTest } from '../../../test/support/needs.ts'
import { openImage } from '../platform/open.node.ts'
import type { Volume } from '../volume.ts'
import { chooseVolume } from './choose.ts'
import { phasesAcrossSeries } from './phases.ts'
import { useCodecs } from './pixels/pixels.ts'
import { acquiredFromSource, phasesOfSource } from './select-source.ts'
import { readSeries } from './series.ts'
import { readDicomVolume } from './volume.ts'

useCodecs(() => import('./pixels/codecs.ts'))

interface Itk {
  size: number[]
  spacing: number[]
  origin: number[]
  direction: number[]
  pixelType: string
  data: number[]
}
interface Folder {
  name: string
  files: Record<string, string>
  itk?: Itk
  names?: string[]
  times?: number[]
  key?: string
  b?: number[]
  factors?: number[]
  rescaled?: [slope: number, intercept: number]
  fault?: string
  note?: string
  localiser?: boolean
}

/** Made by test/fixtures/image/make_dicom.py. */
const made: {
  syntaxes: { name: string; file: string; itk: Itk }[]
  types: { name: string; file: string; itk: Itk }[]
  series: Folder[]
} = JSON.parse(readFileSync(fixture('image', 'dicom.json'), 'utf8'))

const sources = (files: Record<string, string>) =>
  Object.entries(files).map(([name, text]) => ({ name, read: () => new Uint8Array(Buffer.from(text, 'base64')) }))

function expectItk(volume: Volume, itk: Itk) {
  expect(volume.pixelType).toBe(itk.pixelType)
  expect(volume.size).toEqual(itk.size)
  expect(volume.spacing).toMatchDigits(itk.spacing, 1e-12)
  expect(volume.origin).toMatchDigits(itk.origin, 1e-12)
  for (const [i, cosine] of volume.direction.entries()) expect(cosine).toBeCloseTo(itk.direction[i], 12)
  expect([...volume.data]).toEqual(itk.data)
}

test.each([...made.syntaxes, ...made.types])('$name equals SimpleITK', async ({ name, file, itk }) => {
  const [volume] = await readSeries(sources({ [name]: file }))
  // GDCM knows the thickness of a lone slice by other attributes for some kinds of file.
  expectItk({ ...(await readDicomVolume(volume)), spacing: itk.spacing as Volume['spacing'] }, itk)
})

describe.each(made.series)('$name', (folder) => {
  test('is sorted, split and named', async () => {
    const volumes = await readSeries(sources(folder.files))
    if (folder.itk) {
      expect(volumes).toHaveLength(1)
      expectItk(await readDicomVolume(volumes[0]), folder.itk)
    }
    if (folder.fault) {
      expect(volumes.flatMap(({ faults }) => faults.map(({ code }) => code))).toEqual([folder.fault])
      await expect(readDicomVolume(volumes[0])).rejects.toMatchObject({ code: folder.fault })
    }
    if (!folder.names) return
    expect(volumes.map(({ name }) => name)).toEqual(folder.names)
    expect(volumes.flatMap(({ faults }) => faults)).toEqual([])
    if (folder.times) expect(volumes.map(({ time }) => time)).toMatchDigits(folder.times, 0.2)
    if (folder.b) expect(volumes.map(({ bValue }) => bValue)).toEqual(folder.b)
    if (folder.key) expect(volumes[0].notes.join()).toContain(`distinguished by ${folder.key}`)
    if (folder.note) expect(volumes[0].notes.join()).toContain(folder.note)
    expect(volumes.map(({ localiser }) => localiser)).toEqual(volumes.map(() => folder.localiser ?? false))
    for (const [acquisition, volume] of volumes.entries()) {
      const [slope, intercept] = folder.rescaled ?? [folder.factors?.[acquisition] ?? 1, 0]
      const { data, size } = await readDicomVolume(volume, volumes)
      const codes = Array.from(data, (_, i) => {
        const [x, y, z] = [i % size[0], Math.floor(i / size[0]) % size[1], Math.floor(i / size[0] / size[1])]
        // A coronal slice's normal points along y, a sagittal one's along x; all were stacked along it.
        return (100 * acquisition + 10 * z + x + y) * slope + intercept
      })
      expect([...data]).toEqual(codes)
    }
  })
})

test('a map rests on the first phase or the lowest b-value, and phases come one at a time', async () => {
  const folder = (wanted: string) => readSeries(sources(made.series.find(({ name }) => name === wanted)!.files))
  const phases = async (volumes: Awaited<ReturnType<typeof folder>>, source?: string) => {
    const found: number[][] = []
    for await (const { data } of phasesOfSource(volumes, 'dce', source)) found.push([...data])
    return found
  }
  for (const name of ['phases by TriggerTime', 'phases in series of their own']) {
    const volumes = await folder(name)
    const named = phasesAcrossSeries(volumes).filter(({ phase }) => phase !== undefined)
    const all = await Promise.all(
      [1, 2, 3].slice(0, named.length).map(async (number) => {
        const one = named.find(({ phase }) => phase === number)!
        return [...(await readDicomVolume(one, volumes)).data]
      }),
    )
    expect(all.length).toBeGreaterThan(1)
    expect(all[1][0] - all[0][0]).toBe(100)
    expect([...(await acquiredFromSource(volumes, 'dce', 'pe')).data]).toEqual(all[0])
    expect([...(await acquiredFromSource(volumes, 'dce', 'phase 2')).data]).toEqual(all[1])
    expect(await phases(volumes, 'phase 2')).toEqual(all)
    expect(await phases(volumes, 'pe')).toEqual(all)
  }
  const diffusion = await folder('b-values, standard')
  const lowest = diffusion.reduce((least, one) => (one.bValue! < least.bValue! ? one : least))
  expect([...(await acquiredFromSource(diffusion, 'dwi', 'adc')).data]).toEqual([
    ...(await readDicomVolume(lowest, diffusion)).data,
  ])
  expect(await phases(diffusion, 'adc')).toEqual([])
})

test('a source is chosen by phase, number or description, and asked for where there are several', async () => {
  const volumes = await readSeries(sources(made.series.find(({ name }) => name === 'phases by TriggerTime')!.files))
  expect(chooseVolume(volumes, 'dce', 'phase 2').phase).toBe(2)
  expect(chooseVolume(volumes, 'dce', 'series 5, Phase 3').phase).toBe(3)
  expect(() => chooseVolume(volumes, 'dce')).toThrow(/phase 1; series 5 t1 fl3d dyn, phase 2/)
  expect(() => chooseVolume(volumes, 'dce', 'phase 4')).toThrow(expect.objectContaining({ code: 'NS-DCM-07' }))
  expect(() => chooseVolume([], 'dce')).toThrow(expect.objectContaining({ code: 'NS-DCM-05' }))
})

sharedTest('the oblique series has SimpleITK’s geometry', 5, async () => {
  const volume = await openImage(shared('real', 'dicom', 'rt-utils'))
  expect(volume.size).toEqual([100, 50, 3])
  expect(volume.origin).toEqual([123, -432, 30])
  expect(volume.spacing).toMatchDigits([2.5, 3.5, 4.499999806095195], 1e-12)
  // SimpleITK 2.5.7's.
  expect(volume.direction).toMatchDigits(
    [
      0.954166593975979, 0.278588595292682, -0.109336661340695, -0.208075667884742, 0.880127985128456,
      0.426707448057851, 0.21510608400182, -0.384399693504789, 0.897756229863556,
    ],
    1e-13,
  )
  expect(Array.from<number>(volume.data).reduce((sum, value) => sum + value, 0)).toBeCloseTo(365.254, 9)
})

// The positions lie where the files say; ITK's reader takes the mean step, as we do, and warns.
sharedTest('slices a hair off their grid are taken as even, and that is said', 4, async () => {
  for (const [name, note] of [
    ['131-slices-0.04-mm-off', 'slices lie up to 0.036 mm off even steps of 3.265 mm and are taken as even'],
    ['172-slices-0.035-mm-off', 'slices lie up to 0.032 mm off even steps of 2.496 mm and are taken as even'],
  ]) {
    const folder = shared('cases', name, 'img')
    const files = readdirSync(folder).map((file) => ({
      name: file,
      read: () => new Uint8Array(readFileSync(`${folder}/${file}`)),
    }))
    const [volume] = await readSeries(files)
    expect(volume.faults).toEqual([])
    expect(volume.notes).toEqual([note])
  }
})
