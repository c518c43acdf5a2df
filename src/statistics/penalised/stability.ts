import { InvalidArgument } from '../../errors/index.ts'
import { type Matrix, selectRows } from '../numerics/matrix.ts'
import { type CrossValidationMeasure, crossValidatePath } from './cross-validation.ts'
import { lassoPath, outcomeRows, type PenalisedOutcome } from './lasso.ts'
import { coefficientsAt, type PenalisedOptions } from './penalised-path.ts'

/** Cross-validation over several assignments of folds. */
export interface RepeatedCrossValidation {
  lambda: Float64Array
  /** Mean over repeats of the folds' mean, and its standard deviation over repeats: how much the folds' luck matters. */
  mean: Float64Array
  spread: Float64Array
  /** Penalty of the best mean, and the ones that each repeat alone would have chosen. */
  lambdaMin: number
  chosen: Float64Array
  /** Of each column, the share of repeats whose own choice keeps it. */
  selected: Float64Array
}

/**
 * Cross-validates a path once for each assignment of folds. A single assignment's choice is a matter of luck: this shows it.
 *
 * @param x n × p, one column a predictor in its own unit, none for the intercept
 * @param outcome family, and a number or a flag a row
 * @param foldsOfRepeats the folds of each repeat, n whole numbers each
 * @param measure what a fold is judged by
 * @param options alpha, penalties, weights and the like; see `PenalisedOptions`
 * @returns mean and spread of the measure over the repeats, and the penalties chosen
 * @throws InvalidArgument without a repeat, for fewer than three folds, or a measure that the family does not have
 * @throws UnequalLengths where x and folds differ in rows
 * @throws NotFinite for a value that is NaN or infinite
 * @example
 * ```ts
 * import { matrixFromColumns, repeatedCrossValidation } from 'nomoscope/statistics'
 *
 * const x = matrixFromColumns([[-1, 1, -1, 1, -1, 1]])
 * const y = [-2, 2, -2, 2, -2, 2]
 * const folds = [[0, 0, 1, 1, 2, 2], [2, 2, 0, 0, 1, 1]]
 * const { lambdaMin, selected } = repeatedCrossValidation(x, { family: 'gaussian', y }, folds, 'deviance', { lambda: [1, 0.5] })
 * lambdaMin // → 0.5
 * selected[0] // → 1
 * ```
 */
export function repeatedCrossValidation(
  x: Matrix,
  outcome: PenalisedOutcome,
  foldsOfRepeats: readonly ArrayLike<number>[],
  measure: CrossValidationMeasure = 'deviance',
  options: PenalisedOptions = {},
): RepeatedCrossValidation {
  if (foldsOfRepeats.length === 0) throw InvalidArgument('foldsOfRepeats', 'at least one assignment of folds')
  const repeats = foldsOfRepeats.map((folds) => crossValidatePath(x, outcome, folds, measure, options))
  const { lambda, path, measure: used } = repeats[0]
  const m = repeats.length
  const mean = lambda.map((_, l) => repeats.reduce((sum, repeat) => sum + repeat.mean[l], 0) / m)
  const spread = lambda.map((_, l) =>
    Math.sqrt(repeats.reduce((sum, repeat) => sum + (repeat.mean[l] - mean[l]) ** 2, 0) / (m - 1)),
  )
  const sign = used === 'auc' ? -1 : 1
  let best = 0
  for (let l = 1; l < lambda.length; l++) if (sign * mean[l] < sign * mean[best]) best = l
  const selected = new Float64Array(x.columns)
  for (const { lambdaMin } of repeats)
    coefficientsAt(path, lambdaMin).coefficients.forEach((b, j) => {
      if (b !== 0) selected[j] += 1 / m
    })
  return {
    lambda,
    mean,
    spread,
    lambdaMin: lambda[best],
    chosen: Float64Array.from(repeats, ({ lambdaMin }) => lambdaMin),
    selected,
  }
}

/** How often columns are selected over resamples. */
export interface StabilitySelection {
  lambda: Float64Array
  /** Share of the resamples in which column j was selected at penalty l, at l · p + j. */
  frequency: Float64Array
  /** Of each column, the largest of its shares over the penalties. */
  largest: Float64Array
  /** Mean number of selected columns over the resamples, at each penalty. */
  meanSelected: Float64Array
  used: number
}

/**
 * How often each column is selected over resamples of rows (half-samples, or bootstraps) at given penalties.
 * Meinshausen & Bühlmann 2010; with half-samples and q columns selected on average, at most q²/((2π − 1)p) columns of share
 * ≥ π are expected to be false.
 *
 * @param x n × p, one column a predictor in its own unit, none for the intercept
 * @param outcome family, and a number or a flag a row
 * @param resamples arrays of row indices, from 0
 * @param lambda k penalties, falling
 * @param options alpha, penalties, weights and the like; see `PenalisedOptions`
 * @returns how often each of the p columns is selected at each penalty
 * @throws UnequalLengths where x and the outcome differ in rows
 * @throws NotFinite for a value that is NaN or infinite
 * @throws InvalidArgument for an option outside its range
 * @example
 * ```ts
 * import { matrixFromColumns, stabilitySelection } from 'nomoscope/statistics'
 *
 * const x = matrixFromColumns([[-1, 1, -1, 1, -1, 1, -1, 1], [1, 1, -1, -1, 1, 1, -1, -1]])
 * const y = [-2, 2, -2, 2, -2, 2, -2, 2]
 * const halves = [[0, 1, 2, 3], [4, 5, 6, 7]]
 * const { largest } = stabilitySelection(x, { family: 'gaussian', y }, halves, [1, 0.5])
 * Array.from(largest) // → [ 1, 0 ]
 * ```
 */
export function stabilitySelection(
  x: Matrix,
  outcome: PenalisedOutcome,
  resamples: readonly ArrayLike<number>[],
  lambda: ArrayLike<number>,
  options: Omit<PenalisedOptions, 'lambda' | 'weights' | 'offset'> = {},
): StabilitySelection {
  const p = x.columns
  const given = Float64Array.from(lambda).sort().reverse()
  const frequency = new Float64Array(given.length * p)
  const meanSelected = new Float64Array(given.length)
  let used = 0
  for (const rows of resamples) {
    const part = outcomeRows(outcome, rows)
    if (part.family === 'binomial' && new Set(Array.from(part.y)).size < 2) continue
    used++
    const path = lassoPath(selectRows(x, rows), part, { ...options, lambda: given })
    const m = path.entered.length
    for (let l = 0; l < given.length; l++) {
      const step = Math.min(l, path.lambda.length - 1)
      for (let k = 0; k < m; k++)
        if (path.values[step * m + k] !== 0) {
          frequency[l * p + path.entered[k]]++
          meanSelected[l]++
        }
    }
  }
  const largest = new Float64Array(p)
  for (let at = 0; at < frequency.length; at++) {
    frequency[at] /= used
    largest[at % p] = Math.max(largest[at % p], frequency[at])
  }
  return { lambda: given, frequency, largest, meanSelected: meanSelected.map((sum) => sum / used), used }
}
