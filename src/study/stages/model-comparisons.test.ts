import { beforeAll, expect, test } from 'vitest'
import { noiseStudy } from '../../../test/support/noise.ts'
import { oneThread } from '../../../test/support/one-thread.ts'
import { type ModelResult, type Predictor, predictorTable, validateModels } from '../../model/index.ts'
import { aucDelong } from '../../statistics/performance/roc.ts'
import { locales } from '../../text/locales/index.ts'
import { comparisonChapter } from '../chapters/models/comparison.ts'
import { robustnessChapter } from '../chapters/models/robustness.ts'
import { validationChapter } from '../chapters/models/validation.ts'
import { type StudyConfig, studySchema } from '../file/schema.ts'
import type { PredictedCohort } from './cohort.ts'
import { type StudyModelComparisons, studyModelComparisons } from './model-comparisons.ts'

const n = 120
const noise = noiseStudy(4, n, 3, [])
const positive = (noise.outcome as unknown as { positive: Float64Array }).positive
const site = Float64Array.from({ length: n }, (_, i) => i % 3)
const predictors = noise.table.columns.map(({ name }, j): Predictor => {
  const values = noise.table.values.slice(j * n, (j + 1) * n)
  return { name, label: name, values: values.map((value, i) => value + (j === 0 ? positive[i] : 0)) }
})
const table = predictorTable(noise.table.ids, noise.table.patients, predictors, {
  codes: Int32Array.from(site),
  names: ['A', 'B', 'C'],
})
const levels = ['A', 'B', 'C'].map((label) => ({ value: label, label }))
const age = Float64Array.from({ length: n }, (_, i) => (i === 5 ? Number.NaN : i))
const cohort = {
  cohort: {
    ids: noise.table.ids,
    columns: new Map<string, unknown>([
      ['site', { variable: { name: 'site', label: 'Site', levels }, values: site }],
      ['age', { variable: { name: 'age', label: 'Age' }, values: age }],
    ]),
  },
} as unknown as PredictedCohort
const config = (validation: object): StudyConfig =>
  studySchema.parse({
    study: 's',
    cohort: { file: 'c.csv', id: 'id' },
    outcome: { column: 'y', positive: 1, prevalence: 0.1 },
    validation,
  })

let results: ModelResult[]
let modelComparisons: StudyModelComparisons
beforeAll(async () => {
  results = await validateModels(
    {
      ...noise,
      table,
      training: noise.training.subarray(0, 84),
      validation: noise.training.subarray(84),
      plan: {
        ...noise.plan,
        models: [
          { name: 'one', label: 'One', terms: ['f0'] },
          { name: 'all', label: 'All', terms: ['f0', 'f1', 'f2'] },
        ],
      },
    },
    {
      nested: { folds: 4, repeats: 1 },
      bootstrap: 40,
      permutations: 0,
      centres: true,
      learning: { shares: [0.5, 0.8], repeats: 3 },
    },
    oneThread,
  )
  modelComparisons = studyModelComparisons(config({ subgroups: ['site', 'age'] }), cohort, results)
}, 60_000)

test('subgroups by a factor and by the halves of a number, held out and out of fold, with DeLong’s interval', () => {
  const { subgroups } = modelComparisons
  expect(subgroups.map(({ model, column, part }) => `${model} ${column} ${part}`)).toEqual([
    'one site heldOut',
    'one site nested',
    'all site heldOut',
    'all site nested',
    'one age heldOut',
    'one age nested',
    'all age heldOut',
    'all age nested',
  ])
  const own = results[0].performance.heldOut!.predictions.filter(({ id }) => Number(id.slice(1)) % 3 === 1)
  const expected = aucDelong(
    own.map(({ lp }) => lp),
    own.map(({ outcome }) => outcome),
  )
  const [, second] = subgroups[0].groups
  expect([second.group, second.n]).toEqual(['B', 12])
  expect([second.auc, second.lower, second.upper]).toMatchDigits([expected.auc, expected.lower, expected.upper], 1e-12)
  // ages 0 to 119 without 5: the median is 60; all held-out patients are older
  expect(subgroups[4]).toMatchObject({ middle: 60, groups: [{ group: 'upper half', n: 36 }] })
  expect(subgroups[5].groups.reduce((sum, group) => sum + group.n, 0)).toBe(83)
})

test('the population’s prevalence moves intercepts by the log odds and gives predictive values', () => {
  const { prevalence } = modelComparisons
  const [one] = prevalence!.models
  expect(prevalence!.studyShare).toBe(0.25)
  expect(one.intercept - results[0].intercept).toMatchDigits(Math.log(1 / 9) - Math.log(1 / 3), 1e-12)
  expect(one.shrunkenIntercept! - results[0].shrinkage!.intercept!).toMatchDigits(Math.log(3 / 9), 1e-12)
  const { sensitivity, specificity } = results[0].thresholds!.heldOut!
  const right = 0.1 * sensitivity.value
  expect(one.ppv!).toMatchDigits(right / (right + 0.9 * (1 - specificity.value)), 1e-12)
})

test('Riley’s size counts every candidate parameter', () => {
  const [one, all] = modelComparisons.sampleSizes
  expect([one.parameters, all.parameters, one.rows, one.had]).toEqual([1, 3, 84, 21])
  expect(all.criteria[0].n).toBeGreaterThan(2 * one.criteria[0].n)
})

test('every number of the chapters’ tables that has a path stands there in results.json', () => {
  const written = { modelComparisons, models: Object.fromEntries(results.map((result) => [result.name, result])) }
  const chapters = [
    comparisonChapter(locales.en, results, modelComparisons.comparisons)!,
    robustnessChapter(locales.en, results, modelComparisons)!,
    validationChapter(locales.en, results, results[1], undefined)!,
  ]
  const tables = chapters.flatMap((chapter) => chapter.tables ?? [])
  expect(tables.map(({ id }) => id)).toEqual([
    'comparison',
    'centres',
    'subgroups',
    'sample-size',
    'prevalence',
    'shrinkage',
  ])
  expect(chapters.flatMap(({ figures }) => figures ?? []).map(({ id }) => id)).toEqual([
    'comparison',
    'places',
    'learning-curve',
    'validation',
  ])
  let traced = 0
  for (const { value, path } of tables.flatMap(({ rows }) =>
    rows.flatMap(({ cells }) => cells.flatMap((c) => c.numbers ?? [])),
  )) {
    const found = path!.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], written)
    expect(Number.isNaN(found) ? 'nan' : found, path).toBe(value)
    traced++
  }
  expect(traced).toBeGreaterThan(150)
})
