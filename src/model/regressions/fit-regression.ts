import { normal } from '../../statistics/distributions/index.ts'
import type { Matrix } from '../../statistics/numerics/matrix.ts'
import { linear } from '../../statistics/regression/linear.ts'
import { multinomialLogistic, multinomialRisk } from '../../statistics/regression/multinomial.ts'
import { proportionalOdds, proportionalOddsRisk } from '../../statistics/regression/proportional-odds.ts'

export type RegressionKind = 'ordinal' | 'multinomial' | 'linear'

interface Estimate {
  estimate: number
  standardError: number
  lower: number
  upper: number
  p: number
}

/** A fitted regression of any kind. */
export interface RegressionFit {
  /** Of each column; of a multinomial regression one list a class but the first. */
  estimates: Estimate[][]
  thresholds?: number[]
  intercepts?: number[]
  separated: boolean
  /** Of thresholds or intercept and the estimates, equation by equation. */
  covariance: number[][]
  /** Of a number: standard deviation about its mean, with its degrees of freedom. */
  residual?: { sd: number; df: number }
  /** What it foretells of other rows: probabilities of the classes, or one column with the number. */
  predict: (x: Matrix) => Matrix
  /** A score that rises with the outcome; absent of unordered classes. */
  score?: (x: Matrix) => Float64Array
  r2?: number
}

/** Fits it by maximum likelihood or least squares. Throws what the regressions throw. */
export function fitRegression(kind: RegressionKind, x: Matrix, y: Float64Array): RegressionFit {
  return { ordinal, multinomial, linear: leastSquares }[kind](x, y)
}

const tested = (estimate: number, standardError: number): Estimate => ({
  estimate,
  standardError,
  lower: estimate - normal.upperQuantile(0.025) * standardError,
  upper: estimate + normal.upperQuantile(0.025) * standardError,
  p: normal.twoSided(estimate / standardError),
})

function ordinal(x: Matrix, y: Float64Array): RegressionFit {
  const fit = proportionalOdds(x, y)
  const cuts = fit.thresholds.length
  return {
    estimates: [Array.from(fit.coefficients, (b, j) => tested(b, fit.standardErrors[cuts + j]))],
    thresholds: Array.from(fit.thresholds),
    separated: fit.separated,
    covariance: square(fit.covariance),
    predict: (rows) => proportionalOddsRisk(fit, rows),
    score: (rows) => linearPredictor(fit.coefficients, 0, rows),
  }
}

function multinomial(x: Matrix, y: Float64Array): RegressionFit {
  const fit = multinomialLogistic(x, y)
  const q = x.columns + 1
  const blocks = Array.from({ length: fit.classes - 1 }, (_, c) => c)
  return {
    estimates: blocks.map((c) =>
      Array.from({ length: x.columns }, (_, j) =>
        tested(fit.coefficients[c * q + 1 + j], fit.standardErrors[c * q + 1 + j]),
      ),
    ),
    intercepts: blocks.map((c) => fit.coefficients[c * q]),
    separated: fit.separated,
    covariance: square(fit.covariance),
    predict: (rows) => multinomialRisk(fit, rows),
  }
}

function leastSquares(x: Matrix, y: Float64Array): RegressionFit {
  const fit = linear(x, y)
  const [intercept, ...slopes] = fit.coefficients
  const predict = (rows: Matrix) => linearPredictor(slopes, intercept, rows)
  return {
    estimates: [
      slopes.map((estimate, j) => ({
        estimate,
        standardError: fit.standardErrors[j + 1],
        lower: fit.tests[j + 1].lower,
        upper: fit.tests[j + 1].upper,
        p: fit.tests[j + 1].p,
      })),
    ],
    intercepts: [intercept],
    separated: false,
    covariance: square(fit.covariance),
    residual: { sd: fit.sigma, df: fit.df },
    predict: (rows) => ({ rows: rows.rows, columns: 1, values: predict(rows) }),
    score: predict,
    r2: fit.r2,
  }
}

function square(flat: Float64Array): number[][] {
  const m = Math.sqrt(flat.length)
  return Array.from({ length: m }, (_, i) => Array.from(flat.subarray(i * m, (i + 1) * m)))
}

function linearPredictor(coefficients: ArrayLike<number>, intercept: number, { rows, columns, values }: Matrix) {
  return Float64Array.from({ length: rows }, (_, i) => {
    let sum = intercept
    for (let j = 0; j < columns; j++) sum += coefficients[j] * values[j * rows + i]
    return sum
  })
}
