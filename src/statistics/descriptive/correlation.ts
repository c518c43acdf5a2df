import { ConstantValues, TooFewValues, UnequalLengths } from '../../errors/index.ts'
import { pow } from '../../portable-math.ts'
import { normal, studentT } from '../distributions/index.ts'
import { kendallScore, spearmanSum } from '../distributions/rank-correlation.ts'
import { requireFinite } from '../numerics/check-arguments.ts'
import { mean } from './descriptive.ts'
import { midranks } from './midranks.ts'
import { sortedOrder } from './ranks.ts'

/** A correlation coefficient with its p-value. */
export interface Correlation {
  r: number
  /** Two-sided. */
  p: number
  n: number
}

/** Pearson’s correlation with its t test and interval. */
export interface PearsonCorrelation extends Correlation {
  t: number
  df: number
  /** By Fisher's transformation; NaN below four pairs. */
  lower: number
  upper: number
}

/**
 * Pearson's correlation. Equals R's cor.test. Three pairs at least; throws ConstantValues where one does not vary.
 *
 * @param x n values, any unit
 * @param y n values of the same rows, any unit
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @returns r with its interval, t, degrees of freedom, p and n
 * @throws UnequalLengths where x and y differ in length
 * @throws NotFinite for a value that is NaN or infinite
 * @throws TooFewValues below three pairs
 * @throws ConstantValues where one does not vary
 * @example
 * ```ts
 * import { pearson } from 'nomoscope/statistics'
 *
 * pearson([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]).r.toFixed(3) // → '0.800'
 * ```
 */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>, level = 0.95): PearsonCorrelation {
  requirePairs(x, y, 3)
  const n = x.length
  const r = productMoment(x, y)
  const df = n - 2
  const t = (Math.sqrt(df) * r) / Math.sqrt(1 - r * r)
  const half = n > 3 ? normal.upperQuantile((1 - level) / 2) / Math.sqrt(n - 3) : Number.NaN
  return {
    r,
    p: studentT.twoSided(t, df),
    n,
    t,
    df,
    lower: Math.tanh(Math.atanh(r) - half),
    upper: Math.tanh(Math.atanh(r) + half),
  }
}

/** A rank correlation and how its p was computed. */
export interface RankCorrelation extends Correlation {
  method: 'exact' | 'Edgeworth series' | 't approximation' | 'normal approximation'
}

/**
 * Spearman's rank correlation. Equals R's cor.test(method = "spearman").
 *
 * p without ties: exact to 9 pairs, Edgeworth's series to 1,290 (algorithm AS 89), else and with ties by t.
 * Two pairs at least; throws ConstantValues where one does not vary.
 *
 * @param x n values, any unit
 * @param y n values of the same rows, any unit
 * @returns rho (as r), p, n and the method of p
 * @throws UnequalLengths where x and y differ in length
 * @throws NotFinite for a value that is NaN or infinite
 * @throws TooFewValues below two pairs
 * @throws ConstantValues where one does not vary
 * @example
 * ```ts
 * import { spearman } from 'nomoscope/statistics'
 *
 * const { r, p } = spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])
 * r.toFixed(3) // → '0.800'
 * p.toFixed(4) // → '0.1333'
 * ```
 */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): RankCorrelation {
  requirePairs(x, y, 2)
  const n = x.length
  const first = midranks(x)
  const second = midranks(y)
  const r = productMoment(first.ranks, second.ranks)
  if (first.tieSum === 0 && second.tieSum === 0 && n <= 1290) {
    const sum = Math.round(((pow(n, 3) - n) * (1 - r)) / 6)
    const tails = spearmanSum(sum, n)
    const tail = sum > (pow(n, 3) - n) / 6 ? tails.atLeast : tails.atMost
    return { r, p: Math.min(1, 2 * tail), n, method: n <= 9 ? 'exact' : 'Edgeworth series' }
  }
  return { r, p: studentT.twoSided(r / Math.sqrt((1 - r * r) / (n - 2)), n - 2), n, method: 't approximation' }
}

/**
 * Kendall's tau-b. Equals R's cor.test(method = "kendall"): exact below 50 pairs without ties, else normal with the
 * variance for ties and no continuity correction. n log n (Knight 1966).
 *
 * @param x n values, any unit
 * @param y n values of the same rows, any unit
 * @returns tau-b (as r), p, n and the method of p
 * @throws UnequalLengths where x and y differ in length
 * @throws NotFinite for a value that is NaN or infinite
 * @throws TooFewValues below two pairs
 * @throws ConstantValues where one does not vary
 * @example
 * ```ts
 * import { kendall } from 'nomoscope/statistics'
 *
 * const { r, p } = kendall([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])
 * r.toFixed(3) // → '0.600'
 * p.toFixed(4) // → '0.2333'
 * ```
 */
export function kendall(x: ArrayLike<number>, y: ArrayLike<number>): RankCorrelation {
  requirePairs(x, y, 2)
  const n = x.length
  const byYFirst = sortedOrder(y)
  const order = sortedOrder(Float64Array.from(byYFirst, (i) => x[i])).map((i) => byYFirst[i])
  const tiesX = tieSums(n, (i) => x[order[i]])
  const both = tieSums(
    n,
    (i) => x[order[i]],
    (i) => y[order[i]],
  )
  const byY = Float64Array.from(order, (i) => y[i])
  const swaps = inversions(byY)
  const tiesY = tieSums(n, (i) => byY[i])
  const pairs = (n * (n - 1)) / 2
  if (tiesX.pairs === pairs || tiesY.pairs === pairs) throw ConstantValues(tiesX.pairs === pairs ? 'x' : 'y')
  const score = pairs - tiesX.pairs - tiesY.pairs + both.pairs - 2 * swaps
  const r = score / Math.sqrt(pairs - tiesX.pairs) / Math.sqrt(pairs - tiesY.pairs)
  if (n < 50 && tiesX.pairs === 0 && tiesY.pairs === 0) {
    const concordant = pairs - swaps
    const distribution = kendallScore(n)
    const tail = concordant > pairs / 2 ? distribution.upper(concordant - 1) : distribution.lower(concordant)
    return { r, p: Math.min(1, 2 * tail), n, method: 'exact' }
  }
  const variance =
    (n * (n - 1) * (2 * n + 5) - tiesX.five - tiesY.five) / 18 +
    (tiesX.pairs * tiesY.pairs * 4) / (2 * n * (n - 1)) +
    (tiesX.triples * tiesY.triples) / (9 * n * (n - 1) * (n - 2))
  return { r, p: normal.twoSided(score / Math.sqrt(variance)), n, method: 'normal approximation' }
}

function requirePairs(x: ArrayLike<number>, y: ArrayLike<number>, needed: number) {
  if (x.length !== y.length) throw UnequalLengths('x', x.length, 'y', y.length)
  if (x.length < needed) throw TooFewValues('A correlation', needed, x.length)
  requireFinite(x, 'x')
  requireFinite(y, 'y')
}

function productMoment(x: ArrayLike<number>, y: ArrayLike<number>) {
  const mx = mean(x)
  const my = mean(y)
  let xx = 0
  let yy = 0
  let xy = 0
  for (let i = 0; i < x.length; i++) {
    const dx = x[i] - mx
    const dy = y[i] - my
    xx += dx * dx
    yy += dy * dy
    xy += dx * dy
  }
  const noise = (sum: number, centre: number) => sum <= x.length * (4 * Number.EPSILON * Math.abs(centre)) ** 2
  if (noise(xx, mx)) throw ConstantValues('x')
  if (noise(yy, my)) throw ConstantValues('y')
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx) / Math.sqrt(yy)))
}

/** Over groups of adjacent equal values: tied pairs, Σ t(t-1)(2t+5) and Σ t(t-1)(t-2). */
function tieSums(n: number, ...keys: ((i: number) => number)[]) {
  let pairs = 0
  let five = 0
  let triples = 0
  for (let i = 0; i < n; ) {
    let j = i + 1
    while (j < n && keys.every((key) => key(j) === key(i))) j++
    const t = j - i
    pairs += (t * (t - 1)) / 2
    five += t * (t - 1) * (2 * t + 5)
    triples += t * (t - 1) * (t - 2)
    i = j
  }
  return { pairs, five, triples }
}

/** How many pairs stand in the wrong order; leaves `values` sorted (merge sort). */
function inversions(values: Float64Array) {
  const n = values.length
  let from = values
  let to: Float64Array = new Float64Array(n)
  let count = 0
  for (let width = 1; width < n; width *= 2) {
    for (let start = 0; start < n; start += 2 * width) {
      const middle = Math.min(n, start + width)
      const end = Math.min(n, start + 2 * width)
      let i = start
      let j = middle
      for (let k = start; k < end; k++) {
        if (i < middle && (j >= end || from[i] <= from[j])) to[k] = from[i++]
        else {
          count += middle - i
          to[k] = from[j++]
        }
      }
    }
    ;[from, to] = [to, from]
  }
  if (from !== values) values.set(from)
  return count
}
