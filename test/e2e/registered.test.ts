import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import { beforeAll, expect, test } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { fixture } from '../support/needs.ts'

// Two patients of test/fixtures/registration: one image each on which nothing was drawn, and one with the lesion's mask.
const folder = scratchFolder()
const at = (...names: string[]) => join(folder, ...names)
const files = { A: { t2: 'still', dce: 'rigid', mask: 'drawn' }, B: { t2: 'rigid', dce: 'still', mask: 'label' } }
const study = `study: Lesions drawn on one sequence
cohort: { file: cohort.csv, id: patient, codebook: codebook.yaml }
images:
  dce: { path: '{patient}/dce.nrrd', mask: '{patient}/mask.nrrd' }
  t2: { path: '{patient}/t2.nrrd', register: { from: dce }, n4: true }
features: { params: params.yaml, sequences: [t2] }
`

beforeAll(() => {
  for (const [patient, names] of Object.entries(files)) {
    mkdirSync(at(patient))
    for (const [name, file] of Object.entries(names))
      copyFileSync(fixture('registration', `${file}.nrrd`), at(patient, `${name}.nrrd`))
  }
  writeFileSync(at('cohort.csv'), 'patient,age\nA,50\nB,61\n')
  writeFileSync(at('codebook.yaml'), 'variables: { patient: { type: id }, age: { type: continuous } }\n')
  writeFileSync(at('params.yaml'), 'featureClass: { firstorder: [Mean], shape: [MeshVolume] }\n')
  writeFileSync(at('study.yaml'), study)
})

test('check shows both images before and after, and says how far the region moved', () => {
  const { status, stdout, stderr } = nomoscope('--json', 'check', at('study.yaml'), '--sheet', at('sheet.html'))
  expect(status, stderr).toBe(0)
  const { cases } = JSON.parse(stdout)
  expect(cases.map(({ sequence }: { sequence: string }) => sequence)).toEqual(['t2', 't2'])
  const sheet = readFileSync(at('sheet.html'), 'utf8')
  expect(sheet.match(/<figcaption>after registration/g)).toHaveLength(2)
  expect(sheet.match(/registered: moved by \d\.\d mm; mutual information 0\.\d+ → 1\.\d+/g)).toHaveLength(2)
})

test('a study measures the carried regions as extract does, and its report, methods and provenance say how they came', () => {
  const { status, stderr } = nomoscope('run', at('study.yaml'), '--out', at('out'), '--quiet')
  expect(status, stderr).toBe(0)
  const params = ['--params', at('params.yaml'), '--n4', 'default']
  const one = nomoscope('extract', at('A/t2.nrrd'), at('A/mask.nrrd'), '--drawn-on', at('A/dce.nrrd'), ...params)
  expect(one.status, one.stderr).toBe(0)
  expect(one.stderr).toMatch(/carried from .* by rigid registration/)
  const { original_firstorder_Mean: mean, original_shape_MeshVolume: volume } = JSON.parse(one.stdout)
  const { data } = Papa.parse<Record<string, string>>(readFileSync(at('out/features.csv'), 'utf8'), {
    header: true,
    delimiter: ',',
  })
  expect(data[0]).toMatchObject({ patient: 'A', sequence: 't2', original_firstorder_Mean: String(mean) })
  expect(data[0].original_shape_MeshVolume).toBe(String(volume))
  const { tables } = JSON.parse(readFileSync(at('out/results.json'), 'utf8'))
  expect(tables.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(['registration', 'bias-fields']))
  const fields = tables.find(({ id }: { id: string }) => id === 'bias-fields')
  const [least, most] = one.stderr.match(/bias field \(N4\) ([\d.]+) to ([\d.]+) taken out/)!.slice(1)
  expect(JSON.stringify(fields.rows)).toContain(least)
  expect(JSON.stringify(fields.rows)).toContain(most)
  const report = readFileSync(at('out/report.html'), 'utf8')
  expect(report).toContain('Regions on T2 are those drawn on DCE, carried by rigid registration.')
  expect(report).toContain('The bias field of T2 was taken out by N')
  const { images } = JSON.parse(readFileSync(at('out/provenance.json'), 'utf8'))
  const expected = JSON.parse(readFileSync(fixture('registration', 'expected.json'), 'utf8')).rigid
  const { placement } = images[0].registration
  const away = placement.matrix.map((value: number, k: number) => Math.abs(value - expected.matrix[k]))
  expect(Math.max(...away)).toBeLessThan(0.005)
})

test('a list has a column for the image that each mask was drawn on', () => {
  writeFileSync(
    at('cases.csv'),
    'ID,Image,Mask,DrawnOn\nA,A/t2.nrrd,A/mask.nrrd,A/dce.nrrd\nB,B/dce.nrrd,B/mask.nrrd,\n',
  )
  const out = at('features.json')
  const { status, stderr } = nomoscope(
    'extract',
    '--cases',
    at('cases.csv'),
    '--params',
    at('params.yaml'),
    '--out',
    out,
  )
  expect(status, stderr).toBe(0)
  const [a, b] = JSON.parse(readFileSync(out, 'utf8'))
  expect(a.reason).toMatch(/carried from/)
  expect(b.reason).not.toMatch(/carried from/)
})

test.each([
  ['register: { from: dce }', 'register: { from: flair }', /NS-REG-03.*flair/s],
  ['register: { from: dce }', 'register: { from: t2 }', /NS-REG-03/],
])('%s as %s is refused', (from, to, message) => {
  writeFileSync(at('wrong.yaml'), study.replace(from, to))
  const { status, stderr } = nomoscope('check', at('wrong.yaml'))
  expect(status).toBe(2)
  expect(stderr).toMatch(message)
})
