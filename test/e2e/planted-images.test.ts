import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Mask, Volume } from '../../src/image/index.ts'
import { writeImageFile } from '../../src/image/platform/write.node.ts'
import { preflight } from '../../src/study/preflight/preflight.ts'
import { scratchFolder } from '../support/cli.ts'
import { opened } from '../support/try-study.ts'

/** What is wrong with one patient's image or mask is told of that patient, whether there are others or not. */
const folder = scratchFolder()
const size: [number, number, number] = [24, 20, 10]
const grid = (patient: number) => ({
  dimension: 3 as const,
  size,
  spacing: [1, 1, 2] as [number, number, number],
  origin: [0, 0, patient] as [number, number, number],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
})
const places = Array.from({ length: 24 * 20 * 10 }, (_, v) => [v % 24, Math.floor(v / 24) % 20, Math.floor(v / 480)])
const inside = (patient: number) =>
  places.map(([x, y, z]) => (x - 8 - patient) ** 2 + (y - 9) ** 2 + 4 * (z - 5) ** 2 < 30)
const volume = (patient: number): Volume => ({
  ...grid(patient),
  pixelType: 'float32',
  data: Float32Array.from(inside(patient), (is, v) => 100 + 80 * Number(is) + ((v * 37 + patient) % 19)),
})
const region = (patient: number): Mask => ({
  ...grid(patient),
  pixelType: 'uint8',
  data: Uint8Array.from(inside(patient), Number),
})
const centre = (patient: number) => 8 + patient + 24 * 9 + 480 * 5

type Plant = (image: string, mask: string, patient: number) => void
const changed = (path: string, of: Volume, change: (value: number, v: number) => number) =>
  writeImageFile({ ...of, data: of.data.map(change) } as Volume, path)
const plants: [string, Plant, code: string, says: RegExp][] = [
  ['no image', (image) => rmSync(image), 'NS-STU-04', /no file/],
  ['no mask', (_, mask) => rmSync(mask), 'NS-STU-04', /no file/],
  ['a damaged image', (image) => truncateSync(image, 400), 'NS-STU-04', /damaged/],
  ['an empty file', (_, mask) => writeFileSync(mask, ''), 'NS-STU-04', /NS-IMG/],
  ['a page for an image', (image) => writeFileSync(image, '<html>'), 'NS-STU-04', /NS-IMG/],
  ['an empty region', (_, mask, p) => changed(mask, region(p), () => 0), 'NS-STU-04', /label|region|mask/],
  ['another label', (_, mask, p) => changed(mask, region(p), (is) => 3 * is), 'NS-STU-04', /3/],
  ['one voxel', (_, mask, p) => changed(mask, region(p), (_is, v) => Number(v === centre(p))), 'NS-STU-04', /voxel/],
  ['another grid', (_, mask, p) => writeImageFile({ ...region(p), origin: [4, 0, p] }, mask), 'NS-STU-04', /origin/],
  [
    'one slice',
    (_, mask, p) => changed(mask, region(p), (is, v) => is * Number(places[v][2] === 5)),
    'NS-CHK-07',
    /slice/,
  ],
  [
    'NaN in the region',
    (image, _, p) => changed(image, volume(p), (x, v) => (v === centre(p) ? Number.NaN : x)),
    'NS-STU-04',
    /1 voxel of the region .* not finite/,
  ],
  [
    'infinity in the region',
    (image, _, p) => changed(image, volume(p), (x, v) => (v === centre(p) ? Infinity : x)),
    'NS-STU-04',
    /not finite/,
  ],
  ['values without end', (image, _, p) => changed(image, volume(p), (x) => x * 1e30), 'NS-STU-04', /grey levels/],
  ['a constant image', (image, _, p) => changed(image, volume(p), () => 7), 'NS-CHK-17', /are 7/],
  ['the mask for an image', (image, _, p) => writeImageFile(region(p), image), 'NS-CHK-17', /are 1/],
  ['the background as region', (_, mask, p) => changed(mask, region(p), (is) => 1 - is), 'NS-CHK-18', /9\d% of it/],
  ['all of the image as region', (_, mask, p) => changed(mask, region(p), () => 1), 'NS-CHK-18', /100% of it/],
]

async function faultsOf(patients: number, planted: (patient: number) => Plant[], sequences = ['t2']) {
  rmSync(join(folder, 'i'), { recursive: true, force: true })
  mkdirSync(join(folder, 'i'), { recursive: true })
  for (let patient = 0; patient < patients; patient++)
    for (const sequence of sequences) {
      const [image, mask] = ['', '_m'].map((end) => join(folder, 'i', `P${patient}_${sequence}${end}.nrrd`))
      writeImageFile(volume(patient), image)
      writeImageFile(region(patient), mask)
      if (sequence === sequences[0]) for (const plant of planted(patient)) plant(image, mask, patient)
    }
  const rows = Array.from({ length: patients }, (_, patient) => `P${patient},${patient % 2}\n`)
  writeFileSync(join(folder, 'c.csv'), `id,her2\n${rows.join('')}`)
  writeFileSync(join(folder, 'p.yaml'), 'imageType: { Original: {} }\nsetting: { binWidth: 25 }\n')
  const images = sequences.map((s) => `  ${s}: { path: 'i/{patient}_${s}.nrrd', mask: 'i/{patient}_${s}_m.nrrd' }\n`)
  writeFileSync(
    join(folder, 'study.yaml'),
    `study: x\ncohort: { file: c.csv, id: id }\noutcome: { column: her2, positive: 1 }\nimages:\n${images.join('')}features: { params: p.yaml, sequences: [${sequences.join(', ')}] }\nsplit: none\n`,
  )
  const { study, context } = await opened(join(folder, 'study.yaml'))
  return (await preflight(study, context)).faults
}

test.each(plants)('%s, of one patient alone, of both and of one of two', async (_, plant, code, says) => {
  for (const [patients, planted] of [
    [1, [0]],
    [2, [0, 1]],
    [2, [1]],
  ] as const) {
    const faults = await faultsOf(patients, (patient) =>
      (planted as readonly number[]).includes(patient) ? [plant] : [],
    )
    const told = faults.filter((one) => one.code === code && says.test(one.what)).map(({ patient }) => patient)
    expect(told, `${patients}: ${JSON.stringify(faults.map(({ what }) => what))}`).toEqual(planted.map((p) => `P${p}`))
  }
})

test('nothing is told of sound images; a sequence of which nothing can be read leaves the other', async () => {
  expect(await faultsOf(2, () => [])).toEqual([])
  for (const patients of [1, 2]) {
    const faults = await faultsOf(patients, () => [plants[1][1]], ['t2', 'dce'])
    expect(faults.filter(({ code }) => code === 'NS-STU-04').length).toBe(patients)
    // Of one patient the outcome has one value: told, and no reason to look at no image.
    expect(faults.some(({ code }) => code === 'NS-STU-08')).toBe(patients === 1)
  }
})

test('all of them at once, each of its own patient', async () => {
  const faults = await faultsOf(plants.length, (patient) => [plants[patient][1]])
  for (const [patient, [name, , code, says]] of plants.entries())
    expect(
      faults.some((one) => one.patient === `P${patient}` && one.code === code && says.test(one.what)),
      name,
    ).toBe(true)
})
