import { logBinomialTerm } from './log-scale.ts'

/**
 * Log probability of k successes when `drawn` are taken from `successes` + `failures`.
 * Equals R's dhyper(log = TRUE), in Loader's saddle-point form.
 */
function logHypergeometricAt(k: number, successes: number, failures: number, drawn: number) {
  const all = successes + failures
  const p = drawn / all
  const q = (all - drawn) / all
  return (
    logBinomialTerm(k, successes - k, p, q) +
    logBinomialTerm(drawn - k, failures - drawn + k, p, q) -
    logBinomialTerm(drawn, all - drawn, p, q)
  )
}

/** The same over the whole support lowest..highest. */
export function logHypergeometric(successes: number, failures: number, drawn: number) {
  const lowest = Math.max(0, drawn - failures)
  const highest = Math.min(drawn, successes)
  const log = Float64Array.from({ length: highest - lowest + 1 }, (_, i) =>
    logHypergeometricAt(lowest + i, successes, failures, drawn),
  )
  return { lowest, highest, log }
}
