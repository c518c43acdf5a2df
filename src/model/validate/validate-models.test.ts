import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import { oneThread } from '../../../test/support/one-thread.ts'
import { type Predictor, predictorTable } from '../data/predictor-table.ts'
import { interceptForPrevalence, predictiveValues } from '../deploy/prevalence.ts'
import { baselineAt } from '../fit/baseline-survival.ts'
import { permutedOutcome } from '../resample/samples.ts'
import type { ModelResult } from '../result.ts'
import { subgroupPerformance } from './learning-curve.ts'
import type { ModelStudy } from './model-study.ts'
import { validateModels } from './validate-models.ts'

const [header, ...cells] = readFileSync(fixture('statistics', 'cohort.csv'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.replaceAll('"', '').split(','))
const n = cells.length
const text = (name: string) => cells.map((row) => row[header.indexOf(name)])
const numbers = (name: string) => Float64Array.from(text(name), Number)
const factor = (name: string, values: string[]): Predictor => ({
  name,
  label: name,
  levels: values.map((value) => ({ value, label: value })),
  values: text(name).map((value) => values.indexOf(value)),
})
const features = header.filter((name) => /^f\d\d$/.test(name))
const continuous = (name: string): Predictor => ({ name, label: name, values: numbers(name) })
const table = predictorTable(
  text('id'),
  Int32Array.from(cells, (_, i) => i),
  [
    continuous('type'),
    factor('edge', ['smooth', 'blur', 'burr']),
    ...['skin', 'axillary', 'age', 'size', ...features].map(continuous),
  ],
)
const rows = Int32Array.from(cells, (_, i) => i)
const study: ModelStudy = {
  table,
  outcome: { kind: 'binary', positive: numbers('her2') },
  training: rows.filter((i) => i % 10 < 7),
  validation: rows.filter((i) => i % 10 >= 7),
  seed: 20240601,
  plan: {
    family: 'logistic',
    blocks: {
      mri: { columns: ['type', 'edge', 'skin', 'axillary'], features: false },
      clinical: { columns: ['age', 'size'], features: false },
      radiomics: { columns: features, features: true },
    },
    selection: [{ correlation: 0.8 }, { lasso: { folds: 5, lambda: 'min', alpha: 1 } }],
    models: [
      { name: 'mri', terms: ['mri', 'clinical'] },
      { name: 'radiomics', terms: [{ score: 'radiomics' }] },
      { name: 'combined', terms: ['mri', { score: 'radiomics' }] },
      { name: 'joint', lasso: ['radiomics', 'mri'] },
    ],
  },
}
const settings = { nested: { folds: 5, repeats: 2 }, bootstrap: 12, permutations: 0 }
let results: ModelResult[]
beforeAll(async () => {
  results = await validateModels(study, settings, oneThread)
}, 60_000)

test('a model of fixed terms on all rows is glm, and its apparent AUC is that of pROC', async () => {
  const expected = JSON.parse(readFileSync(fixture('statistics', 'logistic.json'), 'utf8'))
  const roc = JSON.parse(readFileSync(fixture('statistics', 'roc.json'), 'utf8'))
  const whole = {
    ...study,
    training: rows,
    validation: new Int32Array(0),
    plan: { ...study.plan, models: study.plan.models.slice(0, 1) },
  }
  const [mri] = await validateModels(whole, { bootstrap: 0, permutations: 0 }, oneThread)
  expect(mri.terms.map((term) => term.term)).toEqual([
    'type',
    'edge=blur',
    'edge=burr',
    'skin',
    'axillary',
    'age',
    'size',
  ])
  expect([mri.intercept, ...mri.terms.map((term) => term.estimate)]).toMatchDigits(expected.coef, 1e-8)
  expect(mri.terms.map((term) => term.wald)).toMatchDigits(expected.wald.slice(1), 1e-7)
  expect(mri.terms.map((term) => [term.lower, term.upper])).toMatchDigits(expected.ciWald.slice(1), 1e-7)
  expect(mri.vcov).toMatchDigits(expected.vcov, 1e-7)
  expect(mri.terms.every((term) => term.validInference)).toBe(true)
  const { apparent } = mri.performance
  expect([apparent.lower, apparent.auc, apparent.upper]).toMatchDigits(roc.ci[0], 1e-8)
  expect(apparent.brier).toMatchDigits(expected.valProb.Brier, 1e-8)
  expect(apparent.calibrationSlope).toMatchDigits(1, 1e-6)
  expect(mri.performance.nested).toBeUndefined()
  expect(mri.performance.heldOut).toBeUndefined()
})

test('the four performances stand side by side, and the apparent one is the best', () => {
  for (const { performance, name } of results) {
    const { apparent, optimismCorrected, nested, heldOut } = performance
    expect(apparent.auc, name).toBeGreaterThan(optimismCorrected!.auc)
    expect(apparent.auc, name).toBeGreaterThan(nested!.auc)
    expect(nested!.auc, name).toBeGreaterThan(0.5)
    expect(apparent.n + heldOut!.n, name).toBe(n)
    expect(nested!.lower < nested!.auc && nested!.auc < nested!.upper, name).toBe(true)
    expect(nested!.interval.includes('widened'), name).toBe(name === 'radiomics' || name === 'joint')
    expect(nested!.predictions, name).toHaveLength(study.training.length)
    expect(optimismCorrected!.auc632plus, name).toBeLessThanOrEqual(apparent.auc)
  }
})

test('after a selection no p is passed off as valid', () => {
  const [mri, radiomics, combined, joint] = results
  expect(mri.terms.every((term) => term.validInference)).toBe(true)
  for (const model of [radiomics, combined, joint]) expect(model.terms.some((term) => term.validInference)).toBe(false)
  expect(joint.vcov).toBeUndefined()
})

test('a Cox model passes through the same validation', async () => {
  const survival = { kind: 'survival', time: numbers('time'), event: numbers('event') } as const
  const plan = {
    ...study.plan,
    family: 'cox',
    models: study.plan.models.slice(0, 3),
    horizons: [12, 24] as number[],
  } as const
  const small = { nested: { folds: 3, repeats: 1 }, bootstrap: 2, permutations: 1 }
  const cox = await validateModels(
    { ...study, outcome: survival, plan: { ...plan, models: [...plan.models] } },
    small,
    oneThread,
  )
  for (const { performance, terms, permutation, thresholds } of cox) {
    const { apparent, nested, heldOut, optimismCorrected } = performance
    for (const part of [apparent, nested!, heldOut!]) {
      expect(part.horizons!.map(({ time }) => time)).toEqual([12, 24])
      for (const { auc, brier, observed, predicted, lower, upper } of part.horizons!) {
        expect(auc > 0.3 && auc < 1 && brier > 0 && brier < 0.35).toBe(true)
        expect(lower <= observed && observed <= upper && predicted > 0).toBe(true)
      }
      expect(part.lower < part.auc && part.auc < part.upper).toBe(true)
      expect(part.predictions.every(({ risk }) => risk > 0 && risk < 1)).toBe(true)
      expect(part.decision.thresholds).toHaveLength(99)
    }
    expect(optimismCorrected!.refits).toBe(2)
    expect(terms.length).toBeGreaterThan(0)
    expect(permutation!.auc).toHaveLength(1)
    expect(thresholds).toBeUndefined()
  }
  expect(cox[0].performance.optimismCorrected!.auc).not.toBe(cox[0].performance.apparent.auc)
  const { apparent, nested, optimismCorrected } = cox[0].performance
  const [first, last] = apparent.horizons!
  expect(last.groups.at(-1)!.observed).toBeGreaterThan(last.groups[0].observed - 0.2)
  expect(last.calibration.corrected).toHaveLength(last.calibration.predicted.length)
  expect(first.events).toBeLessThan(last.events)
  expect(first.ratio).toMatchDigits(first.observed / first.predicted, 1e-12)
  expect(optimismCorrected!.horizons![1].brier).toBeGreaterThan(last.brier)
  // the folds foretold these rows without having seen them, so the baseline of the whole is not theirs
  const whole = 1 - baselineAt(cox[0].model.baseline!, 24) ** Math.exp(nested!.predictions[0].lp)
  expect(nested!.predictions[0].risk).not.toBeCloseTo(whole, 6)
}, 60_000)

test('patients who lack a whole block take no part in a model that uses it, and that is said', async () => {
  const lacking = new Set([0, 3, 9])
  const gaps = table.columns.map(({ name, label, levels }, j) => {
    const values = table.values.slice(j * n, (j + 1) * n)
    const lacks = features.includes(name)
    return { name, label, levels, values: values.map((v, i) => (lacks && lacking.has(i) ? Number.NaN : v)) }
  })
  const models = [study.plan.models[0], study.plan.models[1]]
  const own = { ...study, table: predictorTable(text('id'), table.patients, gaps), plan: { ...study.plan, models } }
  const [mri, radiomics] = await validateModels(own, { bootstrap: 0, permutations: 0 }, oneThread)
  expect([mri.rows, radiomics.rows]).toEqual([study.training.length, study.training.length - 2])
  expect(radiomics.performance.apparent.n).toBe(study.training.length - 2)
  expect(radiomics.performance.heldOut!.n).toBe(study.validation.length - 1)
  expect(radiomics.warnings.find(({ code }) => code === 'missing-block')!.value).toBe(3)
  expect(mri.warnings.some(({ code }) => code === 'missing-block')).toBe(false)
})

test('each centre is judged by a model that has not seen it, and more rows teach more', async () => {
  const names = ['A', 'B', 'C']
  const batches = Int32Array.from(text('centre'), (value) => names.indexOf(value))
  const several = { ...study, table: { ...table, batches, batchNames: names } }
  several.plan = { ...study.plan, models: study.plan.models.slice(0, 1) }
  const seen: number[][] = []
  const spying: typeof oneThread = async (name, all, options) => {
    for (const { parts } of all as unknown as { parts: { rows: Int32Array }[] }[])
      for (const { rows: own } of parts) seen.push([...new Set(Array.from(own, (row) => batches[row]))].sort())
    return oneThread(name, all, options)
  }
  const learning = { shares: [0.3, 0.8], repeats: 6 }
  const [mri] = await validateModels(several, { bootstrap: 0, permutations: 0, centres: true, learning }, spying)
  expect(mri.centres.map(({ centre }) => centre)).toEqual(names)
  expect(mri.centres.reduce((sum, { n: size }) => sum + size, 0)).toBe(study.training.length)
  expect(seen.slice(1, 4)).toEqual([
    [1, 2],
    [0, 2],
    [0, 1],
  ])
  expect(mri.learningCurve[1].rows).toBeGreaterThan(2 * mri.learningCurve[0].rows)
  expect(mri.learningCurve[1].auc).toBeGreaterThan(mri.learningCurve[0].auc - 0.02)
  const skin = new Map(text('id').map((id, i) => [id, text('skin')[i] === '1' ? 'thick' : 'thin']))
  const [thick, thin] = subgroupPerformance(mri.performance.apparent, skin)
  expect([thick.group, thin.group]).toEqual(['thick', 'thin'])
  expect(thick.n + thin.n).toBe(mri.performance.apparent.n)
})

test('a study that sampled patients by outcome gets the intercept of its population', () => {
  const [mri] = results
  const moved = interceptForPrevalence(mri.intercept, 0.5, 0.1)
  expect(moved - mri.intercept).toMatchDigits(Math.log(1 / 9), 1e-12)
  // 1,000 people, 100 ill: 90 of them and 180 of the 900 others test positive
  const { ppv, npv } = predictiveValues(0.9, 0.8, 0.1)
  expect([ppv, npv]).toMatchDigits([90 / 270, 720 / 730], 1e-12)
})

test('the threshold is chosen out of fold and applied to the held-out rows as it is', () => {
  for (const { thresholds } of results) expect(thresholds!.heldOut!.threshold).toBe(thresholds!.threshold)
})

test('the selection reports what each step left, and how often each column was chosen', () => {
  const radiomics = results[1]
  const [correlation, lasso] = radiomics.selection[0].steps
  expect(correlation).toMatchObject({ step: 'correlation', columnsIn: 60 })
  expect(lasso.columnsIn).toBe(correlation.columnsOut)
  expect(lasso.columnsOut).toBe(radiomics.model.scores[0].terms.length)
  const { path } = radiomics.selection[0]
  expect(path!.chosen).toBe(path!.lambdaMin)
  expect(path!.mean[path!.lambda.indexOf(path!.lambdaMin)]).toBe(Math.min(...path!.mean))
  const shares = radiomics.frequencies.map((frequency) => frequency.share)
  expect(shares[0]).toBeLessThanOrEqual(1)
  expect(shares).toEqual(shares.toSorted((a, b) => b - a))
})

test('the same seed gives the same bytes however the work is spread, another seed does not', async () => {
  const small = { nested: { folds: 3, repeats: 1 }, bootstrap: 2, permutations: 1 }
  const backwards: typeof oneThread = async (name, all) =>
    (await oneThread(name, [...all].reverse())).toReversed() as never
  const once = JSON.stringify(await validateModels(study, small, oneThread))
  expect(JSON.stringify(await validateModels(study, small, backwards))).toBe(once)
  expect(JSON.stringify(await validateModels({ ...study, seed: 2 }, small, oneThread))).not.toBe(once)
}, 60_000)

test('no refit is handed the outcome of a row outside its part', async () => {
  const seen: number[] = []
  const spying: typeof oneThread = async (name, all, options) => {
    for (const task of all as unknown as { parts: { rows: Int32Array; outcome: { positive: ArrayLike<number> } }[] }[])
      for (const { rows, outcome } of task.parts) {
        expect(outcome.positive).toHaveLength(rows.length)
        seen.push(...rows)
        expect(Object.keys(task).sort()).toEqual(['models', 'parts', 'plan', 'table'])
      }
    return oneThread(name, all, options)
  }
  await validateModels(study, { nested: { folds: 3, repeats: 1 }, bootstrap: 2, permutations: 0 }, spying)
  const heldOut = new Set(study.validation)
  expect(seen.some((row) => heldOut.has(row))).toBe(false)
})

test('dealt out at random, the outcome is not foretold; published as usual, it seems to be', async () => {
  const some = rows.filter((i) => i < 100)
  const noise = { ...study, training: some, validation: new Int32Array(0) }
  noise.plan = { ...study.plan, models: [study.plan.models[1]] }
  const nested = { nested: { folds: 5, repeats: 1 }, bootstrap: 0, permutations: 0 }
  const aucs = { honest: 0, published: 0 }
  const shuffles = 8
  for (let k = 0; k < shuffles; k++) {
    const outcome = permutedOutcome(study.outcome, some, table.patients, k, 5)
    const plan = { ...noise.plan, selection: [{ mrmr: 6 }] }
    for (const protocol of ['honest', 'as-published'] as const) {
      const [result] = await validateModels({ ...noise, plan, outcome, protocol }, nested, oneThread)
      expect(result.protocol).toBe(protocol)
      aucs[protocol === 'honest' ? 'honest' : 'published'] += result.performance.nested!.auc / shuffles
    }
  }
  expect(Math.abs(aucs.honest - 0.5)).toBeLessThan(0.06)
  expect(aucs.published).toBeGreaterThan(aucs.honest + 0.05)
}, 60_000)
