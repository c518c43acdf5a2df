import { log1mExp, logGamma, logPoissonTerm } from './log-scale.ts'

/** Logarithms of both tails of a distribution at one point. */
export interface LogTails {
  lower: number
  upper: number
}

/**
 * Logarithms of the regularised incomplete gamma functions P(a, x) and Q(a, x), a > 0, x >= 0.
 *
 * Our own, because stdlib's gammainc has no logarithm, so nothing below 1e-308, and is off by 1e-3 in the upper tail
 * at a = 500, x = 1500. Source: DLMF 8.11.4 (series), 8.9.2 (continued fraction, after Lentz).
 */
export function logIncompleteGamma(a: number, x: number): LogTails {
  if (!(x > 0)) return x === 0 ? { lower: -Infinity, upper: 0 } : { lower: Number.NaN, upper: Number.NaN }
  if (x === Infinity) return { lower: 0, upper: -Infinity }
  if (x < a + 1) {
    const lower = Math.min(0, logPoissonTerm(a, x) + Math.log(risingSeries(a, x)))
    return { lower, upper: log1mExp(lower) }
  }
  const upper = Math.min(0, logPoissonTerm(a, x) + Math.log(a) + Math.log(upperFraction(a, x)))
  return { lower: log1mExp(upper), upper }
}

/**
 * log of the x at which a tail of the gamma distribution of this shape has the given logarithm.
 *
 * In log x both log P and log Q are concave (the density of log X is log-concave), so Newton's iterations on them come
 * from one side and cannot diverge. Precise for probabilities down to e^-700 and below.
 */
export function logGammaQuantile(logProbability: number, a: number, tail: 'lower' | 'upper') {
  if (logProbability === -Infinity) return tail === 'lower' ? -Infinity : Infinity
  if (logProbability >= 0) return tail === 'lower' ? Infinity : -Infinity
  const atZero = (logProbability + logGamma(a + 1)) / a
  const sign = tail === 'lower' ? 1 : -1
  // P(a, x) <= x^a / Γ(a+1), and Q(a, a + t + √(2at)) <= e^-t: both start on the side that Newton keeps to.
  let u = tail === 'lower' ? atZero : Math.log(a - logProbability + Math.sqrt(-2 * a * logProbability))
  for (let iteration = 0; iteration < 200; iteration++) {
    const x = Math.exp(u)
    if (x < 1e-290) return u
    const value = logIncompleteGamma(a, x)[tail]
    const slope = sign * Math.exp(logPoissonTerm(a, x) + Math.log(a) - value)
    const step = (logProbability - value) / slope
    u += step
    if (Math.abs(step) <= 2e-16 * Math.max(1, Math.abs(u)) || Number.isNaN(step)) break
  }
  return u
}

/** 1 + x/(a+1) + x²/((a+1)(a+2)) + … */
function risingSeries(a: number, x: number) {
  let sum = 1
  let term = 1
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= x / (a + n)
    sum += term
  }
  return sum
}

/** Γ(a, x) / (x^a e^-x) as a continued fraction. */
function upperFraction(a: number, x: number) {
  const tiny = 1e-300
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / (Math.abs(b) < tiny ? tiny : b)
  let fraction = d
  for (let n = 1; n < 1e7; n++) {
    const an = -n * (n - a)
    b += 2
    d = an * d + b
    if (Math.abs(d) < tiny) d = tiny
    c = b + an / c
    if (Math.abs(c) < tiny) c = tiny
    d = 1 / d
    const factor = c * d
    fraction *= factor
    if (Math.abs(factor - 1) < 2e-16) break
  }
  return fraction
}
