import { NoConvergence, SingularDesign, UnequalLengths } from '../../errors/index.ts'
import { chiSquare, normal } from '../distributions/index.ts'
import { requireBothClasses, requireFinite } from '../numerics/check-arguments.ts'
import { cholesky, crossProduct, invertCholesky, solveCholesky } from '../numerics/linear-algebra.ts'
import type { Matrix } from '../numerics/matrix.ts'
import { binomialDeviance } from './logistic.ts'
import { type ChiSquareTest, chiSquareTest } from './logistic-inference.ts'
import { limitsOfRoot } from './profile-limits.ts'

export type FirthFit = {
  /** The intercept first. */
  coefficients: Float64Array
  /**
   * From the inverse information of the augmented data, in which each row counts 1 + its leverage, as in logistf; tests and
   * intervals do not rest on them.
   */
  standardErrors: Float64Array
  covariance: Float64Array
  /** Penalised-likelihood-ratio p and profile limits of each coefficient, which agree; worked out when first asked for. */
  inference: { chiSquare: number; p: number; lower: number; upper: number }[]
  fitted: Float64Array
  linearPredictor: Float64Array
  penalisedLogLikelihood: number
  /** With every coefficient but the intercept held at 0. */
  nullPenalisedLogLikelihood: number
  model: ChiSquareTest
}

const MAXIMUM_ITERATIONS = 500

/**
 * Logistic regression with Firth's penalty: log-likelihood + ½ log |information|. Finite where the outcome is separated.
 * x  n × p without the intercept's column; y  n outcomes 0 or 1. Throws SingularDesign, OneClassOnly.
 * Heinze & Schemper 2002. Equals logistf::logistf (profile intervals and tests).
 */
export function firth(x: Matrix, y: ArrayLike<number>, level = 0.95): FirthFit {
  const { design, full, coefficients, standardErrors, covariance } = estimate(x, y)
  const { q } = design
  const free = Array.from({ length: q }, (_, j) => j)
  const nothing = maximise(design, y, [0], new Float64Array(q))
  const target = normal.upperQuantile((1 - level) / 2)
  const profile = (j: number) => {
    const others = free.filter((k) => k !== j)
    let start: Float64Array = full.beta
    const root = (b: number) => {
      const from = Float64Array.from(start)
      from[j] = b
      const held = maximise(design, y, others, from)
      start = held.beta
      const fall = Math.max(0, 2 * (full.logLikelihood - held.logLikelihood))
      return Math.sign(b - full.beta[j]) * Math.sqrt(fall)
    }
    const standardError = standardErrors[j] / design.scale[j]
    const limits = limitsOfRoot(root, full.beta[j], standardError, target)
    start = full.beta
    const statistic = root(0) ** 2
    return {
      chiSquare: statistic,
      p: chiSquare.upper(statistic, 1),
      lower: limits.lower * design.scale[j],
      upper: limits.upper * design.scale[j],
    }
  }
  return {
    coefficients,
    standardErrors,
    covariance,
    inference: free.map(profile),
    fitted: full.fitted,
    linearPredictor: full.eta,
    penalisedLogLikelihood: full.logLikelihood,
    nullPenalisedLogLikelihood: nothing.logLikelihood,
    model: chiSquareTest(Math.max(0, 2 * (full.logLikelihood - nothing.logLikelihood)), x.columns),
  }
}

/**
 * The estimates of `firth` alone: without the profiles of its tests and intervals, which take a hundred times as long and
 * which, beside a coefficient that runs far, may not converge though the fit does.
 */
export function firthEstimate(
  x: Matrix,
  y: ArrayLike<number>,
): Pick<FirthFit, 'coefficients' | 'standardErrors' | 'covariance'> {
  const { coefficients, standardErrors, covariance } = estimate(x, y)
  return { coefficients, standardErrors, covariance }
}

function estimate(x: Matrix, y: ArrayLike<number>) {
  const { rows: n, columns: p } = x
  if (y.length !== n) throw UnequalLengths('x', n, 'y', y.length)
  requireFinite(x.values, 'x')
  requireBothClasses(y)
  const design = scaledDesign(x)
  const q = p + 1
  const free = Array.from({ length: q }, (_, j) => j)
  const full = maximise(design, y, free, new Float64Array(q))
  const covariance = new Float64Array(q * q)
  const standardErrors = new Float64Array(q)
  const augmented = crossProduct(design.z, n, q, full.augmentedVariance)
  cholesky(augmented, q, 0)
  const inverse = invertCholesky(augmented, q)
  for (let j = 0; j < q; j++) {
    for (let k = 0; k < q; k++) covariance[j * q + k] = inverse[j * q + k] * design.scale[j] * design.scale[k]
    standardErrors[j] = Math.sqrt(covariance[j * q + j])
  }
  const coefficients = full.beta.map((b, j) => b * design.scale[j])
  return { design, full, coefficients, standardErrors, covariance }
}

type Design = { n: number; q: number; z: Float64Array; scale: Float64Array; logScale: number }

/** Columns divided by their root mean square (not centred: the intercept's test is about the raw origin). */
function scaledDesign(x: Matrix): Design {
  const { rows: n, columns: p } = x
  const q = p + 1
  const z = new Float64Array(n * q).fill(1, 0, n)
  const scale = new Float64Array(q).fill(1)
  let logScale = 0
  for (let j = 0; j < p; j++) {
    let square = 0
    for (let i = 0; i < n; i++) square += x.values[j * n + i] ** 2
    const size = Math.sqrt(square / n)
    if (!(size > 0)) throw SingularDesign(j, 'it is constant')
    for (let i = 0; i < n; i++) z[(j + 1) * n + i] = x.values[j * n + i] / size
    scale[j + 1] = 1 / size
    logScale += Math.log(size)
  }
  const dependent = cholesky(crossProduct(z, n, q, new Float64Array(n).fill(1)), q, 1e-13)
  if (dependent >= 0) throw SingularDesign(dependent - 1, 'it is a linear combination of those before it (or constant)')
  return { n, q, z, scale, logScale }
}

/** Fisher scoring on the modified score over the `free` coefficients; the penalty is always that of the whole model. */
function maximise(design: Design, y: ArrayLike<number>, free: readonly number[], start: Float64Array) {
  const { n, q, z } = design
  const m = free.length
  let beta: Float64Array = Float64Array.from(start)
  let state = evaluate(beta)
  for (let iteration = 0; iteration < MAXIMUM_ITERATIONS; iteration++) {
    const { residual, variance } = state
    const score = new Float64Array(m)
    const part = new Float64Array(m * n)
    free.forEach((j, a) => {
      const column = z.subarray(j * n, (j + 1) * n)
      part.set(column, a * n)
      for (let i = 0; i < n; i++) score[a] += residual[i] * column[i]
    })
    const gram = crossProduct(part, n, m, variance)
    const step = Float64Array.from(score)
    if (m > 0) {
      if (cholesky(gram, m, 0) >= 0) throw NoConvergence("Firth's regression", iteration)
      solveCholesky(gram, m, step)
    }
    let size = 0
    for (const value of step) size = Math.max(size, Math.abs(value))
    if (size < 1e-11 * (1 + Math.max(0, ...Array.from(beta, Math.abs)))) return state
    let fraction = Math.min(1, 5 / size)
    let next = state
    for (let halving = 0; halving < 40; halving++) {
      const trial = Float64Array.from(beta)
      free.forEach((j, a) => {
        trial[j] += fraction * step[a]
      })
      next = evaluate(trial)
      if (next.logLikelihood >= state.logLikelihood - 1e-12 * Math.abs(state.logLikelihood)) break
      fraction /= 2
    }
    beta = next.beta
    state = next
  }
  throw NoConvergence("Firth's regression", MAXIMUM_ITERATIONS)

  function evaluate(b: Float64Array) {
    const eta = new Float64Array(n)
    for (let j = 0; j < q; j++) for (let i = 0; i < n; i++) eta[i] += b[j] * z[j * n + i]
    const fitted = eta.map((e) => 1 / (1 + Math.exp(-e)))
    const variance = fitted.map((probability) => probability * (1 - probability))
    const information = crossProduct(z, n, q, variance)
    const failed = cholesky(information, q, 0)
    let logDeterminant = 2 * design.logScale
    for (let j = 0; j < q; j++) logDeterminant += 2 * Math.log(information[j * q + j])
    const residual = new Float64Array(n)
    const augmentedVariance = new Float64Array(n)
    const row = new Float64Array(q)
    if (failed < 0)
      for (let i = 0; i < n; i++) {
        // zᵀ I⁻¹ z by forward substitution; the leverage h is v times it
        let leverage = 0
        for (let j = 0; j < q; j++) {
          let value = z[j * n + i]
          for (let k = 0; k < j; k++) value -= information[j * q + k] * row[k]
          row[j] = value / information[j * q + j]
          leverage += row[j] * row[j]
        }
        const h = variance[i] * leverage
        residual[i] = y[i] - fitted[i] + h * (0.5 - fitted[i])
        augmentedVariance[i] = variance[i] * (1 + h)
      }
    const logLikelihood = failed < 0 ? -binomialDeviance(y, eta) / 2 + logDeterminant / 2 : -Infinity
    return { beta: b, eta, fitted, variance, augmentedVariance, residual, logLikelihood }
  }
}
