import { chiSquare } from '../distributions/index.ts'
import { cholesky, crossProduct, invertCholesky, solveCholesky } from '../numerics/linear-algebra.ts'
import type { Matrix } from '../numerics/matrix.ts'
import type { RandomStream } from '../resampling/random.ts'

/** One variable given the others, its parameters drawn from their posterior. Coefficients: intercept first. */
export type ConditionalModel =
  | { kind: 'number'; coefficients: Float64Array; sigma: number; smallest: number; largest: number }
  | { kind: 'binary' | 'category'; levels: Float64Array[] }

/** Share of each diagonal element that is added to it, so that dependent predictors do no harm. */
const ridge = 1e-5 // mice's own
/** Precision of the prior on a coefficient of a standardised predictor of a binary variable. */
const priorWeight = 0.1
const maximumStep = 4
const maximumNewtonSteps = 50

/** Fits the variable on the rows where it is observed and draws the parameters. */
export function drawModel(
  x: Matrix,
  y: Float64Array,
  rows: Int32Array,
  { kind, levels }: { kind: 'number' | 'binary' | 'category'; levels: number },
  stream: RandomStream,
): ConditionalModel {
  const z = withIntercept(x, rows)
  const target = Float64Array.from(rows, (row) => y[row])
  if (kind === 'number') return drawLinear(z, target, stream)
  const wanted = kind === 'binary' ? [1] : Array.from({ length: levels }, (_, level) => level)
  return {
    kind,
    levels: wanted.map((level) =>
      drawLogistic(
        z,
        target.map((value) => (value === level ? 1 : 0)),
        stream,
      ),
    ),
  }
}

/** A draw of the missing value of a row. */
export function imputedValue(model: ConditionalModel, x: Matrix, row: number, stream: RandomStream): number {
  if (model.kind === 'number') {
    const value = predictor(model.coefficients, x, row) + model.sigma * stream.gaussian()
    return Math.min(model.largest, Math.max(model.smallest, value))
  }
  const shares = levelShares(model, x, row)
  let left = stream.uniform()
  for (let level = 0; level < shares.length - 1; level++) {
    if (left < shares[level]) return level
    left -= shares[level]
  }
  return shares.length - 1
}

/** The expectation of the missing value of a row, or its likeliest level. */
export function expectedValue(model: ConditionalModel, x: Matrix, row: number): number {
  if (model.kind === 'number')
    return Math.min(model.largest, Math.max(model.smallest, predictor(model.coefficients, x, row)))
  const shares = levelShares(model, x, row)
  return shares.indexOf(Math.max(...shares))
}

function levelShares(model: ConditionalModel & { levels: Float64Array[] }, x: Matrix, row: number): number[] {
  const risks = model.levels.map((coefficients) => 1 / (1 + Math.exp(-predictor(coefficients, x, row))))
  if (model.kind === 'binary') return [1 - risks[0], risks[0]]
  const sum = risks.reduce((total, risk) => total + risk, 0)
  return sum > 0 ? risks.map((risk) => risk / sum) : risks.map(() => 1 / risks.length)
}

function predictor(coefficients: Float64Array, x: Matrix, row: number): number {
  let sum = coefficients[0]
  for (let j = 0; j < x.columns; j++) sum += coefficients[j + 1] * x.values[j * x.rows + row]
  return sum
}

/** σ² from RSS/χ², coefficients from their normal posterior (van Buuren 2018, algorithm 3.1; mice.impute.norm). */
function drawLinear(z: Design, y: Float64Array, stream: RandomStream): ConditionalModel {
  const { n, q, values } = z
  const gram = ridged(crossProduct(values, n, q, new Float64Array(n).fill(1)), q)
  cholesky(gram, q, 0)
  const estimate = new Float64Array(q)
  for (let j = 0; j < q; j++) for (let i = 0; i < n; i++) estimate[j] += values[j * n + i] * y[i]
  solveCholesky(gram, q, estimate)
  let rss = 0
  let smallest = Infinity
  let largest = -Infinity
  for (let i = 0; i < n; i++) {
    let residual = y[i]
    for (let j = 0; j < q; j++) residual -= estimate[j] * values[j * n + i]
    rss += residual * residual
    smallest = Math.min(smallest, y[i])
    largest = Math.max(largest, y[i])
  }
  const sigma = Math.sqrt(rss / chiSquare.quantile(stream.uniform() || 2 ** -54, Math.max(1, n - q)))
  return {
    kind: 'number',
    coefficients: raw(z, drawNormal(gram, q, estimate, sigma, stream)),
    sigma,
    smallest,
    largest,
  }
}

/**
 * Newton's method on the likelihood with a weak normal prior, so that separation has an end too; then a draw from the
 * normal approximation (algorithm 3.5; mice.impute.logreg adds pseudo-rows for the same purpose).
 */
function drawLogistic(z: Design, y: Float64Array, stream: RandomStream): Float64Array {
  const { n, q, values } = z
  const share = (y.reduce((sum, value) => sum + value, 0) + 0.5) / (n + 1)
  const estimate = new Float64Array(q)
  estimate[0] = Math.log(share / (1 - share))
  let information = new Float64Array(0)
  for (let step = 0; step < maximumNewtonSteps; step++) {
    const variance = new Float64Array(n)
    const score = new Float64Array(q)
    for (let i = 0; i < n; i++) {
      let eta = 0
      for (let j = 0; j < q; j++) eta += estimate[j] * values[j * n + i]
      const risk = 1 / (1 + Math.exp(-eta))
      variance[i] = risk * (1 - risk)
      for (let j = 0; j < q; j++) score[j] += (y[i] - risk) * values[j * n + i]
    }
    information = Float64Array.from(crossProduct(values, n, q, variance))
    for (let j = 1; j < q; j++) {
      information[j * q + j] += priorWeight
      score[j] -= priorWeight * estimate[j]
    }
    cholesky(information, q, 0)
    solveCholesky(information, q, score)
    let size = 0
    for (let j = 0; j < q; j++) {
      estimate[j] += Math.max(-maximumStep, Math.min(maximumStep, score[j]))
      size = Math.max(size, Math.abs(score[j]))
    }
    if (size < 1e-8) break
  }
  return raw(z, drawNormal(information, q, estimate, 1, stream))
}

/** estimate + σ · u with u ~ N(0, (L Lᵀ)⁻¹). */
function drawNormal(factor: Float64Array, q: number, estimate: Float64Array, sigma: number, stream: RandomStream) {
  const covariance = invertCholesky(factor, q)
  cholesky(covariance, q, 0)
  const u = Float64Array.from({ length: q }, () => stream.gaussian())
  return estimate.map((value, j) => {
    let sum = 0
    for (let k = 0; k <= j; k++) sum += covariance[j * q + k] * u[k]
    return value + sigma * sum
  })
}

type Design = { n: number; q: number; values: Float64Array; centre: Float64Array; scale: Float64Array }

/** Intercept and columns with mean 0 and variance 1 over the rows (constant ones 0). */
function withIntercept(x: Matrix, rows: Int32Array): Design {
  const n = rows.length
  const q = x.columns + 1
  const values = new Float64Array(n * q).fill(1, 0, n)
  const centre = new Float64Array(q)
  const scale = new Float64Array(q).fill(1)
  for (let j = 1; j < q; j++) {
    const column = values.subarray(j * n, (j + 1) * n)
    for (let i = 0; i < n; i++) column[i] = x.values[(j - 1) * x.rows + rows[i]]
    let mean = 0
    for (let i = 0; i < n; i++) mean += column[i] / n
    let square = 0
    for (let i = 0; i < n; i++) {
      column[i] -= mean
      square += (column[i] * column[i]) / n
    }
    const sd = Math.sqrt(square)
    centre[j] = mean
    if (sd > 1e-12 * Math.abs(mean)) {
      scale[j] = sd
      for (let i = 0; i < n; i++) column[i] /= sd
    } else column.fill(0)
  }
  return { n, q, values, centre, scale }
}

/** Coefficients for raw columns from those for standardised ones. */
function raw({ q, centre, scale }: Design, coefficients: Float64Array): Float64Array {
  const own = coefficients.slice()
  for (let j = 1; j < q; j++) {
    own[j] /= scale[j]
    own[0] -= own[j] * centre[j]
  }
  return own
}

function ridged(gram: Float64Array, q: number): Float64Array {
  for (let j = 0; j < q; j++) gram[j * q + j] += ridge * gram[j * q + j] + 1e-12
  return gram
}
