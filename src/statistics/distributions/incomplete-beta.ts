import type { LogTails } from './incomplete-gamma.ts'
import { log1mExp, logBinomialTerm, logGamma } from './log-scale.ts'

/**
 * Logarithms of the regularised incomplete beta function I_x(a, b) and of its complement; a, b > 0.
 *
 * y is 1 - x, given beside x so that neither end loses digits. Our own, because stdlib's betainc has no logarithm, so
 * nothing below 1e-308, and loses half its digits near there. Source: DLMF 8.17.22 (its even part, after Lentz).
 */
export function logIncompleteBeta(x: number, y: number, a: number, b: number): LogTails {
  if (!(x > 0 && y > 0)) {
    if (x === 0) return { lower: -Infinity, upper: 0 }
    return y === 0 ? { lower: 0, upper: -Infinity } : { lower: Number.NaN, upper: Number.NaN }
  }
  if (x <= (a + 1) / (a + b + 2)) {
    const lower = logTail(x, y, a, b)
    return { lower, upper: log1mExp(lower) }
  }
  const upper = logTail(y, x, b, a)
  return { lower: log1mExp(upper), upper }
}

/**
 * log(x / (1 - x)) of the quantile of the beta distribution at which its lower tail has the given logarithm.
 *
 * On this scale the logarithm of each tail is concave, so Newton's iterations come from one side and cannot diverge.
 * For the upper tail exchange a and b and change the sign of the answer.
 */
export function logitBetaQuantile(logProbability: number, a: number, b: number) {
  if (logProbability === -Infinity) return -Infinity
  if (logProbability >= 0) return Infinity
  // Towards zero the tail is x^a / (a B(a, b)), to all digits where x is below e^-600 and so 1 + b x is 1.
  const atZero = (logProbability + Math.log(a) + logGamma(a) + logGamma(b) - logGamma(a + b)) / a
  if (atZero < -600) return atZero
  let v = Math.min(atZero, Math.log(a / b))
  for (let iteration = 0; iteration < 200; iteration++) {
    const x = 1 / (1 + Math.exp(-v))
    const y = 1 / (1 + Math.exp(v))
    const value = logIncompleteBeta(x, y, a, b).lower
    const slope = Math.exp(logBetaKernel(x, y, a, b) - value)
    const step = (logProbability - value) / slope
    if (Number.isNaN(step)) break
    v = Math.max(-650, v + step)
    if (Math.abs(step) <= 2e-16 * Math.max(1, Math.abs(v))) break
  }
  return v
}

/** log of x^a y^b / B(a, b): the density on the logit scale. */
function logBetaKernel(x: number, y: number, a: number, b: number) {
  return logBinomialTerm(a, b, x, y) + Math.log(a) + Math.log(b / (a + b))
}

function logTail(x: number, y: number, a: number, b: number) {
  return Math.min(0, logBetaKernel(x, y, a, b) - Math.log(fraction(x, y, a, b)))
}

/** x^a y^b / (B(a, b) I_x(a, b)), written with a y - b x so that nothing cancels where a and b differ by far. */
function fraction(x: number, y: number, a: number, b: number) {
  const tiny = 1e-300
  const balance = a * y - b * x + 1
  let value = (a * balance) / (a + 1)
  if (Math.abs(value) < tiny) value = tiny
  let c = value
  let d = 0
  for (let m = 1; m < 1e7; m++) {
    const am = a + 2 * m
    const numerator = (((a + m - 1) * (a + b + m - 1)) / (am - 1)) * ((m * (b - m) * x * x) / (am - 1))
    const denominator = m + (m * (b - m) * x) / (am - 1) + ((a + m) * (balance + m * (1 + y))) / (am + 1)
    d = denominator + numerator * d
    if (Math.abs(d) < tiny) d = tiny
    c = denominator + numerator / c
    if (Math.abs(c) < tiny) c = tiny
    d = 1 / d
    const factor = c * d
    value *= factor
    if (Math.abs(factor - 1) < 2e-16) break
  }
  return value
}
