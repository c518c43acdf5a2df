import { expect, test } from 'vitest'
import { expectedStatistics, logisticDesign, readCohort } from '../../../test/support/statistics.ts'
import { linearPredictor, selectElements, selectRows } from '../../statistics/numerics/matrix.ts'
import { logistic } from '../../statistics/regression/logistic.ts'
import { validationIndexes } from '../../statistics/resampling/validate.ts'
import { partPerformance } from '../measures/performance.ts'
import { correctedPerformance } from './bootstrap-optimism.ts'

const cohort = readCohort()
const x = logisticDesign(cohort)
const y = cohort.number.her2
const all = Int32Array.from({ length: x.rows }, (_, i) => i)
const outcome = { kind: 'binary', positive: y } as const

const predictorOf = (rows: ArrayLike<number>) => {
  const fit = logistic(selectRows(x, rows), selectElements(y, rows))
  return linearPredictor(x, fit.coefficients.subarray(1), fit.coefficients[0])
}

test('the optimism that a report prints is that of rms::validate for the same bootstrap samples', () => {
  const { indices, values } = expectedStatistics('logistic').validate
  const column = { original: 0, optimism: 3, corrected: 4 }
  const r = (index: (typeof validationIndexes)[number], of: keyof typeof column) =>
    values[validationIndexes.indexOf(index)][column[of]]
  const refits = indices.map((drawn: number[]) => {
    const sample = drawn.map((row) => row - 1)
    const rows = Int32Array.from(new Set(sample))
    const counts = Float64Array.from(rows, (row) => sample.filter((own) => own === row).length)
    return { part: { rows, counts, outcome, seed: 1 }, lp: Float64Array.from(predictorOf(sample)) }
  })
  const apparent = partPerformance(Array.from(all, String), all, predictorOf(all), outcome)
  const corrected = correctedPerformance(apparent, all, outcome, refits)!
  // rms' Dxy is 2 AUC − 1
  expect(2 * apparent.auc - 1).toMatchDigits(r('dxy', 'original'), 1e-6)
  expect(2 * corrected.optimism.auc).toMatchDigits(r('dxy', 'optimism'), 1e-6)
  expect(2 * corrected.auc - 1).toMatchDigits(r('dxy', 'corrected'), 1e-6)
  expect(corrected.optimism.brier).toMatchDigits(r('brier', 'optimism'), 1e-6)
  expect(corrected.brier).toMatchDigits(r('brier', 'corrected'), 1e-6)
  expect(corrected.calibrationSlope).toMatchDigits(r('slope', 'corrected'), 1e-6)
})
