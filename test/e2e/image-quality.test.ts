import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { demoPatients } from '../../src/demo/cohort.ts'
import { demoFolder } from '../../src/demo/demo.ts'
import { demoImages } from '../../src/demo/images.ts'
import { resultsSchema } from '../../src/study/write/results-schema.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'

const folder = scratchFolder()
const seed = 20240601
const everyone = demoPatients(seed)
const poor = everyone.filter(({ poorImages }) => poorImages)
const good = everyone.filter(({ eligible }) => eligible).slice(0, 18)
const ids = new Set([...poor, ...good].map(({ id }) => id))

/** The demo's patients with poor images and a few others, without models. */
function smallStudy(): string {
  const write = (path: string, bytes: string | Uint8Array) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
  for (const { path, bytes } of demoFolder(seed)) {
    if (path.startsWith('images/')) break
    write(path, bytes)
  }
  for (const patient of [...poor, ...good]) for (const { path, bytes } of demoImages(patient, seed)) write(path, bytes)
  for (const table of ['cohort.csv', 'readings.csv', 'visits.csv', 'immune-fields.csv']) {
    const rows = readFileSync(join(folder, table), 'utf8').split('\n')
    write(table, [rows[0], ...rows.filter((row) => ids.has(row.split(',')[0]))].join('\n'))
  }
  const study = readFileSync(join(folder, 'study.yaml'), 'utf8')
    .replace(/^models:[\s\S]*?^validation:.*\n/m, '')
    .replace(/^split:.*\n/m, 'split: { training: 0.7 }\n')
  write('study.yaml', study)
  write('unasked.yaml', study.replace('quality: true\n', ''))
  write('unmeasured.yaml', study.replace('dce_snr < 10 or', 't2_motion_mm > 2 or dwi_snr < 2 or'))
  return join(folder, 'study.yaml')
}
const study = smallStudy()
const out = join(folder, 'results')
const run = nomoscope('run', study, '--out', out, '--quiet')
const json = (path: string) => JSON.parse(readFileSync(join(out, path), 'utf8'))
const results = run.status === 1 ? undefined : json('results.json')

interface Step {
  name: string
  removed: number
  undecided: number
  ids: string[]
}

test('the contact sheet shows the images that stand out, also of patients whom the criteria leave out', () => {
  nomoscope('check', study, '--sheet', join(folder, 'sheet.html'), '--quiet')
  const sheet = readFileSync(join(folder, 'sheet.html'), 'utf8')
  const [flagged, clean] = sheet.split('<details').map((part) => part.split('<article').slice(1))
  for (const { id } of poor) {
    const card = flagged.find((one) => one.includes(`data-patient="${id}"`))
    // Both readers' outlines on the image itself.
    expect(card, id).toMatch(new RegExp(`<h3>${id} · (dce|dwi) · reader1 and reader2 · not analysed</h3>`))
    expect(card?.match(/<path d="M/g)?.length, id).toBeGreaterThanOrEqual(2)
    expect(card).toContain('data:image/png')
  }
  expect(flagged.length).toBe(poor.length)
  expect(clean.some((card) => card.includes('not analysed'))).toBe(false)
})

test('whose images are poor is removed by what was measured, and counted in the flow', () => {
  expect([run.status, run.stderr]).toEqual([0, ''])
  expect(resultsSchema.safeParse(results).error?.issues).toBe(undefined)
  const step = results.flow.steps.find(({ name }: Step) => name === 'Poor image quality')
  // The table says whose images a radiologist would call poor; the images alone say the same.
  expect(poor.length).toBe(6)
  expect(step.ids.sort()).toEqual(poor.map(({ id }) => id).sort())
  expect(step.undecided).toBe(0)
})

test('the planted faults are measured as they were planted', () => {
  const [head, ...lines] = readFileSync(join(out, 'tables/image-quality.csv'), 'utf8').trim().split('\r\n')
  const columns = head.split(',')
  const value = (id: string, sequence: string, column: string) =>
    Number(lines.find((row) => row.startsWith(`${id},${sequence},`))!.split(',')[columns.indexOf(column)])
  for (const { id, poorImages } of [...poor, ...good]) {
    // Voxels of 1 × 1 × 2.5 mm, moved by (3, 2, 1).
    const motion = value(id, 'dce', 'motion_mm')
    if (poorImages === 'motion') expect(Math.abs(motion - Math.hypot(3, 2, 2.5))).toBeLessThan(0.15)
    else expect(motion).toBeLessThan(0.8)
    // The body's signal is about 300 to 450; the noise 12, or 45.
    const ratio = value(id, 'dce', 'snr')
    expect(ratio > 5 && ratio < (poorImages === 'noise' ? 12 : 45)).toBe(true)
    if (poorImages !== 'noise') expect(ratio).toBeGreaterThan(20)
    const dice = value(id, 'dwi', 'outline_dice')
    expect(poorImages === 'distortion' ? dice < 0.9 : dice > 0.93).toBe(true)
    // Moved by 5 voxels of 1.6 mm, less what left the field of view.
    const shift = value(id, 'dwi', 'outline_mm')
    if (poorImages === 'distortion') expect(shift > 4 && shift < 8).toBe(true)
    else expect(shift).toBeLessThan(0.5)
  }
  expect(lines.length).toBe(3 * ids.size)
})

test('the report has the chapter with its table and pictures, and the common histogram of the training images', () => {
  const table = results.tables.find(({ id }: { id: string }) => id === 'image-quality')
  const text = JSON.stringify(table.rows)
  for (const { id } of poor) expect(text).toContain(id)
  const figure = results.figures.find(({ id }: { id: string }) => id === 'image-quality')
  expect(figure.data.map(({ measure }: { measure: string }) => measure)).toContain('motion_mm')
  expect(readFileSync(join(out, `figures/figure-${figure.number}-image-quality.svg`), 'utf8')).toContain(
    'data:image/png',
  )
  const { histograms, split } = json('provenance.json')
  expect(histograms.t2.images).toBe(split.training.length)
  expect(histograms.t2.landmarks).toHaveLength(11)
  expect(results.histograms).toEqual(histograms)
  const methods = JSON.stringify(results.report.sections.find(({ id }: { id: string }) => id === 'methods'))
  expect(methods).toContain(`fitted once on the ${split.training.length} training images, without the outcome`)
  expect(methods).toContain('The quality of every image was measured')
})

test('suggest-binwidth finds the regions on the scale that the study asks for', () => {
  const widths = JSON.parse(nomoscope('suggest-binwidth', study, '--levels', '32', '--json').stdout)
  const width = (sequence: string) => widths.find((one: { sequence: string }) => one.sequence === sequence).binWidth
  // T2 runs from 0 to 1000 over the whole foreground, ADC over some thousands of 10⁻⁶ mm²/s.
  expect(width('t2')).toBeGreaterThan(5)
  expect(width('t2')).toBeLessThanOrEqual(40)
  expect(width('dwi')).toBeGreaterThan(width('t2'))
})

test('under --shareable no patient is named', () => {
  const other = join(folder, 'shareable')
  expect(nomoscope('run', study, '--out', other, '--quiet', '--shareable').status).toBe(0)
  const text = ['results.json', 'report.html', 'tables/image-quality.csv', 'provenance.json']
    .map((name) => readFileSync(join(other, name), 'utf8'))
    .join()
  expect(text).not.toMatch(/SYN-\d/)
  const rows = readFileSync(join(other, 'tables/image-quality.csv'), 'utf8').trim().split('\r\n')
  expect(rows.filter((row) => row.startsWith('not analysed') && row.endsWith(',no')).length).toBe(3 * poor.length)
  expect(rows.filter((row) => row.startsWith('patient ') && row.endsWith(',yes')).length).toBe(3 * good.length)
})

test('a rule on quality that is not measured, or cannot be, is told', () => {
  const unasked = nomoscope('check', join(folder, 'unasked.yaml'))
  expect([unasked.status, unasked.stderr]).toEqual([2, expect.stringMatching(/NS-QUA-04.*dce_snr.*quality: true/s)])
  const unmeasured = nomoscope('check', join(folder, 'unmeasured.yaml'))
  expect(unmeasured.stdout).toMatch(/NS-QUA-02.*dwi_snr/)
  expect(unmeasured.stdout).toMatch(/NS-QUA-02.*t2_motion_mm/)
})
