import { InvalidArgument } from '../../errors/index.ts'
import { cholesky } from '../numerics/linear-algebra.ts'
import { nearestCentre } from './k-means.ts'
import { type Points, requirePoints } from './points.ts'

/** Gaussians of full covariance, each with its share of all. */
export interface GaussianMixture {
  /** k shares, of sum 1. */
  weights: Float64Array
  /** k × m. */
  means: Float64Array
  /** k × m × m, symmetric. */
  covariances: Float64Array
  /** Mean log-likelihood of a point, at the last step but one, as scikit-learn's `lower_bound_`. */
  logLikelihood: number
  iterations: number
}

/** scikit-learn's own settings: end of the iterations, most of them, and what keeps a covariance from collapsing. */
const tolerance = 1e-3
const mostIterations = 100
const ridge = 1e-6

/**
 * A mixture of Gaussians by expectation and maximisation, from the clusters of k-means. Equals scikit-learn's
 * `GaussianMixture(k, covariance_type="full", init_params="kmeans")` where its k-means finds these centres.
 *
 * @param points n points in m dimensions, finite
 * @param centres k × m, of `kMeans`
 * @returns the Gaussians, in the order of the centres
 * @throws InvalidArgument for a cluster whose covariance is singular
 * @throws NotFinite for a coordinate that is NaN or infinite
 * @example
 * ```ts
 * import { gaussianMixture } from 'nomoscope/statistics'
 *
 * const points = { dimensions: 1, values: Float64Array.of(0, 1, 10, 11) }
 * Array.from(gaussianMixture(points, Float64Array.of(0.5, 10.5)).weights) // → [ 0.5, 0.5 ]
 * ```
 */
export function gaussianMixture(points: Points, centres: Float64Array): GaussianMixture {
  const n = requirePoints(points)
  const { dimensions: m, values } = points
  const k = centres.length / m
  const shares = new Float64Array(n * k)
  for (let i = 0; i < n; i++) shares[i * k + nearestCentre(values.subarray(i * m, (i + 1) * m), centres)] = 1
  let fitted = maximised(values, shares, n, m, k)
  let before = -Infinity
  for (let iterations = 1; ; iterations++) {
    const score = logDensities(fitted)
    const densities = new Float64Array(k)
    let sum = 0
    for (let i = 0; i < n; i++) {
      const total = logSum(score(values, i * m, densities))
      sum += total
      for (let c = 0; c < k; c++) shares[i * k + c] = Math.exp(densities[c] - total)
    }
    const logLikelihood = sum / n
    fitted = maximised(values, shares, n, m, k)
    if (Math.abs(logLikelihood - before) < tolerance || iterations === mostIterations)
      return { ...fitted, logLikelihood, iterations }
    before = logLikelihood
  }
}

type Gaussians = Pick<GaussianMixture, 'weights' | 'means' | 'covariances'>

/**
 * To which Gaussian a point most likely belongs.
 *
 * @param mixture weights, means and covariances of `gaussianMixture`
 * @returns what gives the Gaussian of a point, from 0
 * @throws InvalidArgument for a covariance that is singular
 * @example
 * ```ts
 * import { gaussianMixture, likeliestGaussian } from 'nomoscope/statistics'
 *
 * const points = { dimensions: 1, values: Float64Array.of(0, 1, 10, 11) }
 * likeliestGaussian(gaussianMixture(points, Float64Array.of(0.5, 10.5)))([9]) // → 1
 * ```
 */
export function likeliestGaussian(mixture: Gaussians): (point: ArrayLike<number>) => number {
  const score = logDensities(mixture)
  const densities = new Float64Array(mixture.weights.length)
  return (point) => {
    score(point, 0, densities)
    let best = 0
    for (let c = 1; c < densities.length; c++) if (densities[c] > densities[best]) best = c
    return best
  }
}

/** Weights, means and covariances of points of which each Gaussian has a share (n × k). */
function maximised(values: Float64Array, shares: Float64Array, n: number, m: number, k: number): Gaussians {
  const [weights, means, covariances] = [new Float64Array(k), new Float64Array(k * m), new Float64Array(k * m * m)]
  for (let c = 0; c < k; c++) {
    let total = 10 * Number.EPSILON
    for (let i = 0; i < n; i++) total += shares[i * k + c]
    weights[c] = total
    for (let d = 0; d < m; d++) {
      let sum = 0
      for (let i = 0; i < n; i++) sum += shares[i * k + c] * values[i * m + d]
      means[c * m + d] = sum / total
    }
    for (let d = 0; d < m; d++)
      for (let e = 0; e <= d; e++) {
        let sum = 0
        for (let i = 0; i < n; i++)
          sum += shares[i * k + c] * (values[i * m + d] - means[c * m + d]) * (values[i * m + e] - means[c * m + e])
        covariances[(c * m + d) * m + e] = covariances[(c * m + e) * m + d] = sum / total + (d === e ? ridge : 0)
      }
  }
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  return { weights: weights.map((weight) => weight / all), means, covariances }
}

/** Log of weight times density of the point at `at`, one number a Gaussian into `out`, which is given back. */
function logDensities({ weights, means, covariances }: Gaussians) {
  const k = weights.length
  const m = means.length / k
  const factors = Array.from({ length: k }, (_, c) => {
    const factor = covariances.slice(c * m * m, (c + 1) * m * m)
    if (cholesky(factor, m) >= 0) throw InvalidArgument('The points', 'no cluster of them all in one plane')
    return factor
  })
  const constants = factors.map((factor, c) => {
    let logRoot = 0
    for (let d = 0; d < m; d++) logRoot += Math.log(factor[d * m + d])
    return Math.log(weights[c]) - 0.5 * m * Math.log(2 * Math.PI) - logRoot
  })
  const standard = new Float64Array(m)
  return (values: ArrayLike<number>, at: number, out: Float64Array): Float64Array => {
    for (let c = 0; c < k; c++) {
      const factor = factors[c]
      let square = 0
      for (let d = 0; d < m; d++) {
        let left = values[at + d] - means[c * m + d]
        for (let e = 0; e < d; e++) left -= factor[d * m + e] * standard[e]
        standard[d] = left / factor[d * m + d]
        square += standard[d] ** 2
      }
      out[c] = constants[c] - 0.5 * square
    }
    return out
  }
}

function logSum(values: Float64Array): number {
  const most = values.reduce((a, b) => Math.max(a, b))
  return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0))
}
