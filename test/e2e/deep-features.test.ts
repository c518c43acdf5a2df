import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import { beforeAll, expect, test } from 'vitest'
import { sha256 } from '../../src/digest.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { fixture } from '../support/needs.ts'

// What is expected was made by Python's onnxruntime: test/fixtures/deep/make.py.
const folder = scratchFolder()
const at = (...names: string[]) => join(folder, ...names)
const expected = JSON.parse(readFileSync(fixture('deep', 'expected.json'), 'utf8'))
const json = (...names: string[]) => JSON.parse(readFileSync(at(...names), 'utf8'))
const study = (deep: string) => `study: Deep features of lesions
cohort: { file: cohort.csv, id: patient, codebook: codebook.yaml }
outcome: { column: outcome, positive: 'yes' }
images: { t2: { path: '{patient}-t2.nrrd', mask: '{patient}-mask.nrrd' } }
features: { params: params.yaml, deep: ${deep} }
split: { column: set }
models: { deep: { terms: [t2_deep_03] } }
validation: { bootstrap: 0, permutations: 0 }
`
const volume = '{ model: volume.onnx, licence: MIT, size: [12, 10, 8], spacing: [1, 1, 1.5] }'

beforeAll(() => {
  for (const name of ['habitats', 'deep']) cpSync(fixture(name), folder, { recursive: true })
  writeFileSync(
    at('codebook.yaml'),
    'variables: { patient: { type: id }, set: { type: categorical }, outcome: { type: binary } }\n',
  )
  writeFileSync(at('params.yaml'), 'featureClass: { firstorder: [Mean] }\n')
  writeFileSync(at('study.yaml'), study(volume))
  const { status, stderr } = nomoscope('run', at('study.yaml'), '--out', at('out'), '--quiet')
  expect(status, stderr).toBe(0)
}, 120_000)

test("the features of every patient are Python's, and the file is told of", async () => {
  const { data } = Papa.parse<Record<string, string>>(readFileSync(at('out/features.csv'), 'utf8'), {
    header: true,
    delimiter: ',',
    skipEmptyLines: true,
  })
  expect(data).toHaveLength(20)
  for (const row of data)
    for (const [i, value] of expected.volume[Number(row.patient)].entries())
      expect(Number(row[`deep_${String(i + 1).padStart(2, '0')}`])).toBeCloseTo(value, 5)
  const hash = await sha256(readFileSync(at('volume.onnx')))
  expect(json('out', 'provenance.json').network).toEqual({
    file: 'volume.onnx',
    sha256: hash,
    licence: 'MIT',
    input: 'image',
    shape: [1, 1, 8, 10, 12],
    output: 'features',
    features: 12,
  })
  const report = readFileSync(at('out/report.html'), 'utf8').replace(/<[^>]+>/g, '')
  expect(report.includes(`A network (volume.onnx, SHA-256 ${hash.slice(0, 12)}…, licence: MIT) gave 12 further`)).toBe(
    true,
  )
  expect(json('out', 'results.json').tables.map(({ id }: { id: string }) => id)).toContain('deep-features')
})

test('a new patient is measured by the same network and no other', () => {
  const { predictions } = json('out', 'results.json').models.deep.curves.heldOut
  const table = (onnx: string) => {
    const rows = predictions.map(({ id }: { id: string }) => `${id},${id}-t2.nrrd,${id}-mask.nrrd,${onnx}`)
    writeFileSync(at('new.csv'), `patient,t2_image,t2_mask,t2_onnx\n${rows.join('\n')}\n`)
    const { stdout } = nomoscope('--json', '--quiet', 'predict', at('out/model.json'), '--data', at('new.csv'))
    return JSON.parse(stdout).predictions
  }
  const same = table('volume.onnx')
  for (const [i, { risk }] of same.entries()) expect(risk).toBeCloseTo(predictions[i].risk, 10)
  expect(table('logarithm.onnx')[0].error).toMatch(/NS-ONX-03/)
  expect(table('')[0].error).toMatch('t2_onnx is not given')
})

test.each([
  ['size: [12, 10, 8]', 'size: [12, 10, 9]', /NS-ONX-04/],
  ['model: volume.onnx', 'model: expected.json', /NS-ONX-01/],
  ['model: volume.onnx', 'model: absent.onnx', /absent\.onnx/],
])('%s as %s is refused by check and run', (from, to, message) => {
  writeFileSync(at('wrong.yaml'), study(volume.replace(from, to)))
  expect(nomoscope('check', at('wrong.yaml')).stdout + nomoscope('check', at('wrong.yaml')).stderr).toMatch(message)
  const { status, stderr } = nomoscope('run', at('wrong.yaml'), '--out', at('wrong'), '--quiet', '--overwrite')
  expect(stderr).toMatch(message)
  expect(status).not.toBe(0)
})
