import { InvalidArgument } from '../../errors/index.ts'
import { chiSquare, normal } from '../distributions/index.ts'
import { cholesky, crossProduct, quadraticForm } from '../numerics/linear-algebra.ts'
import { type Matrix, selectColumns } from '../numerics/matrix.ts'
import { orthogonalised, standardise } from './design.ts'
import { type LogisticFit, type LogisticOptions, logistic } from './logistic.ts'

export type ChiSquareTest = { chiSquare: number; df: number; p: number }
export type Interval = { lower: number; upper: number }

/** z, two-sided p and the interval b ± z·se of every coefficient, on the scale of the linear predictor. */
export function waldStatistics(fit: LogisticFit, level = 0.95): (Interval & { z: number; p: number })[] {
  const z = normal.upperQuantile((1 - level) / 2)
  return Array.from(fit.coefficients, (b, j) => {
    const se = fit.standardErrors[j]
    return { z: b / se, p: normal.twoSided(b / se), lower: b - z * se, upper: b + z * se }
  })
}

/** Likelihood-ratio test of nested models, `larger` having every column of `smaller` and rows the same. R: anova(test = "LRT"). */
export function likelihoodRatioTest(
  smaller: Pick<LogisticFit, 'deviance' | 'coefficients'>,
  larger: Pick<LogisticFit, 'deviance' | 'coefficients'>,
): ChiSquareTest {
  return chiSquareTest(
    Math.max(0, smaller.deviance - larger.deviance),
    larger.coefficients.length - smaller.coefficients.length,
  )
}

/** Test of the whole model against its intercept. R: lrm's Model L.R. */
export function modelTest(fit: LogisticFit): ChiSquareTest {
  return chiSquareTest(Math.max(0, fit.nullDeviance - fit.deviance), fit.coefficients.length - (fit.intercept ? 1 : 0))
}

/** Joint Wald test that the coefficients at `positions` (intercept = 0 where there is one) are all zero. R: rms::anova. */
export function waldTest(
  fit: Pick<LogisticFit, 'coefficients' | 'covariance'>,
  positions: readonly number[],
): ChiSquareTest {
  const q = fit.coefficients.length
  const k = positions.length
  const v = new Float64Array(k * k)
  const b = new Float64Array(k)
  positions.forEach((j, a) => {
    b[a] = fit.coefficients[j]
    positions.forEach((l, c) => {
      v[a * k + c] = fit.covariance[j * q + l]
    })
  })
  if (cholesky(v, k, 0) >= 0) return { chiSquare: Number.NaN, df: k, p: Number.NaN }
  return chiSquareTest(quadraticForm(v, k, b), k)
}

/** Rao's score test that the `columns` of x (from 0) add nothing to the others. R: anova(test = "Rao"). */
export function scoreTest(
  x: Matrix,
  y: ArrayLike<number>,
  columns: readonly number[],
  options: LogisticOptions = {},
): ChiSquareTest {
  const { rows: n, columns: p } = x
  for (const j of columns) if (!(j >= 0 && j < p)) throw InvalidArgument('columns', `between 0 and ${p - 1}, not ${j}`)
  const kept = Array.from({ length: p }, (_, j) => j).filter((j) => !columns.includes(j))
  const reduced = logistic(selectColumns(x, kept), y, options)
  const weights = new Float64Array(n).fill(1)
  if (options.weights) weights.set(options.weights)
  const design = orthogonalised(
    standardise(selectColumns(x, [...kept, ...columns]), weights, reduced.intercept),
    weights,
  )
  const { columns: q, values: z } = design
  const variance = new Float64Array(n)
  const score = new Float64Array(q)
  for (let i = 0; i < n; i++) {
    variance[i] = weights[i] * reduced.fitted[i] * (1 - reduced.fitted[i])
    const residual = weights[i] * (y[i] - reduced.fitted[i])
    // the score of the columns that are in the smaller model is nought
    for (let j = q - columns.length; j < q; j++) score[j] += residual * z[j * n + i]
  }
  const information = crossProduct(z, n, q, variance)
  if (cholesky(information, q, 0) >= 0) return { chiSquare: Number.NaN, df: columns.length, p: Number.NaN }
  return chiSquareTest(quadraticForm(information, q, score), columns.length)
}

/** The upper tail of χ²; on 0 degrees of freedom p is 1. */
export function chiSquareTest(statistic: number, df: number): ChiSquareTest {
  return { chiSquare: statistic, df, p: df > 0 ? chiSquare.upper(statistic, df) : 1 }
}
