import { NoConvergence } from '../../errors/index.ts'
import type { Matrix } from '../numerics/matrix.ts'
import { lassoBinomial } from './lasso-binomial.ts'
import { lassoCox } from './lasso-cox.ts'
import { lassoGaussian } from './lasso-gaussian.ts'
import type { PenalisedOptions, PenalisedPath } from './penalised-path.ts'

/** What a penalised model is fitted to, a number or a flag a row. */
export type PenalisedOutcome =
  | { family: 'binomial'; y: ArrayLike<number> }
  | { family: 'gaussian'; y: ArrayLike<number> }
  | { family: 'cox'; time: ArrayLike<number>; event: ArrayLike<number> }

/** The path of the outcome's family: see `lassoBinomial`, `lassoGaussian`, `lassoCox`. */
export function lassoPath(x: Matrix, outcome: PenalisedOutcome, options: PenalisedOptions = {}): PenalisedPath {
  const path =
    outcome.family === 'binomial'
      ? lassoBinomial(x, outcome.y, options)
      : outcome.family === 'gaussian'
        ? lassoGaussian(x, outcome.y, options)
        : lassoCox(x, outcome.time, outcome.event, options)
  if (path.lambda.length === 0) throw NoConvergence('The penalised path', options.maximumPasses ?? 100_000)
  return path
}

/** The rows of an outcome at `rows`. */
export function outcomeRows(outcome: PenalisedOutcome, rows: ArrayLike<number>): PenalisedOutcome {
  const of = (values: ArrayLike<number>) => Float64Array.from(rows, (row) => values[row])
  return outcome.family === 'cox'
    ? { family: 'cox', time: of(outcome.time), event: of(outcome.event) }
    : { family: outcome.family, y: of(outcome.y) }
}
