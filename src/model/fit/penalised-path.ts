import { pow } from '../../portable-math.ts'
import type { Matrix, MatrixColumns } from '../../statistics/numerics/matrix.ts'
import { lassoPath, type PenalisedOutcome } from '../../statistics/penalised/lasso.ts'
import type { PenalisedPath } from '../../statistics/penalised/penalised-path.ts'
import { coxDeviance } from '../../statistics/survival/cox-partial.ts'
import type { Outcome, TrainingRows } from '../../step.ts'

/**
 * Penalties in three stretches. Most choices fall in the first part of glmnet’s path; the rest, which takes several
 * times as long, is fitted only where the cross-validated deviance has not turned upwards before.
 */
export const penaltyCounts = [40, 65, 100] as const

/** What a path is fitted to beside its columns. */
export type FittedRows = Pick<TrainingRows, 'outcome' | 'counts'>

/** The penalised path of the training part's outcome on x over the first `count` of glmnet's 100 penalties. */
export function penalisedPath(
  x: Matrix | MatrixColumns,
  { outcome, counts }: FittedRows,
  alpha: number,
  count: number,
): PenalisedPath {
  const ratio = x.rows < x.columns ? 0.01 : 1e-4
  return lassoPath(x, penalisedOutcome(outcome), {
    weights: counts,
    alpha,
    lambdaCount: count,
    lambdaMinRatio: pow(ratio, (count - 1) / 99),
  })
}

/** The path at given penalties. */
export function penalisedAt(
  x: Matrix | MatrixColumns,
  { outcome, counts }: FittedRows,
  alpha: number,
  lambda: readonly number[],
): PenalisedPath {
  return lassoPath(x, penalisedOutcome(outcome), { weights: counts, alpha, lambda })
}

/**
 * Mean deviance of held rows at each λ, and how much they weigh in the mean over the folds.
 * at  positions of the held rows in the training part; eta  linear predictors at those rows, one λ after the other.
 * Risks are kept from 0 and 1 by 1e-5, as cv.glmnet does. A Cox model is judged by the partial likelihood of the held
 * rows among themselves (cv.glmnet's `grouped = FALSE`).
 */
export function heldOutDeviance(
  { outcome, counts }: TrainingRows,
  at: readonly number[],
  eta: Float64Array,
  steps: number,
) {
  const deviance = new Float64Array(steps)
  if (outcome.kind === 'binary') {
    const weight = at.reduce((sum, i) => sum + counts[i], 0)
    for (let l = 0; l < steps; l++) {
      let sum = 0
      for (let k = 0; k < at.length; k++) {
        const risk = Math.min(Math.max(1 / (1 + Math.exp(-eta[l * at.length + k])), 1e-5), 1 - 1e-5)
        sum -= 2 * counts[at[k]] * Math.log(outcome.positive[at[k]] > 0 ? risk : 1 - risk)
      }
      deviance[l] = sum / weight
    }
    return { losses: deviance, weight }
  }
  const weight = at.reduce((sum, i) => sum + counts[i] * outcome.event[i], 0)
  const deviances = (values: ArrayLike<number>) => Float64Array.from(at, (i) => values[i])
  const [time, event, weights] = [deviances(outcome.time), deviances(outcome.event), deviances(counts)]
  for (let l = 0; l < steps; l++)
    deviance[l] = coxDeviance(time, event, eta.subarray(l * at.length, (l + 1) * at.length), weights) / weight
  return { losses: deviance, weight }
}

function penalisedOutcome(outcome: Outcome): PenalisedOutcome {
  return outcome.kind === 'binary'
    ? { family: 'binomial', y: outcome.positive }
    : { family: 'cox', time: outcome.time, event: outcome.event }
}
