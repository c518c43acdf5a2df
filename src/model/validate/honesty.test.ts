import { expect, test } from 'vitest'
import { noiseStudy } from '../../../test/support/noise.ts'
import { oneThread } from '../../../test/support/one-thread.ts'
import { predictorTable } from '../data/predictor-table.ts'
import { fitModels, type ModelFit } from '../fit/fit-models.ts'
import { selectionPresets } from '../plan/presets.ts'
import { bootstrapSample } from '../resample/samples.ts'
import { validateModels } from './validate-models.ts'

const nested = { nested: { folds: 5, repeats: 1 }, bootstrap: 0, permutations: 0 }
const sets = 20
const publishedSets = 8

for (const [name, selection] of Object.entries(selectionPresets)) {
  test(`on noise the ${name} preset has a nested AUC of 0.5 and, published as usual, more`, async () => {
    const mean = { honest: 0, published: 0 }
    for (let seed = 0; seed < sets; seed++) {
      const study = noiseStudy(seed, 80, 60, selection)
      const [honest] = await validateModels(study, nested, oneThread)
      mean.honest += honest.performance.nested!.auc / sets
      if (seed >= publishedSets) continue
      const [published] = await validateModels({ ...study, protocol: 'as-published' }, nested, oneThread)
      mean.published += published.performance.nested!.auc / publishedSets
    }
    expect(Math.abs(mean.honest - 0.5)).toBeLessThan(0.04)
    expect(mean.published).toBeGreaterThan(mean.honest + (name === 'sparse' ? -0.01 : 0.05))
  }, 120_000)
}

test('on noise a step that goes by perturbations leaves a nested AUC of 0.5', async () => {
  let mean = 0
  for (let seed = 0; seed < sets; seed++) {
    const study = noiseStudy(seed, 80, 60, [
      { icc: 0.6, of: 'perturbations' },
      { lasso: { folds: 5, lambda: 'min' } },
    ] as never)
    // Half of the columns bear perturbations, half do not.
    const table = predictorTable(
      study.table.ids,
      study.table.patients,
      study.table.columns.map(({ name, label }, j) => {
        const values = study.table.values.slice(j * 80, (j + 1) * 80)
        const sd = new Float64Array(80).fill(j % 2 ? 0.2 : 2)
        return { name, label, values, repeated: { mean: values, sd, count: 10 } }
      }),
    )
    const [honest] = await validateModels({ ...study, table }, nested, oneThread)
    mean += honest.performance.nested!.auc / sets
  }
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.04)
}, 120_000)

test('copies of a bootstrap sample that may fall on both sides of an inner fold make noise look like signal', () => {
  const { lasso } = { lasso: { folds: 10, lambda: 'min', alpha: 1 } } as const
  let together = 0
  let apart = 0
  for (let seed = 0; seed < 5; seed++) {
    const study = noiseStudy(seed, 100, 200, [{ lasso }])
    const part = bootstrapSample(study.training, study.outcome, study.table.patients, 0, seed)
    together += selected(fitModels(study.plan, study.table, part, ['radiomics']).get('radiomics'))

    const copies = Array.from(part.rows).flatMap((row, i) => Array.from({ length: part.counts[i] }, () => row))
    const n = study.training.length
    const own = Int32Array.from(copies, (_, i) => i)
    const table = predictorTable(
      Array.from(own, (i) => `copy ${i}`),
      own,
      study.table.columns.map(({ name, label }, j) => ({
        name,
        label,
        values: copies.map((row) => study.table.values[j * n + row]),
      })),
    )
    const positive = copies.map((row) => (study.outcome as { positive: ArrayLike<number> }).positive[row])
    const counts = new Float64Array(copies.length).fill(1)
    const ungrouped = { rows: own, counts, outcome: { kind: 'binary', positive }, seed } as const
    apart += selected(fitModels(study.plan, table, ungrouped, ['radiomics']).get('radiomics'))
  }
  expect(apart).toBeGreaterThan(100)
  expect(together).toBeLessThan(apart / 3)
})

function selected(fit: ModelFit | Error | undefined): number {
  const [score] = (fit as ModelFit).selection
  return score.steps[score.steps.length - 1].columnsOut
}
