import erfc from '@stdlib/math-base-special-erfc'
import erfcx from '@stdlib/math-base-special-erfcx'
import { logIncompleteBeta, logitBetaQuantile } from './incomplete-beta.ts'
import { type LogTails, logGammaQuantile, logIncompleteGamma } from './incomplete-gamma.ts'
import { logGamma } from './log-scale.ts'
import { normalQuantile, normalUpperQuantile } from './normal-quantile.ts'

/*
 * Continuous distributions, each one object of the same members:
 *   lower, upper                    the tails, each with full relative precision: never write 1 - lower
 *   logLower, logUpper              their natural logarithms, for what is below 1e-308
 *   quantile, upperQuantile         the point that leaves p below, or above
 * NaN in, or parameters outside their range, give NaN.
 */

/** Standard normal. Equals R's pnorm, qnorm, dnorm. */
export const normal = {
  density: (z: number) => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI),
  lower: (z: number) => 0.5 * erfc(-z * Math.SQRT1_2),
  upper: (z: number) => 0.5 * erfc(z * Math.SQRT1_2),
  logLower: (z: number) => normal.logUpper(-z),
  logUpper: (z: number) => (z < -1 ? Math.log1p(-normal.lower(z)) : z < 1 ? Math.log(normal.upper(z)) : logFarTail(z)),
  /** Two-sided p of a z statistic. */
  twoSided: (z: number) => erfc(Math.abs(z) * Math.SQRT1_2),
  quantile: normalQuantile,
  upperQuantile: normalUpperQuantile,
}

/** Student's t with df > 0 degrees of freedom (not necessarily whole; Infinity is the normal). Equals R's pt, qt. */
export const studentT = {
  lower: (t: number, df: number) => studentT.upper(-t, df),
  upper: (t: number, df: number) => Math.exp(studentT.logUpper(t, df)),
  logLower: (t: number, df: number) => studentT.logUpper(-t, df),
  logUpper: (t: number, df: number) => {
    if (!(df > 0) || Number.isNaN(t)) return Number.NaN
    if (df === Infinity) return normal.logUpper(t)
    const outside = logOutside(t, df)
    return t > 0 ? outside - Math.LN2 : Math.log1p(-0.5 * Math.exp(outside))
  },
  /** Two-sided p of a t statistic. */
  twoSided: (t: number, df: number) =>
    !(df > 0) ? Number.NaN : df === Infinity ? normal.twoSided(t) : Math.exp(logOutside(t, df)),
  quantile: (p: number, df: number) => -studentT.upperQuantile(p, df),
  upperQuantile: (p: number, df: number): number => {
    if (!(df > 0 && p >= 0 && p <= 1)) return Number.NaN
    if (df === Infinity) return normal.upperQuantile(p)
    if (p === 0.5) return 0
    if (p > 0.5) return -studentT.upperQuantile(1 - p, df)
    // x = df / (df + t²) is beta(df/2, 1/2), and its logit is log(df / t²); the smaller tail is inverted.
    if (p < 0.25) return Math.sqrt(df) * Math.exp(-0.5 * logitBetaQuantile(Math.log(2 * p), df / 2, 0.5))
    return Math.sqrt(df) * Math.exp(0.5 * logitBetaQuantile(Math.log1p(-2 * p), 0.5, df / 2))
  },
}

/** χ² with df > 0. Equals R's pchisq, qchisq. */
export const chiSquare = {
  lower: (x: number, df: number) => gamma.lower(x / 2, df / 2),
  upper: (x: number, df: number) => gamma.upper(x / 2, df / 2),
  logLower: (x: number, df: number) => gamma.logLower(x / 2, df / 2),
  logUpper: (x: number, df: number) => gamma.logUpper(x / 2, df / 2),
  quantile: (p: number, df: number) => 2 * gamma.quantile(p, df / 2),
  upperQuantile: (p: number, df: number) => 2 * gamma.upperQuantile(p, df / 2),
}

/** Gamma of the given shape > 0 and scale 1. Equals R's pgamma, qgamma. */
export const gamma = {
  lower: (x: number, shape: number) => Math.exp(gammaTails(x, shape).lower),
  upper: (x: number, shape: number) => Math.exp(gammaTails(x, shape).upper),
  logLower: (x: number, shape: number) => gammaTails(x, shape).lower,
  logUpper: (x: number, shape: number) => gammaTails(x, shape).upper,
  quantile: (p: number, shape: number) => gammaQuantile(p, shape, 'lower', 'upper'),
  upperQuantile: (p: number, shape: number) => gammaQuantile(p, shape, 'upper', 'lower'),
}

/** F with df1, df2 > 0 (df2 may be Infinity). Equals R's pf, qf. */
export const fisherF = {
  lower: (f: number, df1: number, df2: number) => Math.exp(fTails(f, df1, df2).lower),
  upper: (f: number, df1: number, df2: number) => Math.exp(fTails(f, df1, df2).upper),
  logLower: (f: number, df1: number, df2: number) => fTails(f, df1, df2).lower,
  logUpper: (f: number, df1: number, df2: number) => fTails(f, df1, df2).upper,
  /** R's qf gives 0 where the quantile is below about 1e-15 df2; here it keeps its digits. */
  quantile: (p: number, df1: number, df2: number) =>
    df2 === Infinity ? chiSquare.quantile(p, df1) / df1 : (df2 / df1) * Math.exp(betaLogit(p, df1 / 2, df2 / 2)),
  upperQuantile: (p: number, df1: number, df2: number) =>
    df2 === Infinity ? chiSquare.upperQuantile(p, df1) / df1 : (df2 / df1) * Math.exp(-betaLogit(p, df2 / 2, df1 / 2)),
}

/** Beta with a, b > 0 on [0, 1]. Equals R's pbeta, qbeta. */
export const beta = {
  lower: (x: number, a: number, b: number) => Math.exp(betaTails(x, a, b).lower),
  upper: (x: number, a: number, b: number) => Math.exp(betaTails(x, a, b).upper),
  logLower: (x: number, a: number, b: number) => betaTails(x, a, b).lower,
  logUpper: (x: number, a: number, b: number) => betaTails(x, a, b).upper,
  quantile: (p: number, a: number, b: number) => 1 / (1 + Math.exp(-betaLogit(p, a, b))),
  upperQuantile: (p: number, a: number, b: number) => 1 / (1 + Math.exp(betaLogit(p, b, a))),
}

/** Beyond z = 1: log of φ-scaled erfc, which does not underflow. */
function logFarTail(z: number) {
  return z === Infinity ? -Infinity : Math.log(0.5 * erfcx(z * Math.SQRT1_2)) - 0.5 * z * z
}

/** log P(|T| > |t|). */
function logOutside(t: number, df: number) {
  const size = Math.abs(t)
  if (size > 1e140) {
    // t² would overflow; the tail is x^a / (a B(a, 1/2)) to all digits, x = df / t², a = df / 2.
    const a = df / 2
    const scale = Math.log(a) + logGamma(a) + logGamma(0.5) - logGamma(a + 0.5)
    return a * (Math.log(df) - 2 * Math.log(size)) - scale
  }
  const sum = df + t * t
  return logIncompleteBeta(df / sum, (t * t) / sum, df / 2, 0.5).lower
}

function gammaTails(x: number, shape: number): LogTails {
  return logIncompleteGamma(shape > 0 ? shape : Number.NaN, shape > 0 ? Math.max(0, x) : Number.NaN)
}

function gammaQuantile(p: number, shape: number, tail: 'lower' | 'upper', other: 'lower' | 'upper') {
  if (!(shape > 0 && p >= 0 && p <= 1)) return Number.NaN
  const logX = p <= 0.5 ? logGammaQuantile(Math.log(p), shape, tail) : logGammaQuantile(Math.log1p(-p), shape, other)
  return Math.exp(logX)
}

function fTails(f: number, df1: number, df2: number): LogTails {
  if (!(df1 > 0 && df2 > 0) || Number.isNaN(f)) return { lower: Number.NaN, upper: Number.NaN }
  if (f <= 0) return { lower: -Infinity, upper: 0 }
  if (f === Infinity) return { lower: 0, upper: -Infinity }
  if (df2 === Infinity) return gammaTails((f * df1) / 2, df1 / 2)
  const odds = (df1 / df2) * f
  return logIncompleteBeta(1 / (1 + 1 / odds), 1 / (1 + odds), df1 / 2, df2 / 2)
}

function betaTails(x: number, a: number, b: number): LogTails {
  if (!(a > 0 && b > 0) || Number.isNaN(x)) return { lower: Number.NaN, upper: Number.NaN }
  const inside = Math.min(1, Math.max(0, x))
  return logIncompleteBeta(inside, 1 - inside, a, b)
}

/** log(x / (1 - x)) of the beta quantile, from whichever tail is the smaller. */
function betaLogit(p: number, a: number, b: number) {
  if (!(a > 0 && b > 0 && p >= 0 && p <= 1)) return Number.NaN
  return p <= 0.5 ? logitBetaQuantile(Math.log(p), a, b) : -logitBetaQuantile(Math.log1p(-p), b, a)
}
