import { pow } from '../../portable-math.ts'
import { brentRoot } from '../numerics/brent.ts'
import { normal } from './continuous.ts'
import { logGamma } from './log-scale.ts'

/**
 * Tukey's studentized range of k >= 2 means with df > 0 degrees of freedom (Infinity: the range itself).
 *
 * Equals R's ptukey and qtukey, to which the digits are R's own (about 10, and 8 for quantiles, whose upper tail is a
 * difference from 1); here both tails keep theirs. Our own, because stdlib's, like R's, has no upper tail.
 * Outside the ranges: NaN.
 */
export const studentizedRange = {
  lower: (q: number, k: number, df: number) => tail(q, k, df, rangeLower),
  upper: (q: number, k: number, df: number) => (q <= 0 ? 1 : tail(q, k, df, rangeUpper)),
  quantile: (p: number, k: number, df: number) => solve(p, 1 - p, k, df),
  upperQuantile: (p: number, k: number, df: number) => solve(1 - p, p, k, df),
}

function solve(below: number, above: number, k: number, df: number) {
  if (!(below >= 0 && above >= 0) || !valid(k, df)) return Number.NaN
  if (below === 0) return 0
  if (above === 0) return Infinity
  // The root of the smaller tail's logarithm, over log q.
  const fromBelow = below < above
  const target = Math.log(fromBelow ? below : above)
  const distance = (logQ: number) => {
    const side = fromBelow ? studentizedRange.lower : studentizedRange.upper
    return Math.log(Math.max(side(Math.exp(logQ), k, df), 1e-300)) - target
  }
  let low = -1
  let high = 2
  while (distance(low) > 0 === fromBelow && low > -700) low -= 3
  while (distance(high) > 0 !== fromBelow && high < 700) high += 2
  return Math.exp(brentRoot(distance, low, high, 1e-14))
}

function valid(k: number, df: number) {
  return k >= 2 && df > 0
}

/** The range's tail averaged over s, the estimated SD: the trapezium rule over log s, whose ends vanish. */
function tail(q: number, k: number, df: number, ofRange: (r: number, k: number) => number) {
  if (!valid(k, df) || Number.isNaN(q)) return Number.NaN
  if (q <= 0) return 0
  if (df === Infinity) return ofRange(q, k)
  const half = df / 2
  const constant = Math.LN2 + half * Math.log(half) - logGamma(half)
  const step = Math.min(0.1, 0.5 / Math.sqrt(2 * df))
  // Far out the tail comes from s near 1/q, and falls as s^df below it.
  const from = -Math.log(Math.max(1, q)) - 45 / df - 2
  let sum = 0
  for (let u = from; ; u += step) {
    const weight = constant + df * u - half * Math.exp(2 * u)
    if (u > 0 && weight < -745) break
    if (weight > -745) sum += Math.exp(weight) * ofRange(q * Math.exp(u), k)
  }
  return Math.min(1, sum * step)
}

const stepOfMeans = 0.2

/** P(range of k standard normals > r): k ∫ φ(z) (Φ(z)^(k-1) - (Φ(z) - Φ(z-r))^(k-1)) dz. */
function rangeUpper(r: number, k: number) {
  if (r > 55) return 0
  let sum = 0
  for (let z = -9; z <= Math.max(9, r / 2 + 9); z += stepOfMeans) {
    const below = normal.lower(z)
    const share = normal.lower(z - r) / below
    sum += normal.density(z) * pow(below, k - 1) * -Math.expm1((k - 1) * Math.log1p(-share))
  }
  return Math.min(1, k * sum * stepOfMeans)
}

/** P(range <= r). */
function rangeLower(r: number, k: number) {
  let sum = 0
  for (let z = -9; z <= 9 + r; z += stepOfMeans) sum += normal.density(z) * pow(between(z - r, z), k - 1)
  return Math.min(1, k * sum * stepOfMeans)
}

/** Φ(b) - Φ(a), from the tail where it keeps digits. */
function between(a: number, b: number) {
  return a > 0 ? normal.upper(a) - normal.upper(b) : normal.lower(b) - normal.lower(a)
}
