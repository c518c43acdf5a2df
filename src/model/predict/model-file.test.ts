import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import { oneThread } from '../../../test/support/one-thread.ts'
import { predictorTable } from '../data/predictor-table.ts'
import { modelFileOf } from '../deploy/make-model-file.ts'
import { validateExternally } from '../deploy/validate-binary.ts'
import { predictTable } from '../resample/refit.ts'
import type { ModelResult } from '../result.ts'
import type { ModelStudy } from '../validate/model-study.ts'
import { validateModels } from '../validate/validate-models.ts'
import { readModelFile, writeModelFile } from './model-file.ts'
import type { ModelFile } from './model-schema.ts'
import { type Cell, predict } from './predict.ts'

const [header, ...cells] = readFileSync(fixture('statistics', 'cohort.csv'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.replaceAll('"', '').split(','))
const text = (name: string) => cells.map((row) => row[header.indexOf(name)])
const numbers = (name: string) => Float64Array.from(text(name), Number)
const edges = ['smooth', 'blur', 'burr']
const features = header.filter((name) => /^f\d\d$/.test(name))
const planted = 51.8237465
const ages = numbers('age')
ages[11] = planted
const table = predictorTable(
  text('id'),
  Int32Array.from(cells, (_, i) => i),
  [
    ...['type', 'skin', 'size', ...features].map((name) => ({ name, label: name, values: numbers(name) })),
    { name: 'age', label: 'Age', unit: 'years', values: ages },
    {
      name: 'edge',
      label: 'Edge',
      levels: edges.map((value) => ({ value, label: value.toUpperCase() })),
      values: text('edge').map((value) => edges.indexOf(value)),
    },
  ],
)
const rows = Int32Array.from(cells, (_, i) => i)
const study: ModelStudy = {
  table,
  outcome: { kind: 'binary', positive: numbers('her2') },
  training: rows.slice(0, 220),
  validation: rows.slice(220),
  seed: 3,
  plan: {
    family: 'logistic',
    blocks: { radiomics: { columns: features.slice(0, 30), features: true } },
    selection: [{ lasso: { folds: 5, lambda: 'min', alpha: 1 } }],
    models: [
      { name: 'clinical', terms: ['type', 'edge', 'skin', 'age'] },
      { name: 'combined', terms: ['type', 'edge', { score: 'radiomics' }] },
    ],
  },
}
const origin = { software: '0', study: 'test', cohort: 'simulated', date: '2024-06-01', seed: 3 }
const outcome = { column: 'her2', label: 'HER2 positive', positive: '1' }
let results: ModelResult[]
let files: ModelFile[]
beforeAll(async () => {
  results = await validateModels(study, { bootstrap: 40, permutations: 0 }, oneThread)
  files = results.map((result) => modelFileOf(result, table, study.training, origin, outcome))
}, 60_000)

const patient = (row: number): Record<string, Cell> =>
  Object.fromEntries(header.map((name, j) => [name, name === 'age' ? ages[row] : cells[row][j]]))

test('a model read back predicts what the study predicted', async () => {
  for (const [i, file] of files.entries()) {
    const back = await readModelFile(await writeModelFile(file), 'model.json')
    const lp = predictTable(study.plan, table, results[i].model)
    const predictions = predict(
      back,
      cells.map((_, row) => patient(row)),
    )
    expect(predictions.map((prediction) => prediction.lp)).toMatchDigits(lp, 1e-9)
    for (const { lower, risk, upper } of predictions) expect(lower! < risk! && risk! < upper!).toBe(true)
  }
})

test('the interval is Wald’s for prespecified terms and from whole-pipeline refits after a selection', () => {
  expect(files.map((file) => file.uncertainty.kind)).toEqual(['wald', 'refits'])
  const [prediction] = predict(files[0], [patient(5)])
  const x = [1, ...prediction.x]
  const { vcov } = results[0]
  const variance = x.reduce((sum, a, j) => sum + x.reduce((own, b, k) => own + a * b * vcov![j][k], 0), 0)
  const upper = 1 / (1 + Math.exp(-(prediction.lp! + 1.959963984540054 * Math.sqrt(variance))))
  expect(prediction.upper).toMatchDigits(upper, 1e-10)
})

test('no value of a patient is in the file', async () => {
  const written = await writeModelFile(files[0])
  expect(written).not.toContain('51.82')
  for (const id of text('id')) expect(written).not.toContain(id)
  const combined = await writeModelFile(files[1])
  for (const name of columnsOf(files[1]))
    for (const value of new Set(text(name))) if (value.length > 5) expect(combined.includes(value), value).toBe(false)
})
const columnsOf = (file: ModelFile) => file.columns.map((column) => column.name).filter((name) => name !== 'edge')

test('a file changed by hand, or no model file, is refused', async () => {
  const written = await writeModelFile(files[0])
  const [first] = files[0].terms
  const changed = written.replace(String(first.estimate), String(first.estimate * 2))
  await expect(readModelFile(changed, 'model.json')).rejects.toThrow('changed after it was written')
  await expect(readModelFile('{"a": 1}', 'a.json')).rejects.toThrow('not a model file')
  await expect(readModelFile('{', 'a.json')).rejects.toThrow('not a model file')
})

test('what is wrong with a row is said in the row, and the others are answered', () => {
  const sound = { type: 1, edge: 'burr', skin: 0, age: 50 }
  const [ok, level, word, empty, far, missing, label] = predict(files[0], [
    sound,
    { ...sound, edge: 'spiky' },
    { ...sound, age: 'old' },
    { type: '', edge: null, skin: undefined, age: ' ' },
    { ...sound, age: 112 },
    { ...sound, age: '' },
    { ...sound, edge: 'BURR' },
  ])
  expect(ok.warnings).toEqual([])
  expect(level.error).toContain('spiky, which the model does not know (smooth, blur, burr)')
  expect(word.error).toContain('age is old, which is not a number')
  expect(empty.error).toContain('none of type, edge, skin, age is given')
  expect(far.warnings).toEqual(['age is 112, outside the training cohort (20 to 70)'])
  expect(missing.warnings[0]).toMatch(/^age is not given; taken to be \d+$/)
  expect([level.risk, word.risk, empty.risk]).toEqual([undefined, undefined, undefined])
  expect(label.risk).toBe(ok.risk)
  expect(() => predict(files[0], [{ type: 1, skin: 0, age: 50 }])).toThrow('needs edge, which the table lacks')
})

test('another unit by a factor of ten is noticed', () => {
  const months = ages.slice(0, 20).map((age) => age * 10)
  const inTenths = Array.from(months, (age, row) => ({ ...patient(row), age }))
  for (const { warnings } of predict(files[0], inTenths))
    expect(warnings).toContain('age looks 10 times too large: is it in years?')
})

test('external validation gives both intercepts, the slope, and updates that the data can or cannot support', () => {
  const held = [...study.validation]
  const positive = held.map((row) => numbers('her2')[row])
  const result = validateExternally(
    files[0],
    held.map((row) => text('id')[row]),
    held.map(patient),
    positive,
  )
  const { heldOut } = results[0].performance
  expect(result.performance.auc).toMatchDigits(heldOut!.auc, 1e-12)
  expect(result.calibration.slope.value).toMatchDigits(heldOut!.calibrationSlope, 1e-9)
  expect(result.calibration.interceptAtSlope1.value).toMatchDigits(heldOut!.calibrationIntercept, 1e-9)
  expect(result.calibration.interceptWithSlope.value).not.toBe(result.calibration.interceptAtSlope1.value)
  const [intercept, recalibration, refit] = result.updates
  expect(intercept.apparent.calibrationIntercept).toBeCloseTo(0, 9)
  expect(intercept.apparent.auc).toMatchDigits(result.performance.auc, 1e-12)
  expect(recalibration.apparent.calibrationSlope).toMatchDigits(1, 1e-7)
  expect(refit.apparent.auc).toBeGreaterThan(result.performance.auc - 1e-12)
  const rarer = positive.filter(Boolean).length
  expect(result.updates.map((update) => update.supported)).toEqual([1, 2, 6].map((k) => rarer / k >= 10))
})
