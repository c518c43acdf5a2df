import { InvalidArgument, TooFewValues } from '../../errors/index.ts'
import { pow } from '../../portable-math.ts'

/**
 * The values that are known: everything but NaN. The functions of statistics/ refuse NaN rather than drop it unasked.
 *
 * @param values n numbers, NaN where unknown
 * @returns the others, in their order
 * @throws nothing
 * @example
 * ```ts
 * import { known } from 'nomoscope/statistics'
 *
 * Array.from(known([1, NaN, 3])) // → [ 1, 3 ]
 * ```
 */
export function known(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values).filter((x) => !Number.isNaN(x))
}

/**
 * Arithmetic mean, in two passes so that large offsets cost no digits. NaN without values.
 *
 * @param x n numbers, any unit
 * @returns the mean, in the unit of x
 * @throws nothing; NaN in gives NaN
 * @example
 * ```ts
 * import { mean } from 'nomoscope/statistics'
 *
 * mean([1, 2, 6]) // → 3
 * ```
 */
export function mean(x: ArrayLike<number>) {
  const n = x.length
  let sum = 0
  for (let i = 0; i < n; i++) sum += x[i]
  const first = sum / n
  let rest = 0
  for (let i = 0; i < n; i++) rest += x[i] - first
  return Number.isFinite(first) ? first + rest / n : first
}

/**
 * Sum of squared distances from the mean.
 *
 * @param x n numbers, any unit
 * @param centre from where distances are taken; the mean unless told
 * @returns the sum, in the square of the unit
 * @throws nothing; NaN in gives NaN
 * @example
 * ```ts
 * import { sumOfSquares } from 'nomoscope/statistics'
 *
 * sumOfSquares([2, 4, 6]) // → 8
 * ```
 */
export function sumOfSquares(x: ArrayLike<number>, centre = mean(x)) {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += (x[i] - centre) ** 2
  return sum
}

/**
 * Sample variance (n - 1). NaN for fewer than two values, as R's var.
 *
 * @param x n numbers, any unit
 * @returns the variance, in the square of the unit
 * @throws nothing; fewer than two values give NaN
 * @example
 * ```ts
 * import { variance } from 'nomoscope/statistics'
 *
 * variance([2, 4, 6]) // → 4
 * ```
 */
export function variance(x: ArrayLike<number>) {
  return x.length < 2 ? Number.NaN : sumOfSquares(x) / (x.length - 1)
}

/**
 * Sample standard deviation (n - 1).
 *
 * @param x n numbers, any unit
 * @returns the standard deviation, in the unit of x
 * @throws nothing; fewer than two values give NaN
 * @example
 * ```ts
 * import { standardDeviation } from 'nomoscope/statistics'
 *
 * standardDeviation([2, 4, 6]) // → 2
 * ```
 */
export function standardDeviation(x: ArrayLike<number>) {
  return Math.sqrt(variance(x))
}

/** R's numbering of Hyndman & Fan 1996: 7 is R's default, 6 is SPSS's and Minitab's, 2 is SAS's. */
export type QuantileType = 2 | 6 | 7

/**
 * Quantiles at probabilities 0..1 of finite values. Equals R's quantile(x, p, type = type).
 *
 * @param x n finite numbers, any unit, in any order
 * @param probabilities k probabilities, 0 to 1
 * @param type the rule between two values
 * @returns the k quantiles, in the unit of x
 * @throws TooFewValues without values
 * @throws InvalidArgument for a probability outside 0..1
 * @example
 * ```ts
 * import { quantiles } from 'nomoscope/statistics'
 *
 * Array.from(quantiles([1, 2, 3, 4], [0.25, 0.5, 0.75])) // → [ 1.75, 2.5, 3.25 ]
 * ```
 */
export function quantiles(x: ArrayLike<number>, probabilities: ArrayLike<number>, type: QuantileType = 7) {
  if (x.length === 0) throw TooFewValues('A quantile', 1, 0)
  const sorted = Float64Array.from(x).sort()
  return Float64Array.from(probabilities, (p) => quantileOfSorted(sorted, p, type))
}

/**
 * One quantile; see `quantiles`.
 *
 * @param x n finite numbers, any unit, in any order
 * @param p probability, 0 to 1
 * @param type the rule between two values
 * @returns the quantile, in the unit of x
 * @throws TooFewValues without values
 * @throws InvalidArgument for p outside 0..1
 * @example
 * ```ts
 * import { quantile } from 'nomoscope/statistics'
 *
 * quantile([1, 2, 3, 4], 0.25) // → 1.75
 * quantile([1, 2, 3, 4], 0.25, 6) // → 1.25
 * ```
 */
export function quantile(x: ArrayLike<number>, p: number, type: QuantileType = 7) {
  return quantiles(x, [p], type)[0]
}

/**
 * The median; the mean of the middle two of an even number.
 *
 * @param x n finite numbers, any unit
 * @returns the median, in the unit of x
 * @throws TooFewValues without values
 * @example
 * ```ts
 * import { median } from 'nomoscope/statistics'
 *
 * median([4, 1, 3, 2]) // → 2.5
 * ```
 */
export function median(x: ArrayLike<number>) {
  return quantile(x, 0.5)
}

/**
 * As `quantile`, of values that are already in rising order.
 *
 * @param sorted n finite numbers, rising
 * @param p probability, 0 to 1
 * @param type the rule between two values
 * @returns the quantile, in the unit of the values
 * @throws InvalidArgument for p outside 0..1
 * @example
 * ```ts
 * import { quantileOfSorted } from 'nomoscope/statistics'
 *
 * quantileOfSorted([1, 2, 3, 4], 0.25) // → 1.75
 * ```
 */
export function quantileOfSorted(sorted: ArrayLike<number>, p: number, type: QuantileType = 7) {
  if (!(p >= 0 && p <= 1)) throw InvalidArgument('A probability', 'from 0 to 1')
  const n = sorted.length
  // R's fuzz: a position that is whole but for rounding counts as whole.
  const fuzz = 4 * Number.EPSILON
  if (type === 2) {
    const position = n * p
    const j = Math.floor(position + fuzz)
    const below = sorted[Math.min(n, Math.max(1, j)) - 1]
    const above = sorted[Math.min(n, Math.max(1, j + 1)) - 1]
    return Math.abs(position - j) <= fuzz ? (below + above) / 2 : above
  }
  if (type === 6) {
    const position = (n + 1) * p
    const j = Math.floor(position + fuzz)
    const h = Math.abs(position - j) < fuzz ? 0 : position - j
    const below = sorted[Math.min(n, Math.max(1, j)) - 1]
    const above = sorted[Math.min(n, Math.max(1, j + 1)) - 1]
    return h === 0 ? below : below + h * (above - below)
  }
  const position = (n - 1) * p
  const j = Math.floor(position + fuzz)
  const h = position - j
  const below = sorted[j]
  return h > fuzz && j + 1 < n ? below + h * (sorted[j + 1] - below) : below
}

/** Moments and order statistics of finite values; what a table's row needs. */
export interface Description {
  n: number
  mean: number
  sd: number
  min: number
  q1: number
  median: number
  q3: number
  max: number
  skewness: number
  /** Excess over the normal's 3. */
  kurtosis: number
}

/**
 * n, mean, SD, quartiles (type 7), range, skewness and excess kurtosis.
 * Skewness and kurtosis are the moment ones (g1, g2 of Joanes & Gill 1998; e1071's type 1); NaN where all are equal.
 *
 * @param x n finite numbers, any unit
 * @returns the description; all but n, skewness and kurtosis in the unit of x
 * @throws TooFewValues without values
 * @example
 * ```ts
 * import { describe } from 'nomoscope/statistics'
 *
 * const { mean, sd, q1, skewness } = describe([1, 2, 3, 4, 5])
 * mean // → 3
 * sd.toFixed(4) // → '1.5811'
 * q1 // → 2
 * skewness // → 0
 * ```
 */
export function describe(x: ArrayLike<number>): Description {
  const n = x.length
  if (n === 0) throw TooFewValues('A description', 1, 0)
  const sorted = Float64Array.from(x).sort()
  const centre = mean(x)
  let m2 = 0
  let m3 = 0
  let m4 = 0
  for (let i = 0; i < n; i++) {
    const d = x[i] - centre
    m2 += d * d
    m3 += d * d * d
    m4 += d * d * d * d
  }
  m2 /= n
  return {
    n,
    mean: centre,
    sd: n < 2 ? Number.NaN : Math.sqrt((m2 * n) / (n - 1)),
    min: sorted[0],
    q1: quantileOfSorted(sorted, 0.25),
    median: quantileOfSorted(sorted, 0.5),
    q3: quantileOfSorted(sorted, 0.75),
    max: sorted[n - 1],
    skewness: m3 / n / pow(m2, 1.5),
    kurtosis: m4 / n / m2 ** 2 - 3,
  }
}
