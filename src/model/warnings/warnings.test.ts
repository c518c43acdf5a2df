import { expect, test } from 'vitest'
import { noiseStudy } from '../../../test/support/noise.ts'
import { oneThread } from '../../../test/support/one-thread.ts'
import { randomStream } from '../../statistics/resampling/random.ts'
import { type Predictor, predictorTable } from '../data/predictor-table.ts'
import type { ModelSpecification } from '../plan/specification.ts'
import type { ModelResult } from '../result.ts'
import type { SelectionStep } from '../steps/index.ts'
import type { ModelStudy, ValidationSettings } from '../validate/model-study.ts'
import { validateModels } from '../validate/validate-models.ts'
import { testSetChoice } from './test-set-choice.ts'

const n = 120
const rows = Int32Array.from({ length: n }, (_, i) => i)
const positive = Float64Array.from(rows, (i) => Number(i % 3 === 0))
const fitted = { bootstrap: 0, permutations: 0 }
const clip = (x: number) => Math.max(-1, Math.min(1, x))
const random = randomStream(1, 'warnings')
const drawn = Array.from({ length: 4 }, () => Float64Array.from({ length: n }, () => clip(random.gaussian())))
const column = (name: string, values: ArrayLike<number>): Predictor => ({ name, label: name, values })

/** Codes and figures of what is said of one model of fixed columns; the last 30 rows held out. */
async function said(columns: Predictor[], settings: ValidationSettings = fitted, other: Partial<ModelStudy> = {}) {
  const terms = columns.map(({ name }) => name)
  const study: ModelStudy = {
    table: predictorTable(Array.from(rows, String), rows, columns),
    outcome: { kind: 'binary', positive },
    training: rows.subarray(0, 90),
    validation: rows.subarray(90),
    seed: 1,
    plan: { family: 'logistic', blocks: {}, selection: [], models: [{ name: 'm', terms }] },
    ...other,
  }
  const [{ warnings }] = await validateModels(study, settings, oneThread)
  return new Map(warnings.map(({ code, value }) => [code, value]))
}

test('two sound columns raise nothing', async () => {
  expect([...(await said([column('a', drawn[0]), column('b', drawn[1])])).keys()]).toEqual([])
})

test('events per variable: the rarer class over all candidate columns', async () => {
  const found = await said(drawn.map((values, j) => column(`c${j}`, values)))
  expect(found.get('events-per-variable')).toBe(30 / 4)
})

test('separation', async () => {
  expect((await said([column('a', positive)])).get('separation')).toBe(1)
})

test('collinearity: 1 / (1 − r²) of two columns that all but repeat each other', async () => {
  const near = drawn[0].map((value, i) => value + drawn[1][i] / 20)
  const found = await said([column('a', drawn[0]), column('b', near)])
  expect(found.get('collinearity')).toBeGreaterThan(100)
})

test('features beyond the training range are counted in the held-out rows', async () => {
  const far = drawn[0].map((value, i) => (i >= 117 ? 50 : value))
  expect((await said([column('a', far)])).get('beyond-training-range')).toBe(3)
})

test('patients copied to balance the classes', async () => {
  // rows 60, 63, … 87 repeat rows 0, 3, … 27, all of them with the outcome
  const copied = (values: Float64Array) =>
    values.map((value, i) => (i >= 60 && i < 90 && i % 3 === 0 ? values[i - 60] : value))
  const columns = drawn.slice(0, 3).map((values, j) => column(`c${j}`, copied(values)))
  expect((await said(columns)).get('resampled-classes')).toBe(10)
  expect((await said(columns.slice(0, 2))).has('resampled-classes')).toBe(false)
  const lesions = predictorTable(
    Array.from(rows, String),
    rows.map((i) => i % 60),
    columns,
  )
  expect((await said(columns, fitted, { table: lesions })).has('resampled-classes')).toBe(false)
})

const noise = (seed: number, n: number, p: number, selection: SelectionStep[], model?: ModelSpecification) => {
  const study = noiseStudy(seed, n, p, selection)
  return model ? { ...study, plan: { ...study.plan, models: [model] } } : study
}
const codes = ({ warnings }: ModelResult) => new Map(warnings.map(({ code, value }) => [code, value]))

test('on noise: overfitting, bootstrap too high, slope, no better than chance', async () => {
  const study = noise(2, 60, 16, [], { name: 'm', terms: ['radiomics'] })
  const nested = { folds: 5, repeats: 1 }
  const [result] = await validateModels(study, { nested, bootstrap: 5, permutations: 0 }, oneThread)
  const found = codes(result)
  const { apparent, nested: own, optimismCorrected } = result.performance
  expect(found.get('overfitting')).toBe(apparent.auc - own!.auc)
  expect(found.get('bootstrap-too-high')).toBe(optimismCorrected!.auc - own!.auc)
  expect(found.get('calibration-slope')).toBe(own!.calibrationSlope)
  expect(found.get('no-better-than-chance')).toBe(own!.lower)
})

test('columns of a score that most refits do not select', async () => {
  const lasso = { folds: 3, lambda: 'min', alpha: 1 } as const
  const study = noise(1, 60, 16, [{ lasso }], { name: 'm', lasso: ['radiomics'] })
  const [result] = await validateModels(study, { bootstrap: 12, permutations: 0 }, oneThread)
  const often = new Map(result.frequencies.map(({ term, share }) => [term, share]))
  const unstable = result.model.scores[0].terms.filter(({ name }) => often.get(name)! < 0.5)
  expect(unstable.length).toBeGreaterThan(0)
  expect(codes(result).get('unstable-selection')).toBe(unstable.length)
})

test('selection before validation is said of the published protocol', async () => {
  const study = noise(2, 80, 20, [{ univariate: 0.05 }])
  const [result] = await validateModels({ ...study, protocol: 'as-published' }, fitted, oneThread)
  expect(codes(result).get('selection-before-validation')).toBe(1)
})

test('refits that cannot be made are counted', async () => {
  const study = noise(2, 80, 20, [{ lasso: { folds: 3, lambda: 'min', alpha: 1 } }])
  const few = study.training.map((i) => Number(i < 4))
  const outcome = { kind: 'binary', positive: Float64Array.from(few) } as const
  const [result] = await validateModels({ ...study, outcome }, { ...fitted, bootstrap: 20 }, oneThread)
  expect(codes(result).get('failed-refits')).toBe(result.failures.refits)
  expect(result.failures.refits).toBeGreaterThan(0)
})

test('the best on the test set is warned of where the training rows prefer another model', () => {
  const model = (name: string, heldOut: number, nested: number) =>
    ({ name, label: name, performance: { heldOut: { auc: heldOut }, nested: { auc: nested } } }) as ModelResult
  const found = testSetChoice([model('a', 0.7, 0.8), model('b', 0.78, 0.75), model('c', 0.6, 0.6)])
  expect([...found.keys()]).toEqual(['b'])
  expect(found.get('b')!.value).toMatchDigits(0.08, 1e-12)
  expect(testSetChoice([model('a', 0.8, 0.8), model('b', 0.7, 0.7)]).size).toBe(0)
  expect(testSetChoice([model('a', 0.8, 0.8)]).size).toBe(0)
})
