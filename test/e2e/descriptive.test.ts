import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readSeries, writeSegmentation } from '../../src/image/index.ts'
import { resultsSchema } from '../../src/study/write/results-schema.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { fixture } from '../support/needs.ts'

const folder = scratchFolder()

/** A study of one patient with one lesion, and of nobody's outcome. */
function described(more = ''): string {
  mkdirSync(join(folder, 'images', 'P1'), { recursive: true })
  copyFileSync(fixture('radiomics', 'lesion_image.nrrd'), join(folder, 'images', 'P1', 't2.nrrd'))
  copyFileSync(fixture('radiomics', 'lesion_label.nrrd'), join(folder, 'images', 'P1', 'mask.nrrd'))
  writeFileSync(join(folder, 'cohort.csv'), 'patient,age\nP1,61\n')
  writeFileSync(join(folder, 'params.yaml'), 'featureClass: { firstorder: [], shape: [] }\n')
  const lines = [
    'study: One lesion described',
    'cohort: { file: cohort.csv, id: patient }',
    "images: { t2: { path: 'images/{patient}/t2.nrrd', mask: 'images/{patient}/mask.nrrd' } }",
    'features: { params: params.yaml }',
    'tables: { baseline: [age] }',
    more,
  ]
  const file = join(folder, 'study.yaml')
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}

test('a study of one patient without an outcome runs and describes', () => {
  const out = join(folder, 'results')
  const { status, stderr } = nomoscope('run', described(), '--out', out, '--quiet')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  const results = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'))
  expect(resultsSchema.safeParse(results).error?.issues).toBe(undefined)
  expect(results.models).toEqual({})
  expect(results.faults).toEqual([])
  const titles = results.report.sections.map(({ title }: { title: string }) => title)
  expect(titles).toContain('Measured regions')
  expect(JSON.stringify(results)).not.toMatch(/NaN|undefined/)
  const table = results.tables.find(({ id }: { id: string }) => id === 'measured')
  const expected = JSON.parse(readFileSync(fixture('radiomics', 'lesion.default.json'), 'utf8'))
  const row = table.rows.find((one: { cells: { text: string }[] }) => one.cells[0].text === 'Mean')
  expect(row.cells[1].numbers[0].value).toMatchDigits(expected.features.original_firstorder_Mean, 1e-9)
  expect(nomoscope('check', join(folder, 'study.yaml')).stdout).toContain('1 of 1 case can be extracted; 0 faults.')
})

test('models without an outcome to predict are refused in words', () => {
  const { status, stderr } = nomoscope(
    'run',
    described('models: { one: { terms: [age] } }'),
    '--out',
    join(folder, 'x'),
  )
  expect(status).toBe(3)
  expect(stderr).toMatch(/models: a model needs an outcome to predict/)
})

test('what a mask drawn on one series loses on a shorter one is told by check and by run', async () => {
  const { series } = JSON.parse(readFileSync(fixture('image', 'dicom.json'), 'utf8'))
  const axial = series.find(({ name }: { name: string }) => name === 'axial')
  const sources = Object.entries<string>(axial.files).map(([name, text]) => ({
    name,
    read: () => new Uint8Array(Buffer.from(text, 'base64')),
  }))
  const [volume] = await readSeries(sources)
  const [nx, ny, nz] = volume.geometry.size
  // Two voxels along x and y in every slice: a region that loses its share of slices.
  const data = Uint8Array.from({ length: nx * ny * nz }, (_, i) => Number(i % nx < 2 && Math.floor(i / nx) % ny < 2))
  const mask = { ...volume.geometry, pixelType: 'uint8' as const, data, segments: new Map([[1, 'lesion']]) }
  const place = join(folder, 'cut', 'images', 'P1')
  mkdirSync(join(place, 't1'), { recursive: true })
  writeFileSync(join(place, 'seg.dcm'), await writeSegmentation(mask, volume, '0'))
  const lowest = volume.frames.slice(0, 3).map(({ source }) => source)
  for (const { name, read } of lowest) writeFileSync(join(place, 't1', name), await read())
  writeFileSync(join(folder, 'cut', 'cohort.csv'), 'patient\nP1\n')
  writeFileSync(join(folder, 'cut', 'params.yaml'), 'featureClass: { firstorder: [] }\n')
  const study = join(folder, 'cut', 'study.yaml')
  const images = "images: { t1: { path: 'images/{patient}/t1', mask: 'images/{patient}/seg.dcm' } }"
  writeFileSync(
    study,
    `study: Cut\ncohort: { file: cohort.csv, id: patient }\n${images}\nfeatures: { params: params.yaml }\n`,
  )
  const lost = `${((100 * (nz - 3)) / nz).toFixed(1)}% of "lesion" is outside t1 and is left out.`
  expect(nomoscope('check', study).stdout).toContain(lost)
  const { status } = nomoscope('run', study, '--out', join(folder, 'cut', 'out'), '--quiet')
  expect(status).toBe(0)
  const { faults } = JSON.parse(readFileSync(join(folder, 'cut', 'out', 'results.json'), 'utf8'))
  expect(faults).toMatchObject([{ code: 'NS-DCM-17', severity: 'note', patient: 'P1', what: lost }])
  expect(readFileSync(join(folder, 'cut', 'out', 'features.csv'), 'utf8')).toContain('of ""lesion"" is outside')
})
