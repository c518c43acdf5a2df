import { InvalidArgument } from '../../errors/index.ts'
import { logBinomialTerm } from './log-scale.ts'

const maximumValues = 20_000_000

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

/** The same over the whole support lowest..highest. Throws InvalidArgument where that has over 20 million values. */
export function logHypergeometric(successes: number, failures: number, drawn: number) {
  const lowest = Math.max(0, drawn - failures)
  const highest = Math.min(drawn, successes)
  if (highest - lowest >= maximumValues)
    throw InvalidArgument('The smallest margin of the table', `below ${maximumValues}, for the exact distribution`)
  const log = Float64Array.from({ length: highest - lowest + 1 }, (_, i) =>
    logHypergeometricAt(lowest + i, successes, failures, drawn),
  )
  return { lowest, highest, log }
}
