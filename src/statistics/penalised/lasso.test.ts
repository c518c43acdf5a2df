import { describe, expect, test } from 'vitest'
import { expectedStatistics, readCohort } from '../../../test/support/statistics.ts'
import { matrixFromColumns } from '../numerics/matrix.ts'
import { crossValidatePath } from './cross-validation.ts'
import { lassoBinomial } from './lasso-binomial.ts'
import { lassoCox } from './lasso-cox.ts'
import { lassoGaussian } from './lasso-gaussian.ts'
import { coefficientsAt, coefficientsOf, type PenalisedPath } from './penalised-path.ts'

const cohort = readCohort()
const her2 = cohort.number.her2
const expected = expectedStatistics('glmnet')
const x = matrixFromColumns((expected.columns as string[]).map((name) => cohort.number[name]))
const outcome = { family: 'binomial' as const, y: her2 }

/** Coefficients as glmnet's beta: one array a column of x, over the steps. */
const betas = (path: PenalisedPath, steps: number) => {
  const at = Array.from({ length: steps }, (_, l) => coefficientsOf(path, l))
  return Array.from({ length: path.columns }, (_, j) => at.map((beta) => beta[j]))
}

/** The largest difference of two tables of coefficients, relative to the largest coefficient of each column's path. */
function worst(received: number[][], wanted: number[][]): number {
  let most = 0
  wanted.forEach((row, j) => {
    const size = Math.max(...row.map(Math.abs), 1e-30)
    row.forEach((value, l) => {
      most = Math.max(most, Math.abs(value - received[j][l]) / size)
    })
  })
  return most
}

describe('paths equal glmnet', () => {
  test('run to a tight threshold: every coefficient of every step to 1e-6', () => {
    const path = lassoBinomial(x, her2, { threshold: 1e-14, maximumPasses: 1e7 })
    const tight = expected.binomialTight
    expect(path.lambda).toMatchDigits(tight.lambda, 1e-10)
    expect(Array.from(path.df)).toEqual(tight.df)
    expect(path.intercepts).toMatchDigits(tight.a0, 1e-6)
    expect(betas(path, path.lambda.length)).toMatchDigits(tight.beta, 1e-6)
    expect(path.devianceRatio.slice(1)).toMatchDigits(tight.devRatio.slice(1), 1e-8)
  })

  test.each(['binomial', 'elastic', 'ridge', 'factors'])('%s at the default threshold', (name) => {
    const options = {
      binomial: {},
      elastic: { alpha: 0.5 },
      ridge: { alpha: 0 },
      factors: { penaltyFactors: [...Array(60).fill(1), 0, 0, ...Array(5).fill(2)] },
    }[name as 'binomial']
    const path = lassoBinomial(x, her2, options)
    const r = expected[name]
    expect(path.lambda).toMatchDigits(r.lambda, 1e-6)
    expect(Array.from(path.df)).toEqual(r.df)
    expect(path.devianceRatio.slice(1)).toMatchDigits(r.devRatio.slice(1), 1e-6)
    expect(worst(betas(path, path.lambda.length), r.beta)).toBeLessThan(1e-6)
  })

  test('gaussian and Cox at the default threshold', () => {
    const gaussian = lassoGaussian(x, cohort.number.cea)
    const cox = lassoCox(x, cohort.number.time, cohort.number.event)
    for (const [path, name] of [
      [gaussian, 'gaussian'],
      [cox, 'cox'],
    ] as const) {
      const r = expected[name]
      expect(path.lambda).toMatchDigits(r.lambda, 1e-6)
      expect(Array.from(path.df)).toEqual(r.df)
      expect(path.devianceRatio.slice(1)).toMatchDigits(r.devRatio.slice(1), 1e-6)
      expect(worst(betas(path, path.lambda.length), r.beta)).toBeLessThan(1e-6)
    }
    expect(gaussian.intercepts).toMatchDigits(expected.gaussian.a0, 1e-6)
  })

  test('given penalties give the same coefficients as an own path there', () => {
    const lambda = (expected.binomialTight.lambda as number[]).slice(3, 40)
    const path = lassoBinomial(x, her2, { lambda, threshold: 1e-14, maximumPasses: 1e7 })
    const wanted = (expected.binomialTight.beta as number[][]).map((row) => row.slice(3, 40))
    expect(worst(betas(path, 37), wanted)).toBeLessThan(1e-6)
  })
})

test('cross-validated Cox equals cv.glmnet', () => {
  const r = expected.cvCox
  const survival = { family: 'cox' as const, time: cohort.number.time, event: cohort.number.event }
  const cv = crossValidatePath(x, survival, expected.foldid)
  expect(cv.mean).toMatchDigits(r.cvm, 1e-6)
  expect(cv.standardError).toMatchDigits(r.cvsd, 1e-5)
  expect([cv.lambdaMin, cv.lambda1se]).toMatchDigits([r.lambdaMin, r.lambda1se], 1e-6)
})

describe('cross-validation equals cv.glmnet for the same folds', () => {
  test.each([
    ['cvDeviance', 'deviance', 1],
    ['cvAuc', 'auc', 1],
    ['cvClass', 'class', 1],
    ['cvElastic', 'deviance', 0.5],
  ] as const)('%s', (name, measure, alpha) => {
    const r = expected[name]
    const cv = crossValidatePath(x, outcome, expected.foldid, measure, { alpha })
    expect(cv.lambda).toMatchDigits(r.lambda, 1e-6)
    expect(cv.mean).toMatchDigits(r.cvm, 1e-6)
    expect(cv.standardError).toMatchDigits(r.cvsd, 1e-5)
    expect(Array.from(cv.df)).toEqual(r.nzero)
    expect([cv.lambdaMin, cv.lambda1se]).toMatchDigits([r.lambdaMin, r.lambda1se], 1e-6)
    const at = coefficientsAt(cv.path, cv.lambdaMin)
    const scale = Math.max(...(r.coefMin as number[]).map(Math.abs))
    for (const [j, b] of [at.intercept, ...at.coefficients].entries())
      expect(Math.abs(b - r.coefMin[j])).toBeLessThan(1e-6 * scale)
    const one = coefficientsAt(cv.path, cv.lambda1se)
    expect(one.intercept).toMatchDigits(r.coef1se[0], 1e-6)
  })
})
