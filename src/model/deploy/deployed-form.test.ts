import { expect, test } from 'vitest'
import { noiseStudy } from '../../../test/support/noise.ts'
import { oneThread } from '../../../test/support/one-thread.ts'
import { logistic } from '../../statistics/regression/logistic.ts'
import { randomStream } from '../../statistics/resampling/random.ts'
import { predictorTable } from '../data/predictor-table.ts'
import { validateModels } from '../validate/validate-models.ts'
import { deployed } from './deployed-form.ts'

test('coefficients times the factor, the intercept by which the mean risk stays, the threshold at the same patients', async () => {
  const n = 120
  const random = randomStream(4, 'deployed')
  const values = Array.from({ length: 5 }, () => Float64Array.from({ length: n }, () => random.gaussian()))
  const positive = values[0].map((x) => Number(x + 1.5 * random.gaussian() > 0))
  const rows = Int32Array.from({ length: n }, (_, i) => i)
  const names = values.map((_, j) => `c${j}`)
  const base = noiseStudy(1, n, 5, [])
  const [result] = await validateModels(
    {
      ...base,
      table: predictorTable(
        Array.from(rows, String),
        rows,
        values.map((column, j) => ({ name: names[j], label: names[j], values: column })),
      ),
      outcome: { kind: 'binary', positive },
      training: rows,
      validation: rows.subarray(0, 0),
      plan: { family: 'logistic', blocks: {}, selection: [], models: [{ name: 'm', terms: names }] },
    },
    { bootstrap: 45, permutations: 0, nested: { folds: 5, repeats: 1 } },
    oneThread,
  )
  const shrunken = deployed(result)
  const { factor } = result.shrinkage!
  expect(shrunken.form).toEqual({ kind: 'shrunken', factor, fittedIntercept: result.intercept })
  expect(shrunken.model.terms.map(({ estimate }) => estimate)).toMatchDigits(
    result.model.terms.map(({ estimate }) => factor * estimate),
    1e-14,
  )
  const risks = shrunken.performance.apparent.predictions.map(({ risk }) => risk)
  expect(risks.reduce((sum, risk) => sum + risk, 0)).toMatchDigits(
    positive.reduce((sum, y) => sum + y, 0),
    1e-8,
  )
  // recalibrated on its own rows such a model has the slope 1 over the factor
  const lp = Float64Array.from(shrunken.performance.apparent.predictions, (one) => one.lp)
  expect(logistic({ rows: n, columns: 1, values: lp }, positive).coefficients[1]).toMatchDigits(1 / factor, 1e-8)
  const called = (of: typeof result) => {
    const { threshold } = of.thresholds!
    return of.performance.apparent.predictions.map(({ risk }) => risk >= threshold)
  }
  expect(called(shrunken)).toEqual(called(result))
  expect(deployed(result, 'fitted')).toEqual({ ...result, form: { kind: 'fitted' } })
})

test('a Cox model: the baseline is estimated anew with the shrunken linear predictor, by hand', async () => {
  const n = 90
  const random = randomStream(9, 'deployed cox')
  const values = Array.from({ length: 4 }, () => Float64Array.from({ length: n }, () => random.gaussian()))
  const time = values[0].map((x) => -10 * Math.exp(-0.8 * x) * Math.log(random.uniform()))
  const event = time.map((t) => Number(t < 20))
  const rows = Int32Array.from({ length: n }, (_, i) => i)
  const names = values.map((_, j) => `c${j}`)
  const base = noiseStudy(1, n, 4, [])
  const [result] = await validateModels(
    {
      ...base,
      table: predictorTable(
        Array.from(rows, String),
        rows,
        values.map((column, j) => ({ name: names[j], label: names[j], values: column })),
      ),
      outcome: { kind: 'survival', time, event },
      training: rows,
      validation: rows.subarray(0, 0),
      plan: { family: 'cox', horizons: [5, 10], blocks: {}, selection: [], models: [{ name: 'm', terms: names }] },
    },
    { bootstrap: 45, permutations: 0 },
    oneThread,
  )
  const { factor } = result.shrinkage!
  expect(factor).toBeGreaterThan(0)
  expect(factor).toBeLessThan(1)
  const { form, model, uncertainty, performance } = deployed(result)
  expect(form.kind).toBe('shrunken')
  const lp = result.performance.apparent.predictions.map((one) => factor * one.lp)
  // no two times are equal: Breslow's sum over the events of one over what is at risk
  const hazard = (at: number) =>
    rows.reduce((sum, i) => {
      if (!event[i] || time[i] > at) return sum
      return sum + 1 / rows.reduce((risk, k) => risk + (time[k] >= time[i] ? Math.exp(lp[k]) : 0), 0)
    }, 0)
  for (const at of [5, 10])
    expect(model.baseline!.survival[model.baseline!.time.indexOf(at)]).toMatchDigits(Math.exp(-hazard(at)), 1e-12)
  expect(performance.apparent.predictions[7].risk).toMatchDigits(1 - Math.exp(-hazard(10) * Math.exp(lp[7])), 1e-12)
  const own = result.model.baseline!
  const ratio = hazard(5) / -Math.log(own.survival[own.time.indexOf(5)])
  const [before, after] = [result.uncertainty, uncertainty].map((of) => of.kind === 'refits' && of.members[0])
  if (!before || !after) throw new Error('there are no refits')
  expect(after.survival![0]).toMatchDigits(before.survival![0] ** ratio, 1e-12)
})
