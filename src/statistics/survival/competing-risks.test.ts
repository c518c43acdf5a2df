import { describe, expect, test } from 'vitest'
import { expectedStatistics } from '../../../test/support/statistics.ts'
import { matrixFromColumns } from '../numerics/matrix.ts'
import { cox } from './cox.ts'
import { cumulativeIncidence, incidenceAt } from './cumulative-incidence.ts'
import { fineGray, fineGrayRisk } from './fine-gray.ts'
import { grayTest } from './gray-test.ts'

const r = expectedStatistics('competing', 'statistics-extra')
const cause = (wanted: number) => (r.status as number[]).map((s) => (s === 0 ? 0 : s === wanted ? 1 : 2))
const g1 = (r.group as number[]).map((g) => Number(g === 1))
const x = matrixFromColumns([r.age, r.size, g1])

describe('competing risks equal cmprsk, with ties between causes and with censoring', () => {
  test.each([1, 2])('cumulative incidence of cause %i and Gray’s variance (cuminc), Aalen–Johansen (survfit)', (k) => {
    const at = incidenceAt(cumulativeIncidence(r.time, cause(k)), r.at)
    expect(at.map(({ incidence }) => incidence)).toMatchDigits(r.cumulative.estimate[k - 1], 1e-12)
    expect(at.map(({ standardError }) => standardError ** 2)).toMatchDigits(r.cumulative.variance[k - 1], 1e-10)
    expect(at.map(({ incidence }) => incidence)).toMatchDigits(
      r.aalenJohansen.probability.map((row: number[]) => row[k - 1]),
      1e-10,
    )
    for (const { incidence, lower, upper } of at) expect(lower < incidence && incidence < upper).toBe(true)
  })

  test.each([1, 2])('Gray’s test of cause %i', (k) => {
    const { chiSquare, df, p } = grayTest(r.time, cause(k), r.group)
    expect([chiSquare, df, p]).toMatchDigits([r.gray.statistic[k - 1], r.gray.df[k - 1], r.gray.p[k - 1]], 1e-10)
  })

  test('Fine and Gray’s model: coefficients, sandwich, likelihood, predicted incidence (crr)', () => {
    const fit = fineGray(x, r.time, cause(1))
    expect(fit.coefficients).toMatchDigits(r.fineGray.coefficients, 1e-8)
    expect(fit.covariance).toMatchDigits(r.fineGray.variance.flat(), 1e-7)
    expect(fit.logLikelihood).toMatchDigits(r.fineGray.logLikelihood, 1e-9)
    const second = fineGray(x, r.time, cause(2))
    expect(second.coefficients).toMatchDigits(r.fineGray2.coefficients, 1e-8)
    expect(second.covariance).toMatchDigits(r.fineGray2.variance.flat(), 1e-7)
    const b = fit.coefficients
    const eta = [60 * b[0] + 20 * b[1] + b[2], 45 * b[0] + 10 * b[1]]
    const risks = (r.predicted.time as number[]).map((time) => fineGrayRisk(fit, eta, time))
    expect(risks.map(([one]) => one)).toMatchDigits(r.predicted.one, 1e-8)
    expect(risks.map(([, two]) => two)).toMatchDigits(r.predicted.two, 1e-8)
    // survival::finegray orders ties of censoring and event otherwise
    expect(fit.coefficients).toMatchDigits(r.viaSurvival.coefficients, 2e-3)
  })

  test('cause-specific: a Cox model in which other causes are censored (coxph)', () => {
    const own = cause(1).map((value) => Number(value === 1))
    const fit = cox(x, r.time, own)
    expect(fit.coefficients).toMatchDigits(r.cause.coefficients, 1e-8)
    expect(fit.covariance).toMatchDigits(r.cause.variance.flat(), 1e-7)
  })
})

test('with one cause only the incidence is 1 − Kaplan–Meier, and a column’s origin changes nothing', () => {
  const own = cause(1).map((value) => Number(value === 1))
  const shifted = matrixFromColumns([(r.age as number[]).map((age) => age + 1e5), r.size])
  const plain = matrixFromColumns([r.age, r.size])
  expect(fineGray(shifted, r.time, cause(1)).coefficients).toMatchDigits(
    fineGray(plain, r.time, cause(1)).coefficients,
    1e-8,
  )
  expect(fineGray(plain, r.time, own).coefficients).toMatchDigits(
    cox(plain, r.time, own, { ties: 'breslow' }).coefficients,
    1e-8,
  )
})
