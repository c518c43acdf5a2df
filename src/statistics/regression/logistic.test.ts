import { describe, expect, test } from 'vitest'
import { expectedStatistics, logisticDesign, readCohort } from '../../../test/support/statistics.ts'
import { countPairs } from '../descriptive/ranks.ts'
import { columnOf, matrixFromColumns, selectColumns } from '../numerics/matrix.ts'
import { logistic, predictLogistic } from './logistic.ts'
import { likelihoodRatioTest, modelTest, scoreTest, waldStatistics, waldTest } from './logistic-inference.ts'
import { giniMeanDifference, logisticStatistics } from './logistic-statistics.ts'
import { profileIntervals, profileIntervalsBySpline } from './profile-likelihood.ts'

const cohort = readCohort()
const her2 = cohort.number.her2
const x = logisticDesign(cohort)
const expected = expectedStatistics('logistic')
const extra = expectedStatistics('extra')
const fit = logistic(x, her2)

describe('logistic regression equals glm and lrm', () => {
  test('coefficients, errors, covariance, risks', () => {
    expect(fit.coefficients).toMatchDigits(expected.coef, 1e-8)
    expect(fit.standardErrors).toMatchDigits(expected.se, 1e-8)
    const q = fit.coefficients.length
    const rows = Array.from({ length: q }, (_, j) => fit.covariance.subarray(j * q, (j + 1) * q))
    expect(rows).toMatchDigits(expected.vcov, 1e-8)
    expect(fit.fitted).toMatchDigits(expected.fitted, 1e-8)
    expect(predictLogistic(fit.coefficients, x)).toMatchDigits(expected.fitted, 1e-8)
    expect(fit.converged).toBe(true)
    expect(fit.separation).toBeUndefined()
  })

  test('deviance, AIC, BIC', () => {
    expect(fit.deviance).toMatchDigits(expected.deviance, 1e-12)
    expect(fit.nullDeviance).toMatchDigits(expected.nullDeviance, 1e-12)
    expect(fit.aic).toMatchDigits(expected.aic, 1e-12)
    expect(fit.bic).toMatchDigits(expected.bic, 1e-12)
  })

  test('Wald statistics and odds ratios', () => {
    const wald = waldStatistics(fit)
    expect(wald.map(({ z }) => z * z)).toMatchDigits(expected.wald, 1e-8)
    expect(wald.map(({ p }) => p)).toMatchDigits(expected.p, 1e-8)
    expect(fit.coefficients.map(Math.exp)).toMatchDigits(expected.or, 1e-8)
    expect(wald.map(({ lower, upper }) => [Math.exp(lower), Math.exp(upper)])).toMatchDigits(expected.ciWald, 1e-8)
  })

  test('profile intervals: those of R by its spline, and the exact ones near them', () => {
    const asR = profileIntervalsBySpline(x, her2, fit)
    expect(asR.map(({ lower, upper }) => [Math.exp(lower), Math.exp(upper)])).toMatchDigits(expected.ciProfile, 1e-8)
    const exact = profileIntervals(x, her2, fit)
    expect(exact.map(({ lower, upper }) => [Math.exp(lower), Math.exp(upper)])).toMatchDigits(expected.ciProfile, 2e-3)
    // at an exact limit the deviance has risen by the quantile of chi-square, to the digit
    const held = selectColumns(x, [1, 2, 3, 4, 5, 6])
    const offset = columnOf(x, 0).map((value) => value * exact[1].upper)
    expect(logistic(held, her2, { offset }).deviance - fit.deviance).toMatchDigits(3.841458820694124, 1e-9)
  })

  test('likelihood-ratio test of nested models', () => {
    const smaller = logistic(selectColumns(x, [0, 3]), her2)
    const { chiSquare, df, p } = likelihoodRatioTest(smaller, fit)
    expect([chiSquare, df, p]).toMatchDigits(Object.values(extra.likelihoodRatio), 1e-8)
  })

  test('score and Wald tests agree with the likelihood ratio where the sample is large', () => {
    const score = scoreTest(x, her2, [0, 1, 2, 3, 4, 5, 6])
    // Rao's statistic of the whole model, from its definition at the null: n/(r(1-r)) times the regression of y on x
    expect(score.chiSquare).toMatchDigits(raoFromRegression(), 1e-9)
    expect(waldTest(fit, [1]).chiSquare).toMatchDigits(expected.wald[1], 1e-8)
    expect(modelTest(fit).chiSquare).toMatchDigits(expected.lrmStats['Model L.R.'], 1e-9)
  })

  test("lrm's statistics", () => {
    const s = logisticStatistics(fit, her2)
    const r = expected.lrmStats
    expect([s.model.chiSquare, s.model.df]).toMatchDigits([r['Model L.R.'], r['d.f.']], 1e-8)
    expect(s.model.p).toMatchDigits(r.P, 1e-6) // lrm takes 1 - pchisq, which loses digits
    expect([s.c, s.dxy, s.tauA]).toMatchDigits([r.C, r.Dxy, r['Tau-a']], 1e-3) // lrm bins the risks
    expect((expectedStatistics('roc').auc as number[])[0]).toMatchDigits(s.c, 1e-12)
    expect([s.r2, s.r2CoxSnell, s.r2Adjusted]).toMatchDigits([r.R2, r['R2(320)'], r['R2(7,320)']], 1e-8)
    expect([s.r2Effective, s.r2EffectiveAdjusted]).toMatchDigits([r['R2(217.5)'], r['R2(7,217.5)']], 1e-4) // rounds n
    expect([s.brier, s.g, s.gr, s.gp]).toMatchDigits([r.Brier, r.g, r.gr, r.gp], 1e-8)
    const binned = countPairs(
      fit.fitted.map((p) => Math.floor(p * 5000)),
      her2,
    )
    const { concordant, discordant } = binned
    expect((concordant - discordant) / (concordant + discordant)).toMatchDigits(r.Gamma, 1e-12)
  })

  test('an offset, weights and no intercept', () => {
    const offset = fit.linearPredictor
    expect(logistic(matrixFromColumns([offset]), her2, { offset }).coefficients).toMatchDigits([0, 0], Infinity)
    const none = logistic(x, her2, { offset })
    for (const b of none.coefficients) expect(Math.abs(b)).toBeLessThan(1e-10)
    // weights that count rows equal rows repeated
    const weights = Float64Array.from(her2, (_, i) => i % 3)
    const repeated = Array.from(her2, (_, i) => Array(i % 3).fill(i)).flat()
    const weighted = logistic(x, her2, { weights })
    const copied = logistic(
      matrixFromColumns(Array.from({ length: 7 }, (_, j) => repeated.map((i) => columnOf(x, j)[i]))),
      repeated.map((i) => her2[i]),
    )
    expect(weighted.coefficients).toMatchDigits(copied.coefficients, 1e-10)
    expect(weighted.standardErrors).toMatchDigits(copied.standardErrors, 1e-10)
    expect(logistic(x, her2, { intercept: false }).coefficients.length).toBe(7)
  })
})

describe('hard inputs have defined answers', () => {
  test('separation is said, with the column that does it', () => {
    const apart = Float64Array.from(her2, (y, i) => (y === 1 && i % 7 === 0 ? 1 : 0))
    const quasi = logistic(matrixFromColumns([cohort.number.type, apart, cohort.number.age]), her2)
    expect(quasi.separation).toEqual({ columns: [1], complete: false })
    expect(quasi.converged).toBe(false)
    const complete = logistic(matrixFromColumns([her2.map((y, i) => y * 10 + (i % 5))]), her2)
    expect(complete.separation).toEqual({ columns: [0], complete: true })
  })

  test('constant and dependent columns, n < p, one class, NaN and lengths are refused by name', () => {
    const { age, size } = cohort.number
    expect(() => logistic(matrixFromColumns([age, age.map(() => 3)]), her2)).toThrow(/Column 1 .* constant/)
    expect(() => logistic(matrixFromColumns([age, size, age.map((a, i) => 2 * a - size[i])]), her2)).toThrow(
      /Column 2 .* linear combination/,
    )
    const three = [0, 1, 2]
    expect(() =>
      logistic(matrixFromColumns([0, 1, 2, 3].map((j) => three.map((i) => columnOf(x, j + 3)[i]))), [1, 0, 1]),
    ).toThrow(expect.objectContaining({ code: 'NS-STA-54' }))
    expect(() =>
      logistic(
        x,
        her2.map(() => 1),
      ),
    ).toThrow(expect.objectContaining({ code: 'NS-STA-52' }))
    expect(() => logistic(matrixFromColumns([age.map((a, i) => (i === 7 ? Number.NaN : a))]), her2)).toThrow(
      /position 7/,
    )
    expect(() => logistic(x, her2.subarray(1))).toThrow(expect.objectContaining({ code: 'NS-STA-50' }))
    expect(() =>
      logistic(
        x,
        her2.map((y) => y + 1),
      ),
    ).toThrow(expect.objectContaining({ code: 'NS-STA-53' }))
  })

  test('Gini of a constant is 0', () => {
    expect(giniMeanDifference([2, 2, 2])).toBe(0)
    expect(giniMeanDifference([0, 1, 3])).toMatchDigits(2, 1e-15)
  })
})

function raoFromRegression(): number {
  // At the null every row has variance r(1 − r), so the score statistic is n R² of the linear regression of y on x.
  const n = her2.length
  const columns = Array.from({ length: 7 }, (_, j) => Array.from(columnOf(x, j)))
  const centred = [...columns, Array.from(her2)].map((c) => {
    const mean = c.reduce((a, b) => a + b) / n
    return c.map((v) => v - mean)
  })
  // Gram–Schmidt
  const y = centred.pop()!
  const total = y.reduce((a, b) => a + b * b, 0)
  let explained = 0
  const basis: number[][] = []
  for (const c of centred) {
    const v = [...c]
    for (const b of basis) {
      const along = v.reduce((a, value, i) => a + value * b[i], 0)
      for (let i = 0; i < n; i++) v[i] -= along * b[i]
    }
    const length = Math.sqrt(v.reduce((a, value) => a + value * value, 0))
    const unit = v.map((value) => value / length)
    basis.push(unit)
    explained += y.reduce((a, value, i) => a + value * unit[i], 0) ** 2
  }
  return (n * explained) / total
}
