import { describe, expect, test } from 'vitest'
import { expectedStatistics, readCohort } from '../../../test/support/statistics.ts'
import { columnOf, matrixFromColumns } from '../numerics/matrix.ts'
import { linear, varianceInflation, varianceInflationOfFit } from './linear.ts'
import { logistic } from './logistic.ts'
import { scoreTest, waldTest } from './logistic-inference.ts'
import { splineBasis, splineKnots } from './splines.ts'

const { text, number, n } = readCohort()
const expected = expectedStatistics('regression', 'statistics-extra')
const extra = expectedStatistics('extra')
const edge = (level: string) => Float64Array.from(text.edge, (cell) => (cell === level ? 1 : 0))
const y = number.her2

describe('restricted cubic splines equal rms', () => {
  test.each(
    (expected.splines as { x: number[]; nk: number; knots: number[]; basis: number[][] }[]).map(
      (s, i) => [i, s] as const,
    ),
  )('knots and basis, case %i', (_, { x, nk, knots, basis }) => {
    expect(splineKnots(x, nk)).toMatchDigits(knots, 1e-12)
    const columns = splineBasis(x, knots)
    const rows = basis.map((_, r) => Array.from({ length: columns.columns }, (_, j) => columnOf(columns, j)[r * 17]))
    for (const [r, row] of rows.entries())
      for (const [j, value] of row.entries())
        expect(Math.abs(value - basis[r][j])).toBeLessThan(1e-10 * (1 + Math.abs(basis[r][j])))
  })

  test('a model with a spline and an interaction, with its Wald tests', () => {
    const r = extra.spline
    const knots = splineKnots(number.age, 4)
    expect(knots).toMatchDigits(r.knots, 1e-12)
    const spline = splineBasis(number.age, knots)
    const x = matrixFromColumns([
      columnOf(spline, 0),
      columnOf(spline, 1),
      columnOf(spline, 2),
      number.type,
      number.skin,
      edge('blur'),
      edge('burr'),
      number.type.map((value, i) => value * number.skin[i]),
    ])
    const fit = logistic(x, y)
    expect(fit.coefficients).toMatchDigits(r.coef, 1e-7)
    expect(fit.standardErrors).toMatchDigits(r.se, 1e-7)
    const rows = [[1, 2, 3], [2, 3], [4, 8], [8], [5, 8], [8], [6, 7], [8]].map((positions) => waldTest(fit, positions))
    rows.forEach((row, i) => {
      expect([row.chiSquare, row.df]).toMatchDigits((r.anova as number[][])[i].slice(0, 2), 1e-7)
      expect(Math.abs(row.p - r.anova[i][2])).toBeLessThan(1e-12)
    })
  })

  test('too few different values are refused', () => {
    expect(() => splineKnots([0, 1, 0, 1, 0, 1, 0, 1], 3)).toThrow(expect.objectContaining({ code: 'NS-STA-55' }))
    expect(() => splineBasis([1, 2], [1, 1, 2])).toThrow(/rising/)
  })
})

describe('logistic regression, further', () => {
  test('weights (half and none among them) with an offset equal glm', () => {
    const fit = logistic(matrixFromColumns([number.type, number.age, number.size]), y, {
      weights: expected.weights,
      offset: expected.offset,
    })
    const r = expected.weighted
    expect(fit.coefficients).toMatchDigits(r.coef, 1e-8)
    expect(fit.standardErrors).toMatchDigits(r.se, 1e-8)
    expect([fit.deviance, fit.nullDeviance]).toMatchDigits([r.deviance, r.nullDeviance], 1e-10)
  })

  test("Rao's score test equals anova(test = Rao)", () => {
    const x = matrixFromColumns([number.type, edge('blur'), edge('burr'), number.age])
    const { chiSquare, df, p } = scoreTest(x, y, [1, 2, 3])
    expect([chiSquare, df, p]).toMatchDigits([expected.rao.x2, expected.rao.df, expected.rao.p], 1e-8)
  })

  test('a million rows', () => {
    const x = Float64Array.from({ length: 1e6 }, (_, i) => Math.sin(i))
    const outcome = Uint8Array.from(x, (value, i) => (((i * 7919) % 1000) / 1000 < 1 / (1 + Math.exp(-value)) ? 1 : 0))
    const fit = logistic(matrixFromColumns([x]), outcome)
    expect(fit.converged).toBe(true)
    expect(Math.abs(fit.coefficients[1] - 1)).toBeLessThan(0.02)
  })
})

describe('linear regression equals lm', () => {
  const x = matrixFromColumns([number.age, number.size, number.type, number.cd8])
  test.each([
    ['lm', undefined],
    ['lmWeighted', expected.weights as number[]],
  ])('%s', (name, weights) => {
    const r = expected[name]
    const fit = linear(x, number.cea, { weights })
    expect(fit.coefficients).toMatchDigits(r.coef, 1e-8)
    expect(fit.standardErrors).toMatchDigits(r.se, 1e-8)
    expect(fit.tests.map(({ t }) => t)).toMatchDigits(r.t, 1e-8)
    expect(fit.tests.map(({ p }) => p)).toMatchDigits(r.p, 1e-8)
    expect(fit.tests.map(({ lower, upper }) => [lower, upper])).toMatchDigits(r.ci, 1e-8)
    expect([fit.sigma, fit.r2, fit.adjustedR2]).toMatchDigits([r.sigma, r.r2, r.adj], 1e-8)
    expect([fit.f.f, fit.f.df1, fit.f.df2, fit.f.p]).toMatchDigits([...r.f, r.fp], 1e-8)
    expect([fit.logLikelihood, fit.aic, fit.bic]).toMatchDigits([r.loglik, r.aic, r.bic], 1e-9)
  })

  test('constant, dependent and too many columns are refused', () => {
    expect(() => linear(matrixFromColumns([number.age, number.age.map(() => 1)]), y)).toThrow(/Column 1 .* constant/)
    expect(() => linear(matrixFromColumns([number.age, number.age.map((a) => 3 - a)]), y)).toThrow(/linear combination/)
    expect(() =>
      linear(
        matrixFromColumns([
          [1, 2],
          [2, 1],
          [1, 1],
        ]),
        [1, 2],
      ),
    ).toThrow(/fewer rows/)
  })
})

test('variance inflation equals 1/(1 − R²), and rms::vif for a fit', () => {
  const x = matrixFromColumns(['age', 'size', 'f01', 'f02', 'f03', 'f07'].map((name) => number[name]))
  expect(varianceInflation(x)).toMatchDigits(expected.vif, 1e-8)
  expect(varianceInflationOfFit(logistic(x, y))).toMatchDigits(expected.vifOfFit, 1e-7)
  expect(() => varianceInflation(matrixFromColumns([number.age, number.age]))).toThrow(/Column 1/)
  expect(n).toBe(320)
})
