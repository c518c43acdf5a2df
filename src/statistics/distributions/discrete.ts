import { beta } from './continuous.ts'
import { logHypergeometric } from './hypergeometric.ts'
import { logBinomialTerm } from './log-scale.ts'

/** Binomial: k successes of n at probability p. Equals R's dbinom, pbinom. Outside the ranges: NaN. */
export const binomial = {
  probability: (k: number, n: number, p: number) =>
    !validBinomial(n, p) ? Number.NaN : !Number.isInteger(k) ? 0 : Math.exp(logBinomialTerm(k, n - k, p, 1 - p)),
  /** P(successes <= k). */
  lower: (k: number, n: number, p: number) => {
    if (!validBinomial(n, p) || Number.isNaN(k)) return Number.NaN
    const floor = Math.floor(k)
    return floor < 0 ? 0 : floor >= n ? 1 : beta.upper(p, floor + 1, n - floor)
  },
  /** P(successes > k). */
  upper: (k: number, n: number, p: number) => {
    if (!validBinomial(n, p) || Number.isNaN(k)) return Number.NaN
    const floor = Math.floor(k)
    return floor < 0 ? 1 : floor >= n ? 0 : beta.lower(p, floor + 1, n - floor)
  },
}

/**
 * Hypergeometric: k successes when `drawn` are taken from `successes` + `failures`. Equals R's dhyper(k, m, n, k),
 * phyper. Both tails are sums of their own terms. Outside the ranges: NaN.
 */
export const hypergeometric = {
  probability: (k: number, successes: number, failures: number, drawn: number) =>
    sum(successes, failures, drawn, (value) => value === k),
  /** P(successes among the drawn <= k). */
  lower: (k: number, successes: number, failures: number, drawn: number) =>
    sum(successes, failures, drawn, (value) => value <= k),
  /** P(successes among the drawn > k). */
  upper: (k: number, successes: number, failures: number, drawn: number) =>
    sum(successes, failures, drawn, (value) => value > k),
}

function validBinomial(n: number, p: number) {
  return Number.isSafeInteger(n) && n >= 0 && p >= 0 && p <= 1
}

function sum(successes: number, failures: number, drawn: number, counts: (value: number) => boolean) {
  const sizes = [successes, failures, drawn]
  if (!sizes.every((size) => Number.isSafeInteger(size) && size >= 0) || drawn > successes + failures) return Number.NaN
  if (successes === 0 || failures === 0 || drawn === 0 || drawn === successes + failures)
    return counts(drawn === 0 || successes === 0 ? 0 : Math.min(drawn, successes)) ? 1 : 0
  const { lowest, log } = logHypergeometric(successes, failures, drawn)
  let total = 0
  for (let i = 0; i < log.length; i++) if (counts(lowest + i)) total += Math.exp(log[i])
  return Math.min(1, total)
}
