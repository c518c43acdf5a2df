import { NoConvergence } from '../../errors/index.ts'
import { chiSquare, normal } from '../distributions/index.ts'
import { cholesky, invertCholesky } from '../numerics/linear-algebra.ts'
import type { Matrix } from '../numerics/matrix.ts'
import { type Climbed, climb } from '../numerics/newton.ts'
import { logVolume, rawCoefficients, rawCovariance } from '../regression/design.ts'
import { type ChiSquareTest, chiSquareTest } from '../regression/logistic-inference.ts'
import { limitsOfRoot, profileRoot } from '../regression/profile-limits.ts'
import { type CoxOptions, coxDesign } from './cox.ts'
import { accumulate, type CoxOrder, eachEventTime } from './cox-risk-sets.ts'

export interface FirthCoxFit {
  coefficients: Float64Array
  /** From the inverse information at the estimate, as coxphf has them. */
  standardErrors: Float64Array
  covariance: Float64Array
  /** Penalised-likelihood-ratio p and profile limits of each coefficient; a limit that was not found is NaN. */
  inference: { chiSquare: number; p: number; lower: number; upper: number }[]
  /** Xb + offset, not centred. */
  linearPredictor: Float64Array
  /** Penalised, of the model without coefficients and of the fit. */
  logLikelihood: [number, number]
  model: ChiSquareTest
  events: number
  ties: 'efron' | 'breslow'
}

/**
 * Cox regression with Firth's penalty: log partial likelihood + ½ log |information|. Finite where all events lie on one
 * side of a column. Arguments and errors are those of `cox`. Heinze & Schemper 2001. Equals coxphf (whose ties are
 * Breslow's).
 */
export function firthCox(
  x: Matrix,
  time: ArrayLike<number>,
  event: ArrayLike<number>,
  options: CoxOptions = {},
  level = 0.95,
): FirthCoxFit {
  const { fit, design, evaluate, full } = estimate(x, time, event, options)
  const target = normal.upperQuantile((1 - level) / 2)
  const nothing = evaluate(new Float64Array(x.columns))
  return {
    ...fit,
    inference: Array.from(fit.coefficients, (b, j) => {
      const root = profileRoot(design, evaluate, full, j)
      const statistic = root(0) ** 2
      const limits = limitsOfRoot(root, b, fit.standardErrors[j], target)
      return { chiSquare: statistic, p: chiSquare.upper(statistic, 1), ...limits }
    }),
    logLikelihood: [nothing.value, full.value],
    model: chiSquareTest(Math.max(0, 2 * (full.value - nothing.value)), x.columns),
  }
}

/** The estimates of `firthCox` alone, without the profiles of its tests and intervals. */
export function firthCoxEstimate(
  x: Matrix,
  time: ArrayLike<number>,
  event: ArrayLike<number>,
  options: CoxOptions = {},
): Omit<FirthCoxFit, 'inference' | 'model'> {
  const { fit, evaluate, full } = estimate(x, time, event, options)
  return { ...fit, logLikelihood: [evaluate(new Float64Array(x.columns)).value, full.value] }
}

function estimate(x: Matrix, time: ArrayLike<number>, event: ArrayLike<number>, options: CoxOptions) {
  const { order, design, offset, events, ties } = coxDesign(x, time, event, options, true)
  const { rows: n, columns: p } = design
  const evaluate = penalised(order, design.values, p, offset, logVolume(design))
  const { point: full, converged, iterations } = climb(evaluate, new Float64Array(p))
  if (!converged) throw NoConvergence("Firth's Cox regression", iterations)
  const factor = full.information!()
  cholesky(factor, p, 0)
  const covariance = rawCovariance(invertCholesky(factor, p), design)
  const coefficients = rawCoefficients(full.parameters, design)
  const linearPredictor = Float64Array.from(offset)
  for (let j = 0; j < p; j++) for (let i = 0; i < n; i++) linearPredictor[i] += coefficients[j] * x.values[j * n + i]
  const standardErrors = Float64Array.from({ length: p }, (_, j) => Math.sqrt(covariance[j * p + j]))
  return { fit: { coefficients, standardErrors, covariance, linearPredictor, events, ties }, design, evaluate, full }
}

/**
 * The penalised partial likelihood with its gradient. On rows v = L⁻¹z, with LLᵀ the information, the penalty's gradient
 * is ½ Σ (cov(|v|², v) − 2 cov(v) mean(v)) over the risk sets. Its curvature is by differences of that gradient: it
 * decides how fast the maximum is reached, not where it lies.
 */
function penalised(order: CoxOrder, z: Float64Array, p: number, offset: Float64Array, logScale: number) {
  const n = offset.length
  const first = (at: Float64Array): Climbed => {
    const eta = Float64Array.from(offset)
    for (let j = 0; j < p; j++) for (let i = 0; i < n; i++) eta[i] += at[j] * z[j * n + i]
    const { logLikelihood, information } = accumulate(order, z, p, eta)
    const factor = Float64Array.from(information)
    const none = {
      parameters: at,
      value: -Infinity,
      gradient: new Float64Array(p),
      curvature: () => new Float64Array(p * p),
    }
    if (!Number.isFinite(logLikelihood) || cholesky(factor, p, 0) >= 0) return none
    let logDeterminant = 2 * logScale
    for (let j = 0; j < p; j++) logDeterminant += 2 * Math.log(factor[j * p + j])
    const gradient = gradientAt(eta, factor)
    return {
      parameters: at,
      value: logLikelihood + logDeterminant / 2,
      gradient,
      curvature: () => new Float64Array(0),
      information: () => Float64Array.from(information),
    }
  }
  const gradientAt = (eta: Float64Array, factor: Float64Array) => {
    const q = p + 1
    const v = new Float64Array(n * q)
    for (let j = 0; j < p; j++)
      for (let i = 0; i < n; i++) {
        let value = z[j * n + i]
        for (let k = 0; k < j; k++) value -= factor[j * p + k] * v[k * n + i]
        v[j * n + i] = value / factor[j * p + j]
        v[p * n + i] += v[j * n + i] ** 2
      }
    const turned = new Float64Array(p)
    eachEventTime(order, v, q, eta, (_now, tied, steps) => {
      for (const row of tied) for (let j = 0; j < p; j++) turned[j] += order.weights[row] * v[j * n + row]
      for (const { weight, mean, covariance } of steps)
        for (let j = 0; j < p; j++) {
          let third = covariance[p * q + j]
          for (let k = 0; k < p; k++) third -= 2 * mean[k] * covariance[k * q + j]
          turned[j] += weight * (third / 2 - mean[j])
        }
    })
    const gradient = new Float64Array(p)
    for (let j = 0; j < p; j++) for (let k = 0; k <= j; k++) gradient[j] += factor[j * p + k] * turned[k]
    return gradient
  }
  const width = 1e-5
  return (at: Float64Array): Climbed => ({
    ...first(at),
    curvature: () => {
      const curvature = new Float64Array(p * p)
      for (let j = 0; j < p; j++) {
        const aside = (by: number) => first(at.map((value, k) => value + (k === j ? by : 0))).gradient
        const [up, down] = [aside(width), aside(-width)]
        for (let k = 0; k < p; k++) {
          const slope = (down[k] - up[k]) / (2 * width) / 2
          curvature[j * p + k] += slope
          curvature[k * p + j] += slope
        }
      }
      return curvature
    },
  })
}
