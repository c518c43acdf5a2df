import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import { oneThread } from '../../../test/support/one-thread.ts'
import { predictorTable } from '../data/predictor-table.ts'
import { modelFileOf } from '../deploy/make-model-file.ts'
import { fitModels, type ModelFit } from '../fit/fit-models.ts'
import { nomogramOf } from '../nomogram/from-model.ts'
import { nomogram, nomogramPoints } from '../nomogram/nomogram.ts'
import type { ModelTerm } from '../plan/specification.ts'
import { readModelFile, writeModelFile } from '../predict/model-file.ts'
import { predict } from '../predict/predict.ts'
import { predictTable } from '../resample/refit.ts'
import { fullSample } from '../resample/samples.ts'
import type { ModelStudy } from '../validate/model-study.ts'
import { validateModels } from '../validate/validate-models.ts'

const read = (...path: string[]) => readFileSync(fixture(...path), 'utf8')
const [header, ...cells] = read('statistics', 'cohort.csv')
  .trim()
  .split('\n')
  .map((line) => line.replaceAll('"', '').split(','))
const text = (name: string) => cells.map((row) => row[header.indexOf(name)])
const numbers = (name: string) => Float64Array.from(text(name), Number)
const edges = ['smooth', 'blur', 'burr']
const table = predictorTable(
  text('id'),
  Int32Array.from(cells, (_, i) => i),
  [
    ...['age', 'size', 'type', 'skin', 'her2'].map((name) => ({ name, label: name, values: numbers(name) })),
    {
      name: 'edge',
      label: 'edge',
      levels: edges.map((value) => ({ value, label: value })),
      values: text('edge').map((value) => edges.indexOf(value)),
    },
  ],
)
const rows = Int32Array.from(cells, (_, i) => i)
const binary = { kind: 'binary', positive: numbers('her2') } as const
const survival = { kind: 'survival', time: numbers('time'), event: numbers('event') } as const
const [splined, { product, hazard }] = [
  JSON.parse(read('statistics', 'extra.json')).spline,
  JSON.parse(read('statistics-extra', 'terms.json')),
]

function study(terms: ModelTerm[], family: 'logistic' | 'cox' = 'logistic'): ModelStudy {
  return {
    plan: {
      family,
      blocks: {},
      selection: [],
      models: [{ name: 'm', terms }],
      ...(family === 'cox' && { horizons: [24] }),
    },
    table,
    outcome: family === 'cox' ? survival : binary,
    training: rows,
    validation: new Int32Array(0),
    seed: 1,
  }
}

async function resultOf(terms: ModelTerm[], family?: 'logistic' | 'cox', bootstrap = 0) {
  const [result] = await validateModels(study(terms, family), { bootstrap, permutations: 0 }, oneThread)
  return result
}

/** rms' rows of an anova by what is tested, for the columns that have joint tests here. */
function anovaOf({ anovaRows, anova }: { anovaRows: string[]; anova: number[][] }, column: string) {
  const at = anovaRows.findIndex((row) => row.trim().split(' ')[0] === column)
  const own = { all: anova[at] } as Record<string, number[]>
  for (let i = at + 1; anovaRows[i]?.startsWith(' '); i++)
    if (anovaRows[i].startsWith(' Nonlinear (') || anovaRows[i] === ' Nonlinear') own.nonlinear = anova[i]
    else if (anovaRows[i] === ' All Interactions') own.interactions = anova[i]
  return own
}

const mixed: ModelTerm[] = [{ spline: 'age', knots: 4 }, 'type', 'skin', 'edge', { interaction: ['type', 'skin'] }]

test('a spline and an interaction are rms’ rcs(age, 4) and type * skin, with the tests of its anova', async () => {
  const result = await resultOf(mixed)
  expect(result.terms.map((term) => term.term)).toEqual(splined.names.slice(1))
  expect([result.intercept, ...result.terms.map((term) => term.estimate)]).toMatchDigits(splined.coef, 1e-8)
  expect(result.terms.map((term) => term.se)).toMatchDigits(splined.se.slice(1), 1e-8)
  expect(result.terms[1].knots).toMatchDigits(splined.knots, 1e-12)
  expect(result.terms.every((term) => term.validInference)).toBe(true)
  expect(result.jointTests.map(({ column, of }) => `${column} ${of}`)).toEqual([
    'age all',
    'age nonlinear',
    'type all',
    'type interactions',
    'skin all',
    'skin interactions',
  ])
  for (const { column, of, chiSquare, df, p } of result.jointTests)
    expect([chiSquare, df, p]).toMatchDigits(anovaOf(splined, column)[of], 1e-6)
})

test('an interaction of a spline with a factor has all products, in rms’ order', async () => {
  const result = await resultOf([{ spline: 'age', knots: 5 }, 'edge', 'size', { interaction: ['age', 'edge'] }])
  expect(result.terms.map((term) => term.term)).toEqual(product.names.slice(1))
  expect([result.intercept, ...result.terms.map((term) => term.estimate)]).toMatchDigits(product.coef, 1e-7)
  expect(result.terms.map((term) => term.se)).toMatchDigits(product.se.slice(1), 1e-7)
  const lp = predictTable(study([]).plan, table, result.model)
  expect([0, 56, 199].map((row) => lp[row])).toMatchDigits(product.lp, 1e-8)
  for (const { column, of, chiSquare, df, p } of result.jointTests)
    expect([chiSquare, df, p]).toMatchDigits(anovaOf(product, column)[of], 1e-5)
})

test('in a Cox model they are those of cph; columns of an interaction need not be named twice', async () => {
  const result = await resultOf([{ spline: 'age', knots: 3 }, { interaction: ['size', 'her2'] }], 'cox')
  expect(result.terms.map((term) => term.term)).toEqual(hazard.names)
  expect(result.terms.map((term) => term.estimate)).toMatchDigits(hazard.coef, 1e-7)
  expect(result.terms.map((term) => term.se)).toMatchDigits(hazard.se, 1e-7)
  const lp = predictTable(study([], 'cox').plan, table, result.model)
  expect([0, 56, 199].map((row) => lp[row])).toMatchDigits(hazard.lp, 1e-7)
  expect(result.proportionality!.columns.map(({ column, df }) => [column, df])).toEqual([
    ['age', 2],
    ['size', 1],
    ['her2', 1],
    ['size * her2', 1],
  ])
})

test('the nomogram of a fitted spline and interaction is that of rms', async () => {
  const { model } = await resultOf(mixed)
  const drawable = nomogramOf(model, table, rows, 'HER2 positive')!
  const drawn = nomogram(drawable)
  const axes = splined.nomogram.slice(0, 4) as { name: string; values: Record<string, number[]> }[]
  expect(drawn.axes.map((axis) => axis.label)).toEqual(axes.map((axis) => axis.name))
  for (const [i, axis] of axes.entries())
    expect(drawn.axes[i].ticks.map((tick) => tick.points)).toMatchDigits(axis.values.points, 1e-6)
  const lp = predictTable(study(mixed).plan, table, model)
  const values = { age: 61, type: 1, skin: 1, edge: 'burr' }
  expect(nomogramPoints(drawable, drawn, values).linearPredictor).toMatchDigits(
    predictorsAt(
      values,
      model.terms.map((term) => term.estimate),
      model.intercept,
    ),
    1e-9,
  )
  expect(lp.every(Number.isFinite)).toBe(true)
})

/** By hand: rcs(age, 4) with its knots, and the product. */
function predictorsAt(
  { age, type, skin, edge }: { age: number; type: number; skin: number; edge: string },
  b: number[],
  intercept: number,
) {
  const [k1, k2, k3, k4] = splined.knots
  const cube = (x: number) => Math.max(0, x) ** 3
  const part = (k: number) =>
    (cube(age - k) - (cube(age - k3) * (k4 - k)) / (k4 - k3) + (cube(age - k4) * (k3 - k)) / (k4 - k3)) / (k4 - k1) ** 2
  const x = [age, part(k1), part(k2), type, skin, Number(edge === 'blur'), Number(edge === 'burr'), type * skin]
  return x.reduce((sum, value, j) => sum + value * b[j], intercept)
}

test('a model file keeps them and predicts the same, with contributions that add up', async () => {
  const terms: ModelTerm[] = [{ spline: 'age', knots: 4 }, { interaction: ['age', 'edge'] }, 'type']
  const result = await resultOf(terms, 'logistic', 40)
  const origin = { software: '0', study: 'test', cohort: 'simulated', date: '2024-06-01', seed: 1 }
  const file = modelFileOf(result, table, rows, origin, { column: 'her2', label: 'HER2', positive: '1' })
  const back = await readModelFile(await writeModelFile(file), 'model.json')
  const patients = cells.map((row) => Object.fromEntries(header.map((name, j) => [name, row[j]])))
  const predictions = predict(back, patients)
  const lp = predictTable(study(terms).plan, table, result.model)
  expect(predictions.map((prediction) => prediction.lp)).toMatchDigits(lp, 1e-9)
  expect(back.uncertainty.kind).toBe('wald')
  const [first, second] = predictions
  const sum = (of: typeof first) => of.contributions.reduce((total, { logOdds }) => total + logOdds, 0)
  expect(sum(first) - sum(second)).toMatchDigits(first.lp! - second.lp!, 1e-9)
  expect(first.contributions.map(({ label }) => label)).toEqual(['age × edge', 'type'])
  expect(first.contributions[0].columns.map(({ column }) => column)).toEqual(['age', 'edge', 'age * edge'])
  const { points } = back
  const total = first.contributions.reduce((sum, one) => sum + one.points! / points!.scale, 0)
  const lowest = points!.variables.reduce((sum, one) => sum + one.lowest, 0)
  expect(total + lowest + back.intercept).toMatchDigits(first.lp!, 1e-9)
})

test('knots come from the training part alone, each row as often as it was drawn', () => {
  const part = fullSample(rows.slice(0, 120), { kind: 'binary', positive: numbers('her2').slice(0, 120) }, 1)
  const knotsOf = (counts: Float64Array) => {
    const { plan } = study([{ spline: 'age', knots: 4 }])
    const fit = fitModels(plan, table, { ...part, counts }, ['m']).get('m') as ModelFit
    return fit.model.terms.find((term) => term.knots)!.knots!
  }
  const ages = numbers('age').slice(0, 120).sort()
  const quantile = (p: number) => {
    const place = p * 119
    const below = Math.floor(place)
    return ages[below] + (place - below) * ((ages[below + 1] ?? 0) - ages[below])
  }
  expect(knotsOf(part.counts)).toMatchDigits([0.05, 0.35, 0.65, 0.95].map(quantile), 1e-12)
  const older = Float64Array.from(numbers('age').slice(0, 120), (age) => (age > 50 ? 3 : 1))
  expect(knotsOf(older)[1]).toBeGreaterThan(knotsOf(part.counts)[1])
})

test('backward elimination leaves a column in as long as it interacts', async () => {
  const terms: ModelTerm[] = ['size', 'skin', { interaction: ['type', 'edge'] }]
  const plan = study([]).plan
  const all = fitModels(
    { ...plan, models: [{ name: 'm', terms, select: 'backward' }] },
    table,
    fullSample(rows, binary, 1),
    ['m'],
  ).get('m') as ModelFit
  const columns = new Set(all.model.terms.flatMap((term) => (term.times ? [] : [term.column])))
  for (const { column, times } of all.model.terms)
    if (times) expect([column, ...times.map((one) => one.column)].every((name) => columns.has(name))).toBe(true)
  expect(all.model.terms.length).toBeLessThan(8)
})
