import { describe, expect, test } from 'vitest'
import { expectedStatistics } from '../../../test/support/statistics.ts'
import { matrixFromColumns } from '../numerics/matrix.ts'
import { handTill, ordinalConcordance } from '../performance/polytomous.ts'
import { auc } from '../performance/roc.ts'
import { logistic } from './logistic.ts'
import { multinomialLogistic, multinomialRisk } from './multinomial.ts'
import { proportionalOdds, proportionalOddsRisk } from './proportional-odds.ts'

const r = expectedStatistics('polytomous', 'statistics-extra')
const x = matrixFromColumns([r.x.age, r.x.year, r.x.size, r.x.node])
const y = r.y as number[]

describe('three classes, with a raw year among the columns', () => {
  test('multinomial regression equals nnet::multinom', () => {
    const fit = multinomialLogistic(x, y)
    expect(fit.coefficients).toMatchDigits(r.multinomial.coefficients, 1e-6)
    expect(fit.standardErrors).toMatchDigits(r.multinomial.standardErrors, 1e-7)
    expect(fit.logLikelihood).toMatchDigits(r.multinomial.logLikelihood, 1e-10)
    const risk = multinomialRisk(fit, x)
    expect(risk.values).toMatchDigits((r.multinomial.risk as number[][]).flat(), 1e-6)
    expect(handTill(risk, y)).toMatchDigits(r.multinomial.handTill, 1e-10)
    expect(fit.separated).toBe(false)
  })

  test('proportional odds equal rms::lrm, orm and MASS::polr', () => {
    const fit = proportionalOdds(x, y)
    expect(fit.thresholds).toMatchDigits(r.odds.thresholds, 1e-8)
    expect(fit.coefficients).toMatchDigits(r.odds.coefficients, 1e-8)
    expect(fit.coefficients).toMatchDigits(r.odds.orm, 1e-8)
    expect(fit.coefficients).toMatchDigits(r.odds.polr, 1e-8)
    expect(fit.standardErrors).toMatchDigits(r.odds.standardErrors, 1e-7)
    expect(fit.logLikelihood).toMatchDigits(r.odds.logLikelihood, 1e-10)
    const risk = proportionalOddsRisk(fit, x)
    expect(risk.values).toMatchDigits((r.odds.risk as number[][]).flat(), 1e-7)
    expect(handTill(risk, y)).toMatchDigits(r.odds.handTill, 1e-10)
  })
})

test('of two classes both are the logistic regression', () => {
  const two = y.map((value) => Number(value > 0))
  const plain = logistic(x, two)
  expect(multinomialLogistic(x, two).coefficients).toMatchDigits(plain.coefficients, 1e-8)
  const odds = proportionalOdds(x, two)
  expect([-odds.thresholds[0], ...odds.coefficients]).toMatchDigits(plain.coefficients, 1e-8)
})

test('the ordinal c-index is the mean over pairs of classes; a separated class is said', () => {
  const score = r.x.size as number[]
  const pair = (a: number, b: number) => {
    const rows = y.flatMap((value, i) => (value === a || value === b ? [i] : []))
    return auc(
      rows.map((i) => score[i]),
      rows.map((i) => Number(y[i] === b)),
    )
  }
  expect(ordinalConcordance(score, y)).toMatchDigits((pair(0, 1) + pair(0, 2) + pair(1, 2)) / 3, 1e-12)
  const told = matrixFromColumns([y.map((value) => Number(value === 2))])
  expect(multinomialLogistic(told, y).separated).toBe(true)
  expect(proportionalOdds(matrixFromColumns([y.map((value) => 10 * value)]), y).separated).toBe(true)
})
