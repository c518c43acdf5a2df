import { cholesky, crossProduct } from '../numerics/linear-algebra.ts'
import type { Climbed } from '../numerics/newton.ts'
import { type Design, logVolume } from './design.ts'
import { binomialDeviance } from './logistic-newton.ts'

/** Firth's penalised likelihood at one point, with what the fit is made of. */
export type FirthPoint = Climbed & {
  eta: Float64Array
  fitted: Float64Array
  /** Variance of each row, times one plus its leverage: what logistf's standard errors rest on. */
  augmentedVariance: Float64Array
}

/**
 * log-likelihood + ½ log |ZᵀWZ| of a logistic model on the columns of `design`, with both derivatives. Rows are taken as
 * v = L⁻¹z with LLᵀ = ZᵀWZ, in which the penalty's derivatives are sums over products of v alone:
 * −∂² = LLᵀ − L(½ Σ w″ vᵀv v vᵀ − ½ Σ TT)Lᵀ with T = Σ w′ v v v.
 */
export function firthLikelihood(design: Design, y: ArrayLike<number>) {
  const { values: z, rows: n, columns: q } = design
  const logScale = logVolume(design)
  return (at: Float64Array): FirthPoint => {
    const eta = new Float64Array(n)
    for (let j = 0; j < q; j++) for (let i = 0; i < n; i++) eta[i] += at[j] * z[j * n + i]
    const fitted = eta.map((e) => 1 / (1 + Math.exp(-e)))
    const variance = eta.map((e) => {
      const tail = Math.exp(-Math.abs(e))
      return tail / (1 + tail) ** 2
    })
    const factor = crossProduct(z, n, q, variance)
    const information = Float64Array.from(factor)
    const gradient = new Float64Array(q)
    const augmentedVariance = new Float64Array(n)
    if (cholesky(factor, q, 0) >= 0) {
      const none = () => new Float64Array(q * q)
      return { parameters: at, value: -Infinity, gradient, curvature: none, eta, fitted, augmentedVariance }
    }
    let logDeterminant = 2 * logScale
    for (let j = 0; j < q; j++) logDeterminant += 2 * Math.log(factor[j * q + j])
    const v = new Float64Array(n * q)
    const length = new Float64Array(n)
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < q; j++) {
        let value = z[j * n + i]
        for (let k = 0; k < j; k++) value -= factor[j * q + k] * v[k * n + i]
        value /= factor[j * q + j]
        v[j * n + i] = value
        length[i] += value * value
      }
      const leverage = variance[i] * length[i]
      augmentedVariance[i] = variance[i] * (1 + leverage)
      const residual = y[i] > 0 ? 1 / (1 + Math.exp(eta[i])) : -fitted[i]
      const modified = residual + leverage * (0.5 - fitted[i])
      for (let j = 0; j < q; j++) gradient[j] += modified * z[j * n + i]
    }
    const curvature = () => {
      const third = thirdMoments(v, n, q, (i) => variance[i] * (1 - 2 * fitted[i]))
      const fourth = new Float64Array(n)
      for (let i = 0; i < n; i++) fourth[i] = 0.5 * variance[i] * (1 - 6 * variance[i]) * length[i]
      const inner = crossProduct(v, n, q, fourth)
      for (let a = 0; a < q; a++)
        for (let b = 0; b < q; b++) {
          let sum = 0
          for (let c = 0; c < q * q; c++) sum += third[a * q * q + c] * third[b * q * q + c]
          inner[a * q + b] = Number(a === b) - inner[a * q + b] + 0.5 * sum
        }
      return sandwiched(factor, inner, q)
    }
    const value = -binomialDeviance(y, eta) / 2 + logDeterminant / 2
    return {
      parameters: at,
      value,
      gradient,
      curvature,
      information: () => information,
      eta,
      fitted,
      augmentedVariance,
    }
  }
}

/** Σ weight v_a v_b v_c, all q³ of them. */
function thirdMoments(v: Float64Array, n: number, q: number, weight: (row: number) => number): Float64Array {
  const moments = new Float64Array(q * q * q)
  const weights = Float64Array.from({ length: n }, (_, i) => weight(i))
  const product = new Float64Array(n)
  for (let a = 0; a < q; a++)
    for (let b = 0; b <= a; b++) {
      for (let i = 0; i < n; i++) product[i] = weights[i] * v[a * n + i] * v[b * n + i]
      for (let c = 0; c <= b; c++) {
        let sum = 0
        for (let i = 0; i < n; i++) sum += product[i] * v[c * n + i]
        for (const [x, y, w] of [
          [a, b, c],
          [a, c, b],
          [b, a, c],
          [b, c, a],
          [c, a, b],
          [c, b, a],
        ])
          moments[(x * q + y) * q + w] = sum
      }
    }
  return moments
}

/** L M Lᵀ for a lower triangle L and a symmetric M. */
function sandwiched(factor: Float64Array, m: Float64Array, q: number): Float64Array {
  const left = new Float64Array(q * q)
  for (let i = 0; i < q; i++)
    for (let j = 0; j < q; j++) {
      let sum = 0
      for (let k = 0; k <= i; k++) sum += factor[i * q + k] * m[k * q + j]
      left[i * q + j] = sum
    }
  const product = new Float64Array(q * q)
  for (let i = 0; i < q; i++)
    for (let j = 0; j < q; j++) {
      let sum = 0
      for (let k = 0; k <= j; k++) sum += left[i * q + k] * factor[j * q + k]
      product[i * q + j] = sum
    }
  return product
}
