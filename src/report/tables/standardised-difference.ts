import { mean, variance } from '../../statistics/descriptive/descriptive.ts'
import { cholesky, quadraticForm } from '../../statistics/numerics/linear-algebra.ts'

/** Difference of means in units of the pooled standard deviation √((s₁² + s₂²) / 2), without a sign. */
export function standardisedMeanDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const spread = Math.sqrt((variance(a) + variance(b)) / 2)
  const difference = Math.abs(mean(a) - mean(b))
  return difference === 0 ? 0 : difference / spread
}

/**
 * Distance of two distributions over the same levels: Mahalanobis' distance of the shares of all levels but the first,
 * with the mean of both multinomial covariances. NaN when a group is empty; infinite when they share no level.
 * Source: Yang & Dalton, SAS Global Forum 2012, 335; equals R's tableone and stddiff.
 */
export function standardisedCountDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [sharesA, sharesB] = [a, b].map(shares)
  const levels = sharesA.map((_, i) => i).filter((i) => sharesA[i] > 0 || sharesB[i] > 0)
  if (levels.some((i) => Number.isNaN(sharesA[i]) || Number.isNaN(sharesB[i])) || levels.length === 0) return Number.NaN
  const used = levels.slice(1)
  const p = used.length
  if (p === 0) return 0
  const covariance = new Float64Array(p * p)
  const difference = new Float64Array(p)
  used.forEach((level, i) => {
    difference[i] = sharesA[level] - sharesB[level]
    used.forEach((other, j) => {
      const of = (share: number[]) => (i === j ? share[level] * (1 - share[level]) : -share[level] * share[other])
      covariance[i * p + j] = (of(sharesA) + of(sharesB)) / 2
    })
  })
  if (difference.every((d) => d === 0)) return 0
  if (cholesky(covariance, p) >= 0) return Number.POSITIVE_INFINITY
  return Math.sqrt(quadraticForm(covariance, p, difference))
}

function shares(counts: ArrayLike<number>): number[] {
  const total = Array.from(counts).reduce((sum, count) => sum + count, 0)
  return Array.from(counts, (count) => count / total)
}
