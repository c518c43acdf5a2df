import { expect, test } from 'vitest'
import { noiseStudy } from '../../../test/support/noise.ts'
import { oneThread } from '../../../test/support/one-thread.ts'
import { calibrationBand } from '../../statistics/performance/calibration-band.ts'
import { nomogramOf } from '../nomogram/from-model.ts'
import { validateModels } from '../validate/validate-models.ts'
import { modelFileOf } from './make-model-file.ts'

// A call takes some 125,000 arguments: Math.max(...values) of a register's patients ends the run.
const n = 200_000
const settings = { nested: { folds: 2, repeats: 1 }, bootstrap: 0, permutations: 0 }
const origin = { software: '1', study: 'Register', cohort: 'register.csv', date: '2024-01-01', seed: 1 }

test('200,000 patients: a logistic model, its nested AUC, calibration band, file and nomogram', async () => {
  const base = noiseStudy(1, n, 2, [])
  const plan = { ...base.plan, models: [{ name: 'fixed', terms: ['f0', 'f1'] }] }
  const study = { ...base, plan }
  const [result] = await validateModels(study, settings, oneThread)
  const { nested, apparent } = result.performance
  expect(Math.abs(nested!.auc - 0.5)).toBeLessThan(0.01)
  expect(nested!.lower).toBeLessThan(nested!.upper)
  expect(apparent.predictions).toHaveLength(n)
  const lp = apparent.predictions.map((one) => one.lp)
  expect(
    calibrationBand(
      lp,
      apparent.predictions.map((one) => one.outcome),
    )!.predicted,
  ).toHaveLength(50)
  const outcome = { column: 'y', label: 'y', positive: '1' }
  const file = modelFileOf(result, study.table, study.training, origin, outcome)
  expect(file.columns.map(({ name }) => name)).toEqual(['f0', 'f1'])
  expect(nomogramOf(result.model, study.table, study.training, 'y')).toBeDefined()
}, 120_000)
