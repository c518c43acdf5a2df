import { expect, test } from 'vitest'
import { fitImputation } from '../../statistics/missing-data/imputation.ts'
import { poolImputations } from '../../statistics/missing-data/pooling.ts'
import { matrixFromColumns } from '../../statistics/numerics/matrix.ts'
import { logistic } from '../../statistics/regression/logistic.ts'
import { randomStream } from '../../statistics/resampling/random.ts'
import { trainingRows } from '../../step.ts'
import { imputedRegression } from './multiple-imputation.ts'

const n = 200
const random = randomStream(11, 'imputed')
const a = Float64Array.from({ length: n }, () => random.gaussian())
const b = a.map((x) => 0.7 * x + 0.7 * random.gaussian())
const positive = a.map((x, i) => Number(x + b[i] + 1.2 * random.gaussian() > 0))
const holes = b.map((value, i) => (i % 4 === 0 ? Number.NaN : value))
const rows = Int32Array.from({ length: n }, (_, i) => i)
const once = new Float64Array(n).fill(1)
const part = (values: Float64Array, counts = once) =>
  trainingRows(
    {
      rows,
      patients: rows,
      columns: [
        { name: 'a', values: a },
        { name: 'b', values },
      ],
    },
    { kind: 'binary', positive },
    counts,
    7,
  )
const plain = { knots: {}, interactions: [] }

test('estimates and errors are Rubin’s (as mice::pool) of the same draws, 20 of a quarter missing', () => {
  const found = imputedRegression(part(holes), plain)!
  expect(found.imputations).toBe(20)
  const { completed } = fitImputation(
    [
      { kind: 'number', values: a },
      { kind: 'number', values: holes },
    ],
    (imputation) => randomStream(7, 'multiple imputation', imputation),
    { outcome: [Float64Array.from(positive)], imputations: 20 },
  )
  const fits = completed.map((values) => logistic(matrixFromColumns(values), positive))
  const pooled = poolImputations(
    fits.map(({ coefficients }) => coefficients),
    fits.map(({ standardErrors }) => standardErrors.map((error) => error * error)),
  )
  expect([found.intercept, ...found.estimates]).toMatchDigits(
    pooled.map(({ estimate }) => estimate),
    1e-10,
  )
  expect(found.covariance.map((row, j) => Math.sqrt(row[j]))).toMatchDigits(
    pooled.map(({ standardError }) => standardError),
    1e-10,
  )
})

test('nothing missing: nothing to impute; rows drawn twice count twice', () => {
  expect(imputedRegression(part(b), plain)).toBeUndefined()
  const twice = imputedRegression(
    part(
      holes,
      once.map(() => 2),
    ),
    plain,
  )!
  const single = imputedRegression(part(holes), plain)!
  expect(Math.sqrt(twice.covariance[1][1])).toBeLessThan(0.85 * Math.sqrt(single.covariance[1][1]))
})
