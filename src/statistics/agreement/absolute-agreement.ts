import { fisherF } from '../distributions/index.ts'

/** ICC2 of raters and what its interval is computed from. */
interface AbsoluteAgreement {
  icc: number
  subjects: number
  raters: number
  squares: MeanSquares
}

/**
 * ICC2 alone, for selecting among thousands of features: absolute agreement of single raters. The arguments of `icc`,
 * not checked; NaN of fewer than two subjects, and where every rating is the same.
 */
export function absoluteAgreement(raters: readonly ArrayLike<number>[]): AbsoluteAgreement {
  const k = raters.length
  const n = raters[0].length
  const squares = meanSquares(raters, n, k)
  const { between, rater, error } = squares
  const icc = (between - error) / (between + (k - 1) * error + (k * (rater - error)) / n)
  return { icc, subjects: n, raters: k, squares }
}

/**
 * ICC2 of two raters by their sums and differences, right to 1e-8: to tell quickly on which side of a limit it lies.
 * Undefined where a rating is NaN, and where the ratings spread so little that rounding would show.
 */
export function nearAbsoluteAgreement(first: Float64Array, second: Float64Array): number | undefined {
  const n = first.length
  let sum = 0
  let difference = 0
  for (let i = 0; i < n; i++) {
    sum += first[i] + second[i]
    difference += first[i] - second[i]
  }
  const mean = sum / n
  let between = 0
  let within = 0
  for (let i = 0; i < n; i++) {
    const p = first[i] + second[i] - mean
    const q = first[i] - second[i]
    between += p * p
    within += q * q
  }
  between /= 2 * (n - 1)
  const rater = (difference * difference) / (2 * n)
  const error = (within / 2 - rater) / (n - 1)
  const all = between + error + (2 * (rater - error)) / n
  return all > 1e-9 * mean * mean ? (between - error) / all : undefined
}

interface MeanSquares {
  between: number
  within: number
  rater: number
  error: number
}

/** Two-way analysis of variance without replication. Residuals below rounding of the ratings count as none. */
function meanSquares(raters: readonly ArrayLike<number>[], n: number, k: number): MeanSquares {
  let origin = 0
  let size = 0
  for (let j = 0; j < k; j++) {
    const ratings = raters[j]
    for (let i = 0; i < n; i++) {
      origin += ratings[i] / (n * k)
      size = Math.max(size, Math.abs(ratings[i]))
    }
  }
  const judge = new Float64Array(k)
  let rater = 0
  for (let j = 0; j < k; j++) {
    const ratings = raters[j]
    for (let i = 0; i < n; i++) judge[j] += (ratings[i] - origin) / n
    rater += n * judge[j] ** 2
  }
  let between = 0
  let within = 0
  let error = 0
  for (let i = 0; i < n; i++) {
    let subject = 0
    for (let j = 0; j < k; j++) subject += (raters[j][i] - origin) / k
    between += k * subject ** 2
    for (let j = 0; j < k; j++) {
      const x = raters[j][i] - origin - subject
      within += x ** 2
      error += (x - judge[j]) ** 2
    }
  }
  const noise = n * k * (8 * Number.EPSILON * size) ** 2
  const clean = (sum: number) => (sum <= noise ? 0 : sum)
  return {
    between: clean(between) / (n - 1),
    within: clean(within) / (n * (k - 1)),
    rater: clean(rater) / (k - 1),
    error: clean(error) / ((n - 1) * (k - 1)),
  }
}

/** Limits of ICC2 with Satterthwaite's degrees of freedom. alpha  the share beyond each of them */
export function absoluteLimits({ icc, subjects: n, raters: k, squares }: AbsoluteAgreement, alpha: number) {
  const { between, rater, error } = squares
  if (error === 0 && rater === 0) return { lower: 1, upper: 1 }
  const ratio = rater / error
  const spread = n * (1 + (k - 1) * icc) - k * icc
  const df =
    error === 0
      ? k - 1
      : ((k - 1) * (n - 1) * (k * icc * ratio + spread) ** 2) / ((n - 1) * (k * icc * ratio) ** 2 + spread ** 2)
  const up = fisherF.upperQuantile(alpha, n - 1, df)
  const down = fisherF.upperQuantile(alpha, df, n - 1)
  const noise = k * rater + (k * n - k - n) * error
  return {
    lower: (n * (between - up * error)) / (up * noise + n * between),
    upper: (n * (down * between - error)) / (noise + n * down * between),
  }
}
