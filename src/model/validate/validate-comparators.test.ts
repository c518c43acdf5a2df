import { expect, test } from 'vitest'
import { noiseStudy } from '../../../test/support/noise.ts'
import { oneThread } from '../../../test/support/one-thread.ts'
import type { ComparatorMethod } from '../plan/comparator.ts'
import type { ModelStudy } from './model-study.ts'
import { validateComparators } from './validate-comparators.ts'
import { validateModels } from './validate-models.ts'

const nested = { nested: { folds: 4, repeats: 1 }, bootstrap: 0, permutations: 0 }
const methods: ComparatorMethod[] = ['forest', 'boosting', 'svm']

const beside = (study: ModelStudy, methodsAsked: readonly ComparatorMethod[]): ModelStudy => ({
  ...study,
  plan: {
    ...study.plan,
    comparators: methodsAsked.map((method) => ({ name: method, label: method, method, on: ['radiomics'] })),
  },
})

const fails = (problem: Error) => {
  throw problem
}

test.each(methods)(
  'on noise the nested AUC of %s is about a half, whatever it says of its own rows',
  async (method) => {
    const sets = 8
    let mean = 0
    for (let seed = 0; seed < sets; seed++) {
      const study = beside(noiseStudy(seed, 72, 12, [{ correlation: 0.9, keep: 'outcome' }]), [method])
      const [found] = await validateComparators(study, nested, oneThread, { onFailure: fails })
      mean += found.performance.nested!.auc / sets
      if (method === 'forest') expect(found.performance.apparent.auc).toBeGreaterThan(0.8)
    }
    // bench/comparators.ts measures it on many sets
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.08)
  },
  120_000,
)

test('what linear terms cannot tell, trees and kernels can; folds are those of the models, and a seed gives the same', async () => {
  const base = noiseStudy(5, 160, 4, [])
  const n = base.table.ids.length
  const { values } = base.table
  // the outcome is that the first two columns have one sign
  const positive = Float64Array.from({ length: n }, (_, i) => Number(values[i] * values[n + i] > 0))
  const study = beside({ ...base, outcome: { kind: 'binary', positive } }, methods)
  const found = await validateComparators(study, nested, oneThread, { onFailure: fails })
  const [linear] = await validateModels(study, nested, oneThread)
  for (const { performance, name } of found) {
    expect(performance.nested!.auc, name).toBeGreaterThan(0.75)
    expect(performance.nested!.n).toBe(n)
    expect(performance.nested!.predictions.map(({ id }) => id)).toEqual(
      linear.performance.nested!.predictions.map(({ id }) => id),
    )
  }
  expect(linear.performance.nested!.auc).toBeLessThan(0.65)
  const again = await validateComparators(study, nested, oneThread, { onFailure: fails })
  expect(again).toEqual(found)
}, 120_000)
