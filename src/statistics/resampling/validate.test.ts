import { describe, expect, test } from 'vitest'
import { expectedStatistics, logisticDesign, readCohort } from '../../../test/support/statistics.ts'
import { linearPredictor, selectElements, selectRows } from '../numerics/matrix.ts'
import { calibrateLogistic } from '../performance/calibration-curve.ts'
import { logistic } from '../regression/logistic.ts'
import { randomStream } from './random.ts'
import { bootstrap, foldRows, kFold } from './resampling.ts'
import { validateLogistic, validateModel, validationIndexes } from './validate.ts'
import { validateAndCalibrateLogistic } from './validate-and-calibrate.ts'

const cohort = readCohort()
const her2 = cohort.number.her2
const x = logisticDesign(cohort)
const expected = expectedStatistics('logistic')
const resamples = (indices: number[][]) => indices.map((rows) => ({ training: rows.map((row) => row - 1) }))

/** Within 1e-6 of R, relative where the value is not near 0. */
function expectTable(received: ArrayLike<number>[], wanted: number[][]) {
  expect(received.length).toBe(wanted.length)
  wanted.forEach((row, i) => {
    row.forEach((value, j) => {
      expect(Math.abs(received[i][j] - value)).toBeLessThan(1e-6 * Math.max(Math.abs(value), 1e-2))
    })
  })
}

describe('bootstrap validation equals rms for its own resamples', () => {
  test('validate: eleven indexes, six columns', () => {
    const r = expected.validate
    const v = validateLogistic(x, her2, resamples(r.indices))
    const table = validationIndexes.map((name) => {
      const row = v[name]
      return [row.original, row.training, row.test, row.optimism, row.corrected, row.resamples]
    })
    expectTable(table, r.values)
    expect(v.failed).toBe(0)
  })

  test('calibrate: fifty risks, nine columns', () => {
    const r = expected.calibrate
    const c = calibrateLogistic(x, her2, resamples(r.indices))
    const table = Array.from(c.risk, (risk, k) => {
      const off = c.apparent[k] - risk
      const corrected = off - c.optimism[k]
      return [
        risk,
        c.apparent[k],
        c.corrected[k],
        off,
        c.training[k],
        c.test[k],
        c.optimism[k],
        corrected,
        c.resamples[k],
      ]
    })
    expectTable(table, r.values)
    expect(c.meanAbsoluteError).toBeLessThan(c.absoluteError90)
  })

  test('both from one fit to each resample: the numbers of either alone', () => {
    const draws = resamples(expected.validate.indices)
    const both = validateAndCalibrateLogistic(x, her2, draws)
    expect(both.validation).toEqual(validateLogistic(x, her2, draws))
    expect(both.calibration).toEqual(calibrateLogistic(x, her2, draws))
  })
})

describe('any model', () => {
  const ownFit = (training: ArrayLike<number>) => {
    const fit = logistic(selectRows(x, training), selectElements(her2, training))
    return linearPredictor(x, fit.coefficients.subarray(1), fit.coefficients[0])
  }

  test("a caller's fit gives what the ordinary one gives; cross-validation judges on its own test rows", () => {
    const draws = Array.from({ length: 5 }, (_, b) => ({ training: bootstrap(320, randomStream(1, b)).rows }))
    const [own, ordinary] = [validateModel(ownFit, her2, draws), validateLogistic(x, her2, draws)]
    for (const name of validationIndexes) expect(own[name].corrected).toMatchDigits(ordinary[name].corrected, 1e-9)
    const folds = kFold(320, 4, randomStream(2), { strata: her2 })
    const parts = [0, 1, 2, 3].map((f) => foldRows(folds, f))
    const cv = validateModel(
      ownFit,
      her2,
      parts.map(({ training, validation }) => ({ training, test: validation })),
    )
    expect(cv.dxy.resamples).toBe(4)
    expect(cv.slope.test).toBeLessThan(cv.slope.training)
  })

  test('resamples that cannot be fitted are counted and left out', () => {
    const oneClass = Array.from({ length: 320 }, (_, i) => i).filter((row) => her2[row] === 1)
    const v = validateLogistic(x, her2, [
      { training: oneClass },
      { training: Array.from({ length: 320 }, (_, i) => i) },
    ])
    expect(v.failed).toBe(1)
    expect(v.dxy.resamples).toBe(1)
    expect(Math.abs(v.dxy.optimism)).toBeLessThan(1e-12)
    expect(() => validateModel(() => undefined, her2, [])).toThrow(/fitted to all rows/)
  })
})
