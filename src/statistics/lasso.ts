import { NoConvergence } from '../errors.ts'
import { lassoBinomial } from './lasso-binomial.ts'
import type { Matrix } from './matrix.ts'
import type { PenalisedOptions, PenalisedPath } from './penalised-path.ts'

/** What a penalised model is fitted to. */
export type PenalisedOutcome = { family: 'binomial'; y: ArrayLike<number> }

/** The path of the outcome's family; see `lassoBinomial`. */
export function lassoPath(x: Matrix, outcome: PenalisedOutcome, options: PenalisedOptions = {}): PenalisedPath {
  const path = lassoBinomial(x, outcome.y, options)
  if (path.lambda.length === 0) throw NoConvergence('The penalised path', options.maximumPasses ?? 100_000)
  return path
}

/** The rows of an outcome at `rows`. */
export function outcomeRows(outcome: PenalisedOutcome, rows: ArrayLike<number>): PenalisedOutcome {
  return { family: 'binomial', y: Float64Array.from(rows, (row) => outcome.y[row]) }
}
