import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Mask, writeImage } from '../../src/image/index.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'

const folder = scratchFolder()
const study = join(folder, 'study.yaml')
const size: [number, number, number] = [6, 4, 2]

/** An image that is one value in its left half (reader 1's region), another in its right half (reader 2's). */
const halves = (left: number, right: number): Mask => ({
  dimension: 3,
  size,
  spacing: [1, 1, 2],
  origin: [0, 0, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  pixelType: 'int16',
  data: Int16Array.from({ length: 48 }, (_, i) => (i % 6 < 3 ? left : right)),
})

/** Signals before contrast, after 100 and after 400 s, and what the first reader called the curve. */
const patients: Record<string, { left: number[]; right: number[]; read: string }> = {
  A: { left: [100, 200, 240], right: [100, 200, 240], read: 'persistent' },
  B: { left: [100, 200, 205], right: [100, 200, 240], read: 'plateau' },
  C: { left: [100, 200, 150], right: [100, 200, 150], read: 'washout' },
  D: { left: [100, 120, 130], right: [100, 120, 130], read: 'persistent' },
}

function writeStudy(curve: string) {
  for (const [id, { left, right }] of Object.entries(patients)) {
    const place = join(folder, 'images', id)
    mkdirSync(place, { recursive: true })
    const write = (name: string, image: Mask) => writeFileSync(join(place, name), writeImage(image, name))
    for (const k of [0, 1, 2]) write(`${k}.nrrd`, halves(left[k], right[k]))
    write('one.nrrd', halves(1, 0))
    write('two.nrrd', halves(0, 1))
  }
  writeFileSync(join(folder, 'cohort.csv'), `patient\n${Object.keys(patients).join('\n')}\n`)
  const read = Object.entries(patients).flatMap(([id, one]) => [`${id},one,${one.read}`, `${id},two,${one.read}`])
  writeFileSync(join(folder, 'readings.csv'), `patient,reader,tic\n${read.join('\n')}\n`)
  const at = (name: string) => `'images/{patient}/${name}.nrrd'`
  writeFileSync(
    study,
    `study: Curves
cohort: { file: cohort.csv, id: patient, readings: readings.csv }
images:
  dce:
    path: ${at('1')}
    masks: { one: ${at('one')}, two: ${at('two')} }
    curve: { phases: [${at('0')}, ${at('1')}, ${at('2')}], ${curve} }
tables: { mri: [tic, dce_curve_type, dce_curve_washout] }
`,
  )
}

type Table = { id: string; rows: { cells: { text: string }[] }[] }

function run(curve: string) {
  writeStudy(curve)
  const { status, stderr } = nomoscope('run', study, '--out', join(folder, 'out'), '--overwrite', '--quiet')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  const { tables, faults, report } = JSON.parse(readFileSync(join(folder, 'out', 'results.json'), 'utf8'))
  const cells = (id: string) =>
    (tables as Table[]).find((one) => one.id === id)!.rows.map((row) => row.cells.map(({ text }) => text))
  return { cells, faults, report: JSON.stringify(report) }
}

test('regions are typed by their mean curve, compared with the readings, and rows of Table 2', () => {
  const { cells, faults, report } = run('times: [0, 100, 400]')
  expect(cells('curves-dce')).toEqual([
    ['Type I (persistent)', '1 (25.0%)', '100.0', '20.0', '0.0'],
    ['Type II (plateau)', '1 (25.0%)', '100.0', '2.5', '0.0'],
    ['Type III (washout)', '1 (25.0%)', '100.0', '−25.0', '100.0'],
    ['No type (too little enhancement)', '1 (25.0%)', '20.0', '8.3', '0.0'],
  ])
  const agreement = cells('curves-dce-agreement').map(([label, n, same, kappa]) => [label, n, same, kappa.slice(0, 5)])
  // Of the regions: disagreement 1/3 where 5/3 is expected by chance, by squared distance.
  expect(agreement).toEqual([
    ['One', '3', '100.0%', '1.000'],
    ['Two', '3', '100.0%', '1.000'],
    ['Curve type (TIC) in the table of patients', '3', '100.0%', '1.000'],
    ['Measured in one’s region against two’s region', '3', '66.7%', '0.800'],
  ])
  expect(cells('mri').map((row) => row[0])).toEqual([
    'Curve type (TIC)',
    'I (persistent)',
    'II (plateau)',
    'III (washout)',
    'Curve type, measured (DCE)',
    'I (persistent)',
    'II (plateau)',
    'III (washout)',
    'Missing',
    'Wash-out voxels (DCE), %',
  ])
  expect(faults).toMatchObject([{ code: 'NS-DCM-20', patient: 'D', severity: 'note' }])
  const lines = readFileSync(join(folder, 'out', 'curves.csv'), 'utf8').split('\r\n')
  expect(lines[0]).toContain('voxels_none,voxels_persistent,voxels_plateau,voxels_washout,seconds_1,signal_1')
  expect(lines.slice(3, 5)).toEqual([
    'B,dce,one,plateau,100,2.5,0,0,24,0,0,100,100,200,400,205',
    'B,dce,two,persistent,100,20,0,24,0,0,0,100,100,200,400,240',
  ])
  expect(report).not.toContain('is used as the early one')
})

test('the thresholds of the study file decide, and a late early phase is said', () => {
  const { cells, faults, report } = run('times: [0, 200, 400], enhancing: 15, plateau: 22')
  // 20 and 2.5 and 8.3% are plateaus now, −25% is not.
  expect(cells('curves-dce').map(([, n]) => n)).toEqual(['0 (0.0%)', '3 (75.0%)', '1 (25.0%)'])
  expect(faults).toEqual([])
  expect(report).toContain('In 4 of 4 patients the second phase is later than that')
})

test('times that are not those of the phases, and one image where phases are needed, are named by check', () => {
  writeStudy('times: [0, 60, 120, 180]')
  expect(nomoscope('check', study).stdout).toContain(
    'There are 3 phases; the times given are 0, 60, 120, 180: one is needed for each',
  )
  writeFileSync(study, readFileSync(study, 'utf8').replace(/curve: .*/, 'curve: {}'))
  const { status, stdout } = nomoscope('check', study)
  expect(stdout).toContain('is one image: a time–signal curve needs every phase')
  expect(status).toBe(3)
})
