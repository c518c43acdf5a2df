import { ConstantValues, InvalidArgument, TooFewValues } from '../../errors/index.ts'
import { normal } from '../distributions/index.ts'
import { requireFinite } from '../numerics/check-arguments.ts'

const fromEnd1 = [0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056]
const fromEnd2 = [0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633]
const smallMean = [0.544, -0.39978, 0.025054, -6.714e-4]
const smallLogSd = [1.3822, -0.77857, 0.062767, -0.0020322]
const largeMean = [-1.5861, -0.31082, -0.083751, 0.0038915]
const largeLogSd = [-0.4803, -0.082676, 0.0030302]
const smallGamma = [-2.273, 0.459]

/** The Shapiro-Wilk test of normality. */
export interface ShapiroWilk {
  W: number
  p: number
  n: number
}

/**
 * Shapiro-Wilk test of normality, 3 to 5,000 finite values. Equals R's shapiro.test.
 *
 * Source: Royston 1995, algorithm AS R94.
 *
 * @param values n finite values, 3 to 5,000
 * @param name what an error calls them
 * @returns W, p and n
 * @throws TooFewValues below 3
 * @throws InvalidArgument above 5,000 (the approximation of p was never fitted there)
 * @throws ConstantValues where all are equal
 * @throws NotFinite for a value that is NaN or infinite
 * @example
 * ```ts
 * import { shapiroWilk } from 'nomoscope/statistics'
 *
 * const { W, p } = shapiroWilk([1, 2, 3, 4, 10])
 * W.toFixed(4) // → '0.8358'
 * p.toFixed(4) // → '0.1536'
 * ```
 */
export function shapiroWilk(values: ArrayLike<number>, name = 'the values'): ShapiroWilk {
  const n = values.length
  if (n < 3) throw TooFewValues('The Shapiro-Wilk test', 3, n)
  if (n > 5000) throw InvalidArgument('The number of values of a Shapiro-Wilk test', 'at most 5,000')
  requireFinite(values, name)
  const x = Float64Array.from(values).sort()
  const range = x[n - 1] - x[0]
  // Below 1e-10 the scaled values are rounding noise; R centres on the median and warns, which comes to the same.
  if (range < 1e-19 || range <= 4 * Number.EPSILON * Math.max(Math.abs(x[0]), Math.abs(x[n - 1])))
    throw ConstantValues(name)
  const a = weights(n)
  let centre = 0
  for (let i = 0; i < n; i++) centre += x[i] / range
  centre /= n
  let ssa = 0
  let ssx = 0
  let sax = 0
  for (let i = 0; i < n; i++) {
    const d = x[i] / range - centre
    ssa += a[i] * a[i]
    ssx += d * d
    sax += a[i] * d
  }
  const both = Math.sqrt(ssa * ssx)
  // 1 - W, kept as a product because W is near 1.
  const distance = ((both - sax) * (both + sax)) / (ssa * ssx)
  return { W: 1 - distance, p: pValue(distance, n), n }
}

/** Royston's approximate weights of the ordered values, antisymmetric, lowest first. */
function weights(n: number) {
  const half = n >> 1
  const a = new Float64Array(n)
  if (n === 3) {
    a[0] = -Math.SQRT1_2
    a[2] = Math.SQRT1_2
    return a
  }
  const m = new Float64Array(half)
  let squares = 0
  for (let i = 0; i < half; i++) {
    m[i] = normal.quantile((i + 1 - 0.375) / (n + 0.25))
    squares += m[i] * m[i]
  }
  squares *= 2
  const root = Math.sqrt(squares)
  const x = 1 / Math.sqrt(n)
  const upper = new Float64Array(half)
  upper[0] = polynomial(fromEnd1, x) - m[0] / root
  let first = 1
  let factor: number
  if (n > 5) {
    first = 2
    upper[1] = polynomial(fromEnd2, x) - m[1] / root
    factor = Math.sqrt((squares - 2 * m[0] ** 2 - 2 * m[1] ** 2) / (1 - 2 * upper[0] ** 2 - 2 * upper[1] ** 2))
  } else factor = Math.sqrt((squares - 2 * m[0] ** 2) / (1 - 2 * upper[0] ** 2))
  for (let i = first; i < half; i++) upper[i] = -m[i] / factor
  for (let i = 0; i < half; i++) {
    a[i] = -upper[i]
    a[n - 1 - i] = upper[i]
  }
  return a
}

function pValue(distance: number, n: number) {
  if (n === 3) return Math.max(0, (6 / Math.PI) * (Math.asin(Math.sqrt(1 - distance)) - Math.PI / 3))
  let y = Math.log(distance)
  const logN = Math.log(n)
  if (n > 11) return normal.upper((y - polynomial(largeMean, logN)) / Math.exp(polynomial(largeLogSd, logN)))
  const gamma = polynomial(smallGamma, n)
  if (y >= gamma) return 1e-99
  y = -Math.log(gamma - y)
  return normal.upper((y - polynomial(smallMean, n)) / Math.exp(polynomial(smallLogSd, n)))
}

function polynomial(coefficients: number[], x: number) {
  let value = 0
  for (let i = coefficients.length - 1; i >= 0; i--) value = value * x + coefficients[i]
  return value
}
