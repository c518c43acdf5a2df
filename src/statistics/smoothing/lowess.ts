import { InvalidArgument, UnequalLengths } from '../../errors/index.ts'
import { sortedOrder } from '../descriptive/ranks.ts'
import { smoothInKernel } from '../kernels/lowess.ts'
import { requireFinite } from '../numerics/check-arguments.ts'

/** What a lowess curve may be told. */
export interface LowessOptions {
  /** Share of the points that each local line uses; 2/3 unless said. */
  span?: number
  /** Robustness iterations; 0 for outcomes of 0 and 1, 3 for a robust curve (R's preset). */
  iterations: number
  /** Points nearer than this to the last one fitted are interpolated; 0.01 of the range of x unless said. */
  delta?: number
}

/**
 * Locally weighted line (Cleveland 1979), step for step as R's lowess().
 *
 * @param x n numbers, any unit, any order
 * @param y n numbers, any unit
 * @param options span, robustness iterations and delta
 * @returns x rising, and the curve at it
 * @throws UnequalLengths where x and y differ in length
 * @throws InvalidArgument without points or for a span of 0 or less
 * @throws NotFinite for a value that is NaN or infinite
 * @example
 * ```ts
 * import { lowess } from 'nomoscope/statistics'
 *
 * const { y } = lowess([3, 1, 2, 5, 4], [6, 2, 4, 10, 8], { iterations: 0 })
 * Array.from(y, (v) => v.toFixed(2)) // → [ '2.00', '4.00', '6.00', '8.00', '10.00' ]
 * ```
 */
export function lowess(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: LowessOptions,
): { x: Float64Array; y: Float64Array } {
  const n = x.length
  if (y.length !== n) throw UnequalLengths('x', n, 'y', y.length)
  if (n === 0) throw InvalidArgument('x', 'at least one number')
  requireFinite(x, 'x')
  requireFinite(y, 'y')
  const order = sortedOrder(x)
  const sx = Float64Array.from(order, (i) => x[i])
  const sy = Float64Array.from(order, (i) => y[i])
  return { x: sx, y: lowessSorted(sx, sy, options) }
}

/**
 * `lowess` of points that are sorted by x already.
 *
 * @param x n rising numbers, any unit
 * @param y n numbers, any unit
 * @param options span, robustness iterations and delta
 * @returns the curve at x
 * @throws InvalidArgument for a span of 0 or less
 * @example
 * ```ts
 * import { lowessSorted } from 'nomoscope/statistics'
 *
 * const y = lowessSorted(Float64Array.of(1, 2, 3, 4), Float64Array.of(2, 4, 6, 8), { iterations: 0 })
 * y[3].toFixed(2) // → '8.00'
 * ```
 */
export function lowessSorted(x: Float64Array, y: Float64Array, options: LowessOptions): Float64Array {
  const { span = 2 / 3, iterations, delta = 0.01 * (x[x.length - 1] - x[0]) } = options
  if (!(span > 0)) throw InvalidArgument('span', 'above 0')
  return smoothSorted(x, y, span, iterations, delta)
}

function smoothSorted(x: Float64Array, y: Float64Array, span: number, iterations: number, delta: number): Float64Array {
  const n = x.length
  if (n < 2) return y.slice()
  const neighbours = Math.max(2, Math.min(n, Math.floor(span * n + 1e-7)))
  let robustness: Float64Array | undefined
  for (let iteration = 0; ; iteration++) {
    const smooth =
      smoothInKernel(x, y, neighbours, delta, robustness) ?? smoothHere(x, y, neighbours, delta, robustness)
    if (iteration >= iterations) return smooth
    const residual = new Float64Array(n)
    let scale = 0
    for (let j = 0; j < n; j++) {
      residual[j] = y[j] - smooth[j]
      scale += Math.abs(residual[j])
    }
    scale /= n
    const sorted = residual.map(Math.abs).sort()
    const middle = n >> 1
    const sixMad = n % 2 === 0 ? 3 * (sorted[middle] + sorted[n - middle - 1]) : 6 * sorted[middle]
    if (sixMad < 1e-7 * scale) return smooth
    robustness = new Float64Array(n)
    for (let j = 0; j < n; j++) {
      const r = Math.abs(residual[j])
      robustness[j] = r <= 0.001 * sixMad ? 1 : r <= 0.999 * sixMad ? (1 - (r / sixMad) ** 2) ** 2 : 0
    }
  }
}

/** One pass: lines at points `delta` apart, and what lies between them interpolated. robustness  one weight a point */
function smoothHere(
  x: Float64Array,
  y: Float64Array,
  neighbours: number,
  delta: number,
  robustness: Float64Array | undefined,
): Float64Array {
  const n = x.length
  const smooth = new Float64Array(n)
  let left = 0
  let right = neighbours - 1
  let last = -1
  let i = 0
  while (true) {
    if (right < n - 1 && x[i] - x[left] > x[right + 1] - x[i]) {
      left++
      right++
      continue
    }
    const value = localLine(x, y, x[i], left, right, robustness)
    smooth[i] = Number.isNaN(value) ? y[i] : value
    if (last < i - 1) {
      const width = x[i] - x[last]
      for (let j = last + 1; j < i; j++) {
        const share = (x[j] - x[last]) / width
        smooth[j] = share * smooth[i] + (1 - share) * smooth[last]
      }
    }
    last = i
    const cut = x[last] + delta
    for (i = last + 1; i < n; i++) {
      if (x[i] > cut) break
      if (x[i] === x[last]) {
        smooth[i] = smooth[last]
        last = i
      }
    }
    i = Math.max(last + 1, i - 1)
    if (last >= n - 1) return smooth
  }
}

/**
 * The tricube-weighted line through the points from `left` on, at `at`; NaN where every weight is 0. Sums of every other
 * point and of those between, added up at the end: the order in which the kernel adds.
 */
function localLine(
  x: Float64Array,
  y: Float64Array,
  at: number,
  left: number,
  right: number,
  robustness: Float64Array | undefined,
): number {
  const n = x.length
  const h = Math.max(at - x[left], x[right] - at)
  const h9 = 0.999 * h
  const h1 = 0.001 * h
  const perH = 1 / h
  let first = left
  while (first < n && at - x[first] > h9) first++
  let end = right + 1
  while (end < n && x[end] - at <= h9) end++
  while (end > first && x[end - 1] - at > h9) end--
  const pairs = (end - first) & ~1
  // Weighted sums of 1, d, y, d², dy over the distances d from `at`.
  const sums = new Float64Array(10)
  const add = (j: number, to: 0 | 1) => {
    const d = x[j] - at
    const r = Math.abs(d)
    const u = r > h1 ? r * perH : 0
    const t = 1 - u * u * u
    const w = robustness ? t * t * t * robustness[j] : t * t * t
    const wd = w * d
    sums[to] += w
    sums[to + 2] += wd
    sums[to + 4] += w * y[j]
    sums[to + 6] += wd * d
    sums[to + 8] += wd * y[j]
  }
  for (let k = 0; k < pairs; k++) add(first + k, (k & 1) as 0 | 1)
  for (let k = 0; k < 10; k += 2) sums[k] += sums[k + 1]
  if (first + pairs < end) add(end - 1, 0)
  const [sum, , sumD, , sumY, , sumDD, , sumDY] = sums
  if (!(sum > 0)) return Number.NaN
  const mean = sumD / sum
  const meanY = sumY / sum
  const variance = sumDD / sum - mean * mean
  if (!(h > 0 && variance > 0 && Math.sqrt(variance) > 0.001 * (x[n - 1] - x[0]))) return meanY
  return meanY - (mean * (sumDY / sum - mean * meanY)) / variance
}
