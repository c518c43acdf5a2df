import { InvalidArgument, UnequalLengths } from '../../errors/index.ts'
import { sortedOrder } from '../descriptive/ranks.ts'
import { type Matrix, selectRows } from '../numerics/matrix.ts'
import { foldRows } from '../resampling/resampling.ts'
import { coxDeviance } from '../survival/cox-partial.ts'
import { choosePenalty, type FoldLosses, type PenaltyChoice } from './choose-penalty.ts'
import { lassoPath, outcomeRows, type PenalisedOutcome } from './lasso.ts'
import { linearPredictors, type PenalisedOptions, type PenalisedPath } from './penalised-path.ts'

/** deviance: of the family, which for a gaussian outcome is the mean squared error. auc and class: binary outcomes only. */
export type CrossValidationMeasure = 'deviance' | 'auc' | 'class'

/** A penalised path with its cross-validated performance. */
export interface CrossValidatedPath {
  path: PenalisedPath
  /** What was averaged: few rows a fold (under 10) turn `auc` into `deviance`. */
  measure: CrossValidationMeasure
  /** The penalties of the whole data's path, falling, with the measure's mean over folds and its standard error. */
  lambda: Float64Array
  mean: Float64Array
  standardError: Float64Array
  /** Non-zero coefficients of the whole data's path. */
  df: Int32Array
  /** Steps of the best mean (the largest penalty that has it), and of the largest penalty within one error of it. */
  best: number
  oneError: number
  lambdaMin: number
  lambda1se: number
}

/**
 * Cross-validates a penalised path. Each fold fits its own path on the rows outside it, standardisation included, and is
 * judged at the whole data's penalties by interpolation.
 *
 * Equals cv.glmnet(foldid = folds); a smaller mean is better but for `auc`.
 *
 * @param x n × p, one column a predictor in its own unit, none for the intercept
 * @param outcome family, and a number or a flag a row
 * @param folds n whole numbers, the fold of each row (rows of one patient must share theirs)
 * @param measure what a fold is judged by
 * @param options alpha, penalties, weights and the like; see `PenalisedOptions`
 * @returns the path with mean and standard error of the measure at each penalty, and the penalties chosen
 * @throws UnequalLengths where x and folds differ in rows
 * @throws InvalidArgument for fewer than three folds, or a measure that the family does not have
 * @throws NotFinite for a value that is NaN or infinite
 * @example
 * ```ts
 * import { crossValidatePath, matrixFromColumns } from 'nomoscope/statistics'
 *
 * const x = matrixFromColumns([[-1, 1, -1, 1, -1, 1]])
 * const y = [-2, 2, -2, 2, -2, 2]
 * const folds = [0, 0, 1, 1, 2, 2]
 * const { mean, lambdaMin } = crossValidatePath(x, { family: 'gaussian', y }, folds, 'deviance', { lambda: [1, 0.5] })
 * // the mean squared error is λ²
 * Array.from(mean, (error) => error.toFixed(2)) // → [ '1.00', '0.25' ]
 * lambdaMin // → 0.5
 * ```
 */
export function crossValidatePath(
  x: Matrix,
  outcome: PenalisedOutcome,
  folds: ArrayLike<number>,
  measure: CrossValidationMeasure = 'deviance',
  options: PenalisedOptions = {},
): CrossValidatedPath {
  const n = x.rows
  if (folds.length !== n) throw UnequalLengths('x', n, 'folds', folds.length)
  const labels = [...new Set(Array.from(folds))].sort((a, b) => a - b)
  if (labels.length < 3) throw InvalidArgument('folds', 'at least three')
  const path = lassoPath(x, outcome, options)
  if (measure !== 'deviance' && outcome.family !== 'binomial')
    throw InvalidArgument('measure', `'deviance' for a ${outcome.family} outcome`)
  const used = measure === 'auc' && n / labels.length < 10 ? 'deviance' : measure
  const lambda = path.lambda
  const rows: FoldLoss[] = labels.map((label) => {
    const { training, validation } = foldRows(folds, label)
    const of = (values: ArrayLike<number> | undefined, part: Int32Array) =>
      values ? Float64Array.from(part, (row) => values[row]) : undefined
    const fit = lassoPath(selectRows(x, training), outcomeRows(outcome, training), {
      ...options,
      weights: of(options.weights, training),
      offset: of(options.offset, training),
    })
    const weights = of(options.weights, validation) ?? new Float64Array(validation.length).fill(1)
    if (outcome.family === 'cox') return coxLosses(fit, x, outcome, training, validation, lambda, options)
    const eta = linearPredictors(fit, selectRows(x, validation), lambda, of(options.offset, validation))
    const y = Float64Array.from(validation, (row) => outcome.y[row])
    return outcome.family === 'binomial'
      ? binomialLosses(eta, y, weights, lambda.length, used)
      : squaredLosses(eta, y, weights, lambda.length)
  })
  // Fewer than three rows a fold: every row is a fold of its own, as cv.glmnet does.
  const units =
    n / labels.length < 3 && used !== 'auc' && outcome.family !== 'cox' ? rows.flatMap(perRow) : rows.map(perFold)
  return {
    path,
    measure: used,
    lambda,
    df: path.df,
    ...chosen(lambda, choosePenalty(units, lambda.length, used === 'auc')),
  }
}

/** Losses of one fold: of each row (or of the fold as one), at each penalty: row fastest. */
type FoldLoss = { weights: Float64Array; losses: Float64Array; rows: number; steps: number; weight: number }

function binomialLosses(
  eta: Float64Array,
  y: ArrayLike<number>,
  weights: Float64Array,
  steps: number,
  measure: CrossValidationMeasure,
): FoldLoss {
  const n = y.length
  const weight = weights.reduce((sum, w) => sum + w, 0)
  if (measure === 'auc') {
    const losses = new Float64Array(steps)
    for (let l = 0; l < steps; l++) losses[l] = weightedAuc(eta.subarray(l * n, (l + 1) * n), y, weights)
    return { weights: Float64Array.of(1), losses, rows: 1, steps, weight }
  }
  const losses = new Float64Array(n * steps)
  for (let l = 0; l < steps; l++)
    for (let i = 0; i < n; i++) {
      const probability = 1 / (1 + Math.exp(-eta[l * n + i]))
      if (measure === 'class') losses[l * n + i] = probability > 0.5 === (y[i] === 1) ? 0 : 1
      else {
        const inside = Math.min(Math.max(probability, 1e-5), 1 - 1e-5)
        losses[l * n + i] = -2 * Math.log(y[i] === 1 ? inside : 1 - inside)
      }
    }
  return { weights, losses, rows: n, steps, weight }
}

function squaredLosses(eta: Float64Array, y: Float64Array, weights: Float64Array, steps: number): FoldLoss {
  const n = y.length
  const losses = eta.map((value, at) => (y[at % n] - value) ** 2)
  return { weights, losses, rows: n, steps, weight: weights.reduce((sum, w) => sum + w, 0) }
}

/** What the fold adds to the partial-likelihood deviance of the others, an event (van Houwelingen 2006). */
function coxLosses(
  fit: PenalisedPath,
  x: Matrix,
  { time, event }: PenalisedOutcome & { family: 'cox' },
  training: Int32Array,
  validation: Int32Array,
  lambda: Float64Array,
  options: PenalisedOptions,
): FoldLoss {
  const n = x.rows
  const eta = linearPredictors(fit, x, lambda, options.offset)
  const of = (values: ArrayLike<number>) => Float64Array.from(training, (row) => values[row])
  const trainingTime = of(time)
  const trainingEvent = of(event)
  const trainingWeights = options.weights && of(options.weights)
  let weight = 0
  for (const row of validation) weight += (options.weights ? options.weights[row] : 1) * event[row]
  const losses = Float64Array.from({ length: lambda.length }, (_, l) => {
    const here = eta.subarray(l * n, (l + 1) * n)
    const whole = coxDeviance(time, event, here, options.weights)
    return (whole - coxDeviance(trainingTime, trainingEvent, of(here), trainingWeights)) / weight
  })
  return { weights: Float64Array.of(1), losses, rows: 1, steps: lambda.length, weight }
}

function chosen(lambda: Float64Array, choice: PenaltyChoice) {
  return { ...choice, lambdaMin: lambda[choice.best], lambda1se: lambda[choice.oneError] }
}

function perFold({ weights, losses, rows, steps, weight }: FoldLoss): FoldLosses {
  const means = new Float64Array(steps)
  let total = 0
  for (let i = 0; i < rows; i++) total += weights[i]
  for (let l = 0; l < steps; l++) {
    let sum = 0
    for (let i = 0; i < rows; i++) sum += weights[i] * losses[l * rows + i]
    means[l] = sum / total
  }
  return { weight, losses: means }
}

function perRow({ weights, losses, rows, steps }: FoldLoss): FoldLosses[] {
  return Array.from({ length: rows }, (_, i) => ({
    weight: weights[i],
    losses: Float64Array.from({ length: steps }, (_, l) => losses[l * rows + i]),
  }))
}

function weightedAuc(scores: Float64Array, y: ArrayLike<number>, weights: Float64Array): number {
  const order = sortedOrder(scores)
  let right = 0
  let below = 0
  let positive = 0
  for (let i = 0; i < order.length; ) {
    const here = scores[order[i]]
    let cases = 0
    let controls = 0
    for (; i < order.length && scores[order[i]] === here; i++) {
      if (y[order[i]] === 1) cases += weights[order[i]]
      else controls += weights[order[i]]
    }
    right += cases * (below + controls / 2)
    below += controls
    positive += cases
  }
  return right / (positive * below)
}
