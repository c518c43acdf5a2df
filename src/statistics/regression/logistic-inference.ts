import { InvalidArgument } from '../../errors/index.ts'
import { chiSquare, normal } from '../distributions/index.ts'
import { cholesky, crossProduct, quadraticForm } from '../numerics/linear-algebra.ts'
import { type Matrix, selectColumns } from '../numerics/matrix.ts'
import { orthogonalised, standardise } from './design.ts'
import { type LogisticFit, type LogisticOptions, logistic } from './logistic.ts'

/** A χ² statistic with its degrees of freedom and p. */
export type ChiSquareTest = { chiSquare: number; df: number; p: number }
/** The two limits of an interval. */
export type Interval = { lower: number; upper: number }

/**
 * z, two-sided p and the interval b ± z·se of every coefficient, on the scale of the linear predictor.
 *
 * @param fit a fit of `logistic`
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @returns one entry a coefficient, the intercept first
 * @throws nothing
 * @example
 * ```ts
 * import { logistic, matrixFromColumns, waldStatistics } from 'nomoscope/statistics'
 *
 * const x = matrixFromColumns([[0, 0, 0, 0, 1, 1, 1, 1]])
 * const y = [0, 0, 0, 1, 0, 1, 1, 1]
 * waldStatistics(logistic(x, y))[1].z.toFixed(3) // → '1.346'
 * ```
 */
export function waldStatistics(fit: LogisticFit, level = 0.95): (Interval & { z: number; p: number })[] {
  const z = normal.upperQuantile((1 - level) / 2)
  return Array.from(fit.coefficients, (b, j) => {
    const se = fit.standardErrors[j]
    return { z: b / se, p: normal.twoSided(b / se), lower: b - z * se, upper: b + z * se }
  })
}

/**
 * Likelihood-ratio test of nested models, `larger` having every column of `smaller` and rows the same. R: anova(test = "LRT").
 *
 * @param smaller fit with fewer columns
 * @param larger fit with these columns and others, of the same rows
 * @returns χ² on the difference in coefficients, and p
 * @throws nothing
 * @example
 * ```ts
 * import { likelihoodRatioTest } from 'nomoscope/statistics'
 *
 * const test = likelihoodRatioTest(
 *   { deviance: 10, coefficients: Float64Array.of(0) },
 *   { deviance: 6, coefficients: Float64Array.of(0, 1) },
 * )
 * test.chiSquare // → 4
 * test.p.toFixed(4) // → '0.0455'
 * ```
 */
export function likelihoodRatioTest(
  smaller: Pick<LogisticFit, 'deviance' | 'coefficients'>,
  larger: Pick<LogisticFit, 'deviance' | 'coefficients'>,
): ChiSquareTest {
  return chiSquareTest(
    Math.max(0, smaller.deviance - larger.deviance),
    larger.coefficients.length - smaller.coefficients.length,
  )
}

/**
 * Test of the whole model against its intercept. R: lrm's Model L.R.
 *
 * @param fit a fit of `logistic`
 * @returns χ² (the fall in deviance), degrees of freedom and p
 * @throws nothing
 * @example
 * ```ts
 * import { logistic, matrixFromColumns, modelTest } from 'nomoscope/statistics'
 *
 * const x = matrixFromColumns([[0, 0, 0, 0, 1, 1, 1, 1]])
 * const y = [0, 0, 0, 1, 0, 1, 1, 1]
 * modelTest(logistic(x, y)).chiSquare.toFixed(3) // → '2.093'
 * ```
 */
export function modelTest(fit: LogisticFit): ChiSquareTest {
  return chiSquareTest(Math.max(0, fit.nullDeviance - fit.deviance), fit.coefficients.length - (fit.intercept ? 1 : 0))
}

/**
 * Joint Wald test that the coefficients at `positions` (intercept = 0 where there is one) are all zero. R: rms::anova.
 *
 * @param fit coefficients and their covariance
 * @param positions coefficients under test, from 0
 * @returns χ², degrees of freedom and p
 * @throws nothing
 * @example
 * ```ts
 * import { waldTest } from 'nomoscope/statistics'
 *
 * const fit = { coefficients: Float64Array.of(0, 2), covariance: Float64Array.of(1, 0, 0, 1) }
 * const { chiSquare, p } = waldTest(fit, [1])
 * chiSquare // → 4
 * p.toFixed(4) // → '0.0455'
 * ```
 */
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

/**
 * Rao's score test that the `columns` of x (from 0) add nothing to the others. R: anova(test = "Rao").
 *
 * @param x n × p, one column a predictor in its own unit, none for the intercept
 * @param y n outcomes, 0 or 1
 * @param columns columns of x under test, from 0
 * @param options offset, weights, no intercept, a start
 * @returns χ², degrees of freedom and p
 * @throws InvalidArgument for a column that x does not have
 * @throws SingularDesign for a constant or dependent column (so for p ≥ n)
 * @throws OneClassOnly where a class has no row
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws NotFinite for a value that is NaN or infinite
 * @throws UnequalLengths where x and y differ in rows
 * @example
 * ```ts
 * import { matrixFromColumns, scoreTest } from 'nomoscope/statistics'
 *
 * const x = matrixFromColumns([[0, 0, 0, 0, 1, 1, 1, 1]])
 * const y = [0, 0, 0, 1, 0, 1, 1, 1]
 * // of one binary column: Pearson's χ²
 * scoreTest(x, y, [0]).chiSquare.toFixed(4) // → '2.0000'
 * ```
 */
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

/**
 * The upper tail of χ²; on 0 degrees of freedom p is 1.
 *
 * @param statistic χ², 0 or more
 * @param df degrees of freedom, 0 or more
 * @returns the statistic with its p
 * @throws nothing
 * @example
 * ```ts
 * import { chiSquareTest } from 'nomoscope/statistics'
 *
 * chiSquareTest(3.841459, 1).p.toFixed(3) // → '0.050'
 * ```
 */
export function chiSquareTest(statistic: number, df: number): ChiSquareTest {
  return { chiSquare: statistic, df, p: df > 0 ? chiSquare.upper(statistic, df) : 1 }
}
