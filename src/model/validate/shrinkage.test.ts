import { expect, test } from 'vitest'
import { noiseStudy, scorePlan } from '../../../test/support/noise.ts'
import { oneThread } from '../../../test/support/one-thread.ts'
import { riskOf } from '../measures/measures.ts'
import { bootstrapSample } from '../resample/samples.ts'
import { recommendedShrinkage } from './shrinkage.ts'
import { validateModels } from './validate-models.ts'

const rows = Int32Array.from({ length: 200 }, (_, i) => i)
const lp = Float64Array.from(rows, (i) => (((i * 7919) % 200) - 100) / 50 - 1)
const positive = Float64Array.from(rows, (i) => Number(riskOf(lp[i]) > ((i * 6007) % 199) / 199))
const outcome = { kind: 'binary', positive } as const
const bootstraps = Array.from({ length: 40 }, (_, b) => ({ part: bootstrapSample(rows, outcome, rows, b, 1), lp }))
const of = { name: 'm', lp, intercept: 0, training: rows, outcome, bootstraps, folds: [], nested: [], candidates: 1 }

test('a model ten times too cautious is stretched ten times as much, to the same risks', () => {
  const cautious = lp.map((value) => value / 10)
  const plain = recommendedShrinkage(of)!
  const stretched = recommendedShrinkage({
    ...of,
    lp: cautious,
    bootstraps: bootstraps.map(({ part }) => ({ part, lp: cautious })),
  })!
  expect(stretched.factor).toMatchDigits(10 * plain.factor, 1e-7)
  expect(stretched.intercept!).toMatchDigits(plain.intercept!, 1e-7)
  const mean = rows.reduce((sum, i) => sum + riskOf(plain.intercept! + plain.factor * lp[i]), 0) / rows.length
  expect(mean).toMatchDigits(positive.reduce((sum, y) => sum + y, 0) / rows.length, 1e-9)
})

test('refits that give everyone the same risk are counted, and a model that does has no factor', () => {
  const flat = new Float64Array(200)
  const some = bootstraps.map((one, b) => (b < 5 ? { ...one, lp: flat } : one))
  expect(recommendedShrinkage({ ...of, bootstraps: some })).toMatchObject({
    by: 'bootstrap',
    refits: 40,
    withoutSlope: 5,
  })
  expect(recommendedShrinkage({ ...of, lp: flat })).toBeUndefined()
  expect(recommendedShrinkage({ ...of, bootstraps: bootstraps.slice(1) })).toBeUndefined()
})

test('of a model of maximum likelihood it is the bootstrap’s corrected calibration slope', async () => {
  const noise = noiseStudy(3, 120, 4, [])
  const models = [{ name: 'm', terms: ['f0', 'f1', 'f2', 'f3'] }]
  const study = { ...noise, plan: { ...noise.plan, models } }
  const [{ shrinkage, performance }] = await validateModels(study, { bootstrap: 40, permutations: 0 }, oneThread)
  expect(shrinkage!.factor).toMatchDigits(performance.optimismCorrected!.calibrationSlope, 1e-6)
})

test('with more columns than rows it comes from predictions out of fold, and is never below 0', async () => {
  const study = noiseStudy(1, 60, 80, [{ univariate: 0.02 }])
  const settings = { nested: { folds: 3, repeats: 2 }, bootstrap: 40, permutations: 0 }
  const plan = scorePlan(
    study.table.columns.map(({ name }) => name),
    study.plan.selection,
  )
  const [{ shrinkage }] = await validateModels({ ...study, plan }, settings, oneThread)
  expect(shrinkage!.by).toBe('nested')
  expect(shrinkage!.factor).toBeGreaterThanOrEqual(0)
  expect(shrinkage!.factor).toBeLessThan(1)
})
