import type { Refit } from '../resample/refit.ts'
import type { ModelResult } from '../result.ts'
import type { Refits } from './model-study.ts'

/** Share of refits that may fail before what they measure is no longer given. */
const maximumFailed = 0.05

/** Refits of a model that could not be made, of every kind, with the reason of the first. */
export function failuresOf(name: string, { nested, bootstraps, permutations, centres, learning }: Refits) {
  const all = [
    ...nested.flat(),
    ...bootstraps.map((bootstrap) => bootstrap.refits),
    ...permutations.flatMap((permutation) => permutation.refits),
    ...centres.refits,
    ...learning.refits,
  ]
  const { refits, of, reason } = countFailed(name, all)
  return { refits, of, ...(reason !== undefined && { reason }) }
}

/**
 * The ways of measuring that are not given, as more than one refit in twenty failed: the remaining folds are those that
 * were easy, and what they say is not said of all patients.
 */
export function withheldOf(name: string, { nested, bootstraps }: Refits): ModelResult['withheld'] {
  const kinds = {
    nested: countFailed(name, nested.flat()),
    optimismCorrected: countFailed(
      name,
      bootstraps.map((bootstrap) => bootstrap.refits),
    ),
  }
  return Object.fromEntries(
    Object.entries(kinds).flatMap(([kind, { refits, of, reason }]) =>
      refits > maximumFailed * of ? [[kind, { refits, of, reason: reason! }]] : [],
    ),
  )
}

function countFailed(name: string, all: readonly Record<string, Refit>[]) {
  const failed = all.map((refits) => refits[name]).filter((refit) => 'failed' in refit)
  return { refits: failed.length, of: all.length, reason: failed[0]?.failed }
}
