import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { resultsSchema } from '../../src/study/results-schema.ts'
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
  expect(nomoscope('check', join(folder, 'study.yaml')).stdout).toContain('1 of 1 cases can be extracted; 0 faults.')
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
