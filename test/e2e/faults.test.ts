import { cpSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { demoFolder } from '../../src/demo/demo.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { fixture } from '../support/needs.ts'

const folder = scratchFolder()
const image = fixture('radiomics', 'lesion_image.nrrd')
const mask = fixture('radiomics', 'lesion_label.nrrd')

/** The first patients of the demo's folder, without models, so that a run takes seconds. */
function smallStudy(name: string): string {
  const at = join(folder, name)
  const kept = new Set<string>()
  for (const { path, bytes } of demoFolder(1)) {
    const patient = /^images\/([^/]+)/.exec(path)?.[1]
    if (patient) {
      if (kept.size >= 12 && !kept.has(patient)) break
      kept.add(patient)
    }
    mkdirSync(join(at, path, '..'), { recursive: true })
    writeFileSync(join(at, path), bytes)
  }
  const rows = readFileSync(join(at, 'cohort.csv'), 'utf8').split('\n')
  writeFileSync(join(at, 'cohort.csv'), [rows[0], ...rows.filter((row) => kept.has(row.split(',')[0]))].join('\n'))
  const study = readFileSync(join(at, 'study.yaml'), 'utf8')
    .replace(/^models:[\s\S]*?^validation:.*\n/m, '')
    .replace(/^split:.*\n/m, 'split: none\n')
  writeFileSync(join(at, 'study.yaml'), study)
  return at
}

test('usage: wrong words end with 2 and one message', () => {
  expect(nomoscope('extract', image).status).toBe(2)
  expect(nomoscope('extrct').status).toBe(2)
  expect(nomoscope('extract', image, mask, '--label', 'one').status).toBe(2)
  const shard = nomoscope('extract', '--cases', 'x.csv', '--shard', '3/2')
  expect(shard.status).toBeGreaterThanOrEqual(2)
})

test.each([
  ['a wrong path', 'missing.nrrd', 'NS-USE-01'],
  ['an empty file', 'empty.nrrd', 'NS-IMG-'],
  ['a truncated gzip', 'cut.nrrd', 'NS-IMG-02'],
])('extract: %s gives one message with its code and ends with 3', (_, name, code) => {
  writeFileSync(join(folder, 'empty.nrrd'), '')
  cpSync(image, join(folder, 'cut.nrrd'))
  truncateSync(join(folder, 'cut.nrrd'), 20_000)
  const { status, stderr } = nomoscope('extract', join(folder, name), mask)
  expect(status).toBe(3)
  expect(stderr).toContain(code)
  expect(stderr).toContain(name)
  expect(stderr).not.toContain('    at ')
})

test('extract: a mask of another size says by how much, an absent label lists those that are there', () => {
  const other = nomoscope('extract', image, fixture('radiomics', 'oblique_label.nrrd'))
  expect([other.status, other.stderr]).toEqual([3, expect.stringMatching(/NS-FEA-05.*voxels along/)])
  const label = nomoscope('extract', image, mask, '--label', '7')
  expect([label.status, label.stderr]).toEqual([3, expect.stringMatching(/NS-FEA-03.*label 7.*10842 voxels/)])
})

test('extract --cases: each case has its status, and the sound ones are done', () => {
  const cases = join(folder, 'cases.csv')
  const out = join(folder, 'out.json')
  writeFileSync(cases, `ID,Image,Mask\na,${image},${mask}\nb,${folder}/none.nrrd,${mask}\nc,${image},${mask}\n`)
  const { status } = nomoscope('extract', '--cases', cases, '--out', out)
  const rows = JSON.parse(readFileSync(out, 'utf8'))
  expect(status).toBe(3)
  expect(rows.map((row: { status: string }) => row.status)).toEqual(['done', 'failed', 'done'])
  expect(rows[1].reason).toContain('NS-USE-01')
  expect(Object.keys(rows[0]).slice(0, 3)).toEqual(['ID', 'Image', 'Mask'])
  expect(nomoscope('extract', '--cases', cases, '--out', out).status).toBe(2)
  expect(nomoscope('extract', '--cases', cases, '--out', out, '--resume').status).toBe(3)
})

test('run: one damaged image, one absent mask and text in a number are told; the rest of the cohort is done', () => {
  const at = smallStudy('damaged')
  const [first, second] = readFileSync(join(at, 'cohort.csv'), 'utf8')
    .split('\n')
    .slice(1, 3)
    .map((row) => row.split(',')[0])
  truncateSync(join(at, 'images', first, 't2.nrrd'), 2000)
  const rows = readFileSync(join(at, 'cohort.csv'), 'utf8').split('\n')
  const age = rows[0].split(',').indexOf('age')
  rows[2] = rows[2]
    .split(',')
    .map((cell, i) => (i === age ? 'fifty' : cell))
    .join(',')
  writeFileSync(join(at, 'cohort.csv'), rows.join('\n'))
  const { status, stdout } = nomoscope('run', join(at, 'study.yaml'), '--out', join(at, 'results'), '--quiet')
  expect(status).toBe(3)
  const results = JSON.parse(readFileSync(stdout.trim().replace('report.html', 'results.json'), 'utf8'))
  const faults: { code: string; patient?: string; column?: string; row?: number }[] = results.faults
  expect(faults.filter(({ code, patient }) => code === 'NS-STU-04' && patient === first).length).toBe(2)
  expect(faults.some(({ column, patient, row }) => column === 'age' && patient === second && row === 3)).toBe(true)
  const provenance = JSON.parse(readFileSync(join(at, 'results/provenance.json'), 'utf8'))
  const done = provenance.images.filter((one: { status: string }) => one.status === 'done')
  expect(done.length).toBe(provenance.images.length - 2)
})

test('run: an absent column, an absent study, a broken study file', () => {
  const at = smallStudy('columns')
  const study = readFileSync(join(at, 'study.yaml'), 'utf8')
  writeFileSync(join(at, 'absent.yaml'), study.replace('baseline: [age,', 'baseline: [agge,'))
  const absent = nomoscope('run', join(at, 'absent.yaml'), '--out', join(at, 'a'))
  expect(absent.status).toBe(3)
  expect(absent.stderr).toMatch(/NS-COH-.*agge.*did you mean age/s)
  expect(nomoscope('run', join(at, 'nothing.yaml')).status).toBe(3)
  writeFileSync(join(at, 'broken.yaml'), study.replace('seed:', 'sed:'))
  const broken = nomoscope('run', join(at, 'broken.yaml'))
  expect(broken.status).toBe(3)
  expect(broken.stderr).toMatch(/line \d+: there is no setting sed; did you mean seed/)
})

test('a file of more than 2 GB in a study folder is named, not read', () => {
  const at = join(folder, 'large')
  mkdirSync(at)
  writeFileSync(join(at, 'cohort.csv'), '')
  truncateSync(join(at, 'cohort.csv'), 3 * 2 ** 30)
  writeFileSync(
    join(at, 'study.yaml'),
    'study: Large\nseed: 1\ncohort: { file: cohort.csv, id: id }\noutcome: { column: y, positive: 1 }\nsplit: none\n',
  )
  const { status, stdout, stderr } = nomoscope('check', join(at, 'study.yaml'))
  expect(stdout + stderr).toMatch(/cohort\.csv has 3\.0 GB; of such a file no more than 2\.0 GB are read/)
  expect(stdout + stderr).not.toContain('    at ')
  expect(status).toBe(3)
})
