import { expect, test } from 'vitest'
import type { PredictorTable } from '../../../model/data/predictor-table.ts'
import type { FittedScore } from '../../../model/fit/fitted-model.ts'
import { locales } from '../../../text/locales/index.ts'
import type { PredictedCohort } from '../../stages/cohort.ts'
import { scoreFigures } from './figures.ts'

test('a column that is the same in all complete rows has no correlation, and the others’ are drawn', () => {
  // Complete are the first four rows, in which b is 7 throughout; a and c fall on a line there.
  const a = [1, 2, 3, 4, Number.NaN, Number.NaN]
  const b = [7, 7, 7, 7, 1, 2]
  const c = [9, 7, 5, 3, 8, 8]
  const names = ['a', 'b', 'c']
  const table = {
    ids: a.map((_, i) => `P${i}`),
    patients: Int32Array.from(a.keys()),
    columns: names.map((name) => ({ name })),
    values: Float64Array.from([...a, ...b, ...c]),
  } as unknown as PredictorTable
  const terms = names.map((column) => ({ column, estimate: 1 }))
  const score = { name: 's score', block: 's', transforms: [], intercept: 0, terms } as unknown as FittedScore
  const patients = {
    training: Int32Array.from(a.keys()),
    outcome: {
      label: 'y',
      groups: { positive: 'yes', negative: 'no' },
      positive: Float64Array.from([1, 0, 1, 0, 1, 0]),
    },
  } as unknown as PredictedCohort
  const [map] = scoreFigures(locales.en, score, table, patients)
  expect(map.id).toBe('correlation-s')
  const { labels, correlations } = map.data as { labels: string[]; correlations: number[][] }
  expect(labels).toEqual(['a', 'c'])
  expect(correlations.flat()).toMatchDigits([1, -1, -1, 1], 1e-12)
})
