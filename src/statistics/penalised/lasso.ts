import { NoConvergence } from '../../errors/index.ts'
import type { Matrix, MatrixColumns } from '../numerics/matrix.ts'
import { lassoBinomial } from './lasso-binomial.ts'
import { lassoCox } from './lasso-cox.ts'
import { lassoGaussian } from './lasso-gaussian.ts'
import type { PenalisedOptions, PenalisedPath } from './penalised-path.ts'

/** What a penalised model is fitted to, a number or a flag a row. */
export type PenalisedOutcome =
  | { family: 'binomial'; y: ArrayLike<number> }
  | { family: 'gaussian'; y: ArrayLike<number> }
  | { family: 'cox'; time: ArrayLike<number>; event: ArrayLike<number> }

/**
 * The path of the outcome's family: see `lassoBinomial`, `lassoGaussian`, `lassoCox`.
 *
 * @param x n × p, one column a predictor in its own unit, none for the intercept
 * @param outcome family, and a number or a flag a row
 * @param options alpha, penalties, weights and the like; see `PenalisedOptions`
 * @returns the path of the family
 * @throws UnequalLengths where x and the outcome differ in rows
 * @throws NotFinite for a value that is NaN or infinite
 * @throws InvalidArgument for an option outside its range
 * @throws NoConvergence where not even the first penalty converges
 * @example
 * ```ts
 * import { lassoPath, matrixFromColumns } from 'nomoscope/statistics'
 *
 * const x = matrixFromColumns([[-1, 1, -1, 1, -1, 1]])
 * const y = [-2, 2, -2, 2, -2, 2]
 * const path = lassoPath(x, { family: 'gaussian', y }, { lambda: [1, 0.5] })
 * Array.from(path.df) // → [ 1, 1 ]
 * ```
 */
export function lassoPath(
  x: Matrix | MatrixColumns,
  outcome: PenalisedOutcome,
  options: PenalisedOptions = {},
): PenalisedPath {
  const path =
    outcome.family === 'binomial'
      ? lassoBinomial(x, outcome.y, options)
      : outcome.family === 'gaussian'
        ? lassoGaussian(x, outcome.y, options)
        : lassoCox(x, outcome.time, outcome.event, options)
  if (path.lambda.length === 0) throw NoConvergence('The penalised path', options.maximumPasses ?? 100_000)
  return path
}

/**
 * The rows of an outcome at `rows`.
 *
 * @param outcome family, and a number or a flag a row
 * @param rows row indices, from 0
 * @returns the same family, of these rows
 * @throws nothing
 * @example
 * ```ts
 * import { outcomeRows } from 'nomoscope/statistics'
 *
 * const outcome = outcomeRows({ family: 'gaussian', y: Float64Array.of(5, 6, 7) }, [2, 0])
 * outcome.family // → 'gaussian'
 * ```
 */
export function outcomeRows(outcome: PenalisedOutcome, rows: ArrayLike<number>): PenalisedOutcome {
  const of = (values: ArrayLike<number>) => Float64Array.from(rows, (row) => values[row])
  return outcome.family === 'cox'
    ? { family: 'cox', time: of(outcome.time), event: of(outcome.event) }
    : { family: outcome.family, y: of(outcome.y) }
}
