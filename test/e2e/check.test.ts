import { copyFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { demoPatients } from '../../src/demo/cohort.ts'
import { demoImages } from '../../src/demo/images.ts'
import { demoParams } from '../../src/demo/texts.ts'
import type { Mask, Volume } from '../../src/image/index.ts'
import { readImageFile } from '../../src/image/platform/read.node.ts'
import { writeImageFile } from '../../src/image/platform/write.node.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'

const folder = scratchFolder()
const at = (...path: string[]) => join(folder, ...path)
const image = (id: string, name: string) => at('images', id, `${name}.nrrd`)
const patients = demoPatients(3).filter(({ eligible }) => eligible)
const ids = patients.slice(0, 16).map(({ id }) => id)

/** Sixteen patients of the demo, one fault in each of the first ones. */
function studyWithFaults(): string {
  const write = (path: string, bytes: string | Uint8Array) => {
    mkdirSync(dirname(at(path)), { recursive: true })
    writeFileSync(at(path), bytes)
  }
  for (const patient of patients.slice(0, 16)) for (const { path, bytes } of demoImages(patient, 3)) write(path, bytes)
  const change = (id: string, name: string, how: (volume: Volume) => Partial<Mask>) => {
    const volume = readImageFile(image(id, name))
    writeImageFile({ ...volume, ...how(volume) } as Volume, image(id, name))
  }
  const [a, b, c, d, e, f, g, h, i, j, k, l] = ids
  rmSync(image(a, 't2'))
  truncateSync(image(b, 't2'), 2000)
  // Another grid: moved by 4 mm along y, at equal size; and one that is off by rounding.
  change(c, 'dce_reader1', ({ origin: [x, y, z] }) => ({ origin: [x, y + 4, z] }))
  change(d, 'dce_reader1', ({ origin: [x, y, z] }) => ({ origin: [x + 0.004, y, z] }))
  change(e, 't2_reader1', ({ data }) => ({ data: data.map((value) => 3 * value) as Uint8Array }))
  change(f, 't2', ({ spacing: [x, y] }) => ({ spacing: [x, y, 4] }))
  for (const reader of [1, 2]) change(f, `t2_reader${reader}`, ({ spacing: [x, y] }) => ({ spacing: [x, y, 4] }))
  change(g, 't2', ({ data }) => ({ pixelType: 'float32', data: Float32Array.from(data, (value) => value / 1000) }))
  copyFileSync(image(h, 't2'), image(i, 't2'))
  copyFileSync(image(h, 'dce_reader1'), image(h, 'dce_reader2'))
  change(j, 'dce_reader2', ({ data }) => ({ data: data.map((_, v) => data[v + 8] ?? 0) as Uint8Array }))
  change(k, 't2_reader1', ({ data, size: [nx, ny, nz] }) => {
    const slice = nz >> 1
    return { data: data.map((value, v) => (Math.floor(v / nx / ny) === slice ? value : 0)) as Uint8Array }
  })
  const clip = (value: number) => Math.min(value, 500)
  change(l, 'dce_phase2', ({ data }) => ({ data: data.map(clip) as Int16Array }))
  const rows = ids.map((id, n) => `${id},${n % 2}`)
  write('cohort.csv', ['patient,her2', ...rows, 'NOBODY,1', ''].join('\n'))
  write(
    'codebook.yaml',
    'variables: { patient: { type: id }, her2: { type: binary, levels: { 0: No, 1: Yes }, measured: tissue } }\n',
  )
  write('params.yaml', demoParams)
  write(
    'study.yaml',
    `study: Faults
cohort: { file: cohort.csv, id: patient, codebook: codebook.yaml }
outcome: { column: her2, positive: 1 }
criteria: { include: ["has_features = 'yes'"] }
images:
  dce:
    path: images/{patient}/dce_phase2.nrrd
    masks: { reader1: 'images/{patient}/dce_reader1.nrrd', reader2: 'images/{patient}/dce_reader2.nrrd' }
    curve:
      phases: ['images/{patient}/dce_phase0.nrrd', 'images/{patient}/dce_phase2.nrrd', 'images/{patient}/dce_phase7.nrrd']
      times: [0, 120, 420]
  t2:
    path: images/{patient}/t2.nrrd
    masks: { reader1: 'images/{patient}/t2_reader1.nrrd', reader2: 'images/{patient}/t2_reader2.nrrd' }
features: { params: params.yaml }
quality: true
split: none
`,
  )
  return at('study.yaml')
}

const run = nomoscope('check', studyWithFaults(), '--sheet', at('sheet.html'))
const lines = run.stdout.trim().split('\n')
const [a, b, c, d, e, f, g, h, i, j, k, l] = ids

test.each([
  ['not found', `NS-CHK-09.*${a}.*t2.nrrd`],
  ['not readable', `NS-STU-04.*patient ${b}: ${b}, t2 by reader1: NS-IMG-02`],
  [
    'another place, and no repair without a look',
    `NS-STU-04.*patient ${c}: ${c}, dce by reader1.*4 mm along y.*Compare both outlines`,
  ],
  [
    'off by rounding, which is safe',
    `NS-STU-04.*patient ${d}: ${d}, dce by reader1.*0.004 mm along x.*correctMask: true`,
  ],
  ['another label', `NS-STU-04.*patient ${e}: ${e}, t2 by reader1.*NS-FEA-03.*3`],
  ['spacing unlike the cohort', `NS-STU-11.*patient ${f}: t2 has a spacing of 4 mm along z`],
  ['an intensity range of another unit', `NS-CHK-06.*patient ${g}: Intensities of t2`],
  ['one image under two names', `NS-CHK-01.*patient ${i}: t2 of ${i} holds the same voxels as that of ${h}`],
  ['two readers, one drawing', `NS-CHK-04.*patient ${h}: .*reader1 and reader2 on dce`],
  ['two readers apart', `NS-CHK-02.*patient ${j}: .*on dce of ${j} overlap by 0`],
  ['a region in one slice', `NS-CHK-07.*patient ${k}: The region on t2`],
  ['a region of another size than on dce', `NS-CHK-08.*patient ${k}: `],
  ['clipped intensities', `NS-CHK-03.*patient ${l}: The share of clipped voxels of dce`],
])('check names %s', (_, pattern) => {
  expect(lines.filter((line) => new RegExp(pattern).test(line))).toHaveLength(1)
})

test('check ends with a summary of each sequence and says what is not done', () => {
  expect(run.status).toBe(3)
  expect(lines.at(-1)).toMatch(/^17 rows assessed, 15 analysed; 55 of 60 cases can be extracted; 8 faults\.$/)
  expect(lines).toContainEqual(
    expect.stringMatching(/^dce: 28 of 30 cases, regions of .* mL, in .* slices, readers' overlap/),
  )
  expect(lines).toContainEqual(expect.stringMatching(/^dce: SNR .*clipped .*\(1 outlying\).*motion .* mm/))
  expect(run.stderr).toContain('The bias field is left in the images of')
  // Whoever has no fault is not named.
  for (const id of ids.slice(12)) expect(run.stdout).not.toContain(id)
})

test('the sheet shows every case that can be read, also the region on another grid', () => {
  const sheet = readFileSync(at('sheet.html'), 'utf8')
  const cards = sheet.split('<article').slice(1)
  const card = (id: string, name: string) =>
    cards.find((one) => one.includes(`>${id} · ${name} · reader1 and reader2<`))!
  // Two sequences of fifteen patients, each with both readers, and one of the patient who is left out as an image is absent.
  expect(cards).toHaveLength(31)
  expect(cards.filter((one) => one.includes('not analysed'))).toEqual([expect.stringContaining(ids[0])])
  expect(cards.filter((one) => one.includes('<path'))).toHaveLength(29)
  expect(cards.filter((one) => one.includes('#ffd400') && one.includes('#56b4e9')).length).toBeGreaterThan(20)
  // What is flagged stands before what is not, which is folded.
  const clean = sheet.indexOf('<details')
  expect(sheet.slice(clean)).not.toContain('class="faulty"')
  expect(sheet.slice(0, clean).split('<article').length - 1).toBe(sheet.split('class="faulty"').length - 1)
  expect(card(c, 'dce')).toMatch(/<path d="M.*drawn at its place in space.*4 mm along y/s)
  expect(card(b, 't2')).toContain('could not be read')
  expect(card(ids[12], 'dce')).toMatch(/SNR \d.*readers' overlap \(Dice\) 0\.\d/s)
})

test('as JSON it has the region, labels, range, hashes and quality of each case', () => {
  const found = JSON.parse(nomoscope('check', at('study.yaml'), '--json').stdout)
  const { glance } = found.cases.find(({ patient }: { patient: string }) => patient === ids[12])
  expect(glance).toMatchObject({ label: 1, labels: [[1, glance.voxels]], names: [[1, 'synthetic lesion']] })
  expect(glance.millilitres).toBeCloseTo((glance.voxels * 2.5) / 1000, 9)
  for (const hash of [glance.hash, glance.maskHash]) expect(hash).toMatch(/^\d+,\d+,\d+ [0-9a-f]{64}$/)
  const measured = found.quality.filter(({ patient }: { patient: string }) => patient !== ids[0])
  expect(measured).toHaveLength(30)
  // Of who is left out, what is there is measured, too.
  expect(found.quality).toHaveLength(31)
  expect(found.quality[0].values).toHaveProperty('motion_mm')
})
