import { describe, expect, test } from 'vitest'
import { expectedStatistics } from '../../../test/support/statistics.ts'
import { matrixFromColumns } from '../numerics/matrix.ts'
import { firthCox, firthCoxEstimate } from '../survival/firth-cox.ts'
import { firth, firthEstimate } from './firth.ts'
import { linear } from './linear.ts'
import { logistic } from './logistic.ts'
import { likelihoodRatioTest, scoreTest } from './logistic-inference.ts'
import { profileIntervals } from './profile-likelihood.ts'

type Reference = {
  columns: number[][]
  coefficients: number[]
  logLikelihood: number
  profile?: Record<string, { lower: number; upper: number; chiSquare: number }>
}
type Logistic = Reference & { y: number[]; slopeErrors: number[] }
type Cox = Reference & { time: number[]; event: number[]; ties: 'efron' | 'breslow'; standardErrors: number[] }

/** By their definition in 60 digits: make_firth.py. */
const { logistic: binary, cox } = expectedStatistics('firth', 'statistics-extra') as {
  logistic: Record<string, Logistic>
  cox: Record<string, Cox>
}
const penalised = Object.keys(binary).filter((name) => !name.endsWith('MaximumLikelihood'))

describe('Firth’s logistic regression where columns are hard: years, far means, levels of one patient, separation', () => {
  test.each(penalised)('%s', (name) => {
    const { columns, y, coefficients, logLikelihood, profile } = binary[name]
    const fit = firth(matrixFromColumns(columns), y)
    expect(fit.coefficients).toMatchDigits(coefficients, 1e-8)
    expect(fit.penalisedLogLikelihood).toMatchDigits(logLikelihood, 1e-8)
    for (const [j, { lower, upper, chiSquare }] of Object.entries(profile ?? {})) {
      const own = fit.inference[Number(j)]
      expect([own.lower, own.upper]).toMatchDigits([lower, upper], 1e-8)
      expect(own.chiSquare).toMatchDigits(chiSquare, 1e-7)
    }
  })

  test('two groups, one of a single patient: half a patient is added to every cell', () => {
    for (const [events, of] of [
      [45, 120],
      [2, 17],
      [30, 500],
    ])
      for (const outcome of [0, 1]) {
        const x = Array.from({ length: of + 1 }, (_, i) => Number(i === of))
        const y = x.map((one, i) => (one ? outcome : Number(i < events)))
        const odds = (a: number, n: number) => Math.log((a + 0.5) / (n - a + 0.5))
        const { coefficients } = firthEstimate(matrixFromColumns([x]), y)
        expect(coefficients[1]).toMatchDigits(odds(outcome, 1) - odds(events, of), 1e-9)
      }
  })
})

test('maximum likelihood with r = 1 − 1e-9 and with means a million standard deviations away', () => {
  for (const name of ['nearlyDependentMaximumLikelihood', 'farMaximumLikelihood']) {
    const { columns, y, coefficients, slopeErrors, profile } = binary[name]
    const x = matrixFromColumns(columns)
    const fit = logistic(x, y)
    expect(fit.coefficients).toMatchDigits(coefficients, 1e-8)
    expect(fit.standardErrors.subarray(1)).toMatchDigits(slopeErrors, 1e-8)
    if (profile) {
      const own = profileIntervals(x, y, fit)[1]
      expect([own.lower, own.upper]).toMatchDigits([profile[1].lower, profile[1].upper], 1e-8)
    }
  }
})

test('a column’s origin changes no test: score and likelihood-ratio tests, a linear model', () => {
  const { columns, y } = binary.farMaximumLikelihood
  const [far, age] = columns
  const near = far.map((value) => Math.round((value - 1e6) * 1e4) / 1e4)
  const [one, other] = [matrixFromColumns([far, age]), matrixFromColumns([near, age])]
  expect(scoreTest(one, y, [0]).chiSquare).toMatchDigits(scoreTest(other, y, [0]).chiSquare, 1e-8)
  const ratio = (x: typeof one) => likelihoodRatioTest(logistic(matrixFromColumns([age]), y), logistic(x, y)).chiSquare
  expect(ratio(one)).toMatchDigits(ratio(other), 1e-8)
  const response = age.map((value, i) => value / 10 + near[i] + y[i])
  const [a, b] = [linear(one, response), linear(other, response)]
  expect(a.coefficients.subarray(1)).toMatchDigits(b.coefficients.subarray(1), 1e-8)
  expect(a.standardErrors.subarray(1)).toMatchDigits(b.standardErrors.subarray(1), 1e-8)
})

describe('Firth’s Cox regression: no event in a level, all first events in it', () => {
  test.each(Object.keys(cox))('%s', (name) => {
    const { columns, time, event, ties, coefficients, standardErrors, logLikelihood, profile } = cox[name]
    const x = matrixFromColumns(columns)
    const fit = firthCox(x, time, event, { ties })
    expect(fit.coefficients).toMatchDigits(coefficients, 1e-8)
    expect(fit.standardErrors).toMatchDigits(standardErrors, 1e-8)
    expect(fit.logLikelihood[1]).toMatchDigits(logLikelihood, 1e-8)
    expect(firthCoxEstimate(x, time, event, { ties }).coefficients).toEqual(fit.coefficients)
    for (const [j, { lower, upper, chiSquare }] of Object.entries(profile ?? {})) {
      const own = fit.inference[Number(j)]
      expect([own.lower, own.upper]).toMatchDigits([lower, upper], 1e-8)
      expect(own.chiSquare).toMatchDigits(chiSquare, 1e-7)
    }
  })
})
