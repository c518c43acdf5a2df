import gammaln from '@stdlib/math-base-special-gammaln'

const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI)

/** log(1 - e^x) for x <= 0 without loss at either end. Source: Mächler 2012. */
export function log1mExp(x: number) {
  return x > -Math.LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x))
}

/** log Γ(x) for x > 0. */
export const logGamma: (x: number) => number = gammaln

/** log n! minus Stirling's formula, for real n > 0. Source: Loader 2000, equation 4. */
function stirlingError(n: number) {
  if (n < 16) return gammaln(n + 1) - (n + 0.5) * Math.log(n) + n - halfLogTwoPi
  const nn = n * n
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - (1 / 1188 - 691 / 360360 / nn) / nn) / nn) / nn) / nn) / n
}

/**
 * x log(x/m) + m - x, half the deviance of a Poisson count x of mean m, without cancellation near x = m.
 * d is x - m, which a caller may know to more digits than the difference has.
 */
function poissonDeviance(x: number, m: number, d = x - m) {
  if (x === 0) return m
  if (Math.abs(d) >= 0.1 * (x + m)) return x * Math.log(x / m) - d
  const v = d / (x + m)
  let sum = d * v
  let term = 2 * x * v
  for (let j = 3; ; j += 2) {
    term *= v * v
    const next = sum + term / j
    if (next === sum) return sum
    sum = next
  }
}

/**
 * log of C(k + rest, k) p^k q^rest for real k and rest, q = 1 - p given beside p so that neither end loses digits.
 * Source: Loader 2000, the saddle-point form that R's dbinom uses too.
 */
export function logBinomialTerm(k: number, rest: number, p: number, q: number) {
  if (k < 0 || rest < 0) return -Infinity
  if (p === 0) return k === 0 ? 0 : -Infinity
  if (q === 0) return rest === 0 ? 0 : -Infinity
  if (k === 0) return rest * (p < 0.5 ? Math.log1p(-p) : Math.log(q))
  if (rest === 0) return k * (q < 0.5 ? Math.log1p(-q) : Math.log(p))
  const n = k + rest
  const beyond = p > 0.5 ? n * q - rest : k - n * p
  const saddle =
    stirlingError(n) -
    stirlingError(k) -
    stirlingError(rest) -
    poissonDeviance(k, n * p, beyond) -
    poissonDeviance(rest, n * q, -beyond)
  return saddle - halfLogTwoPi - 0.5 * (Math.log(k) + Math.log(rest / n))
}

/** log of e^-m m^k / k! for real k >= 0 and m > 0. Source: Loader 2000. */
export function logPoissonTerm(k: number, m: number) {
  if (k === 0) return -m
  if (m === 0) return -Infinity
  return -stirlingError(k) - poissonDeviance(k, m) - halfLogTwoPi - 0.5 * Math.log(k)
}
