// Nested AUC of every comparator on noise, over many sets: node --import tsx bench/comparators.ts [sets]
import { validateComparators } from '../src/model/index.ts'
import { noiseStudy } from '../test/support/noise.ts'
import { oneThread } from '../test/support/one-thread.ts'

const sets = Number(process.argv[2] ?? 100)
const methods = ['forest', 'boosting', 'svm'] as const
const sums = methods.map(() => ({ sum: 0, squares: 0 }))
for (let seed = 0; seed < sets; seed++) {
  const base = noiseStudy(seed, 100, 15, [])
  const comparators = methods.map((method) => ({ name: method, label: method, method, on: ['radiomics'] }))
  const study = { ...base, plan: { ...base.plan, comparators } }
  const found = await validateComparators(
    study,
    { nested: { folds: 5, repeats: 1 }, bootstrap: 0, permutations: 0 },
    oneThread,
    {
      onFailure: (problem) => {
        throw problem
      },
    },
  )
  found.forEach(({ performance }, m) => {
    const { auc } = performance.nested!
    sums[m].sum += auc
    sums[m].squares += auc * auc
  })
}
methods.forEach((method, m) => {
  const mean = sums[m].sum / sets
  const sd = Math.sqrt((sums[m].squares - sets * mean * mean) / (sets - 1))
  console.log(
    `${method}: mean nested AUC on noise ${mean.toFixed(4)} (standard error ${(sd / Math.sqrt(sets)).toFixed(4)}), ${sets} sets`,
  )
})
