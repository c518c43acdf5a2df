import { lassoBinomial } from '../statistics/lasso-binomial.ts'
import type { Matrix } from '../statistics/matrix.ts'
import type { PenalisedPath } from '../statistics/penalised-path.ts'
import type { TrainingRows } from '../step.ts'

/** The penalised path of the training part's outcome on x, each row as often as it was drawn. */
export function penalisedPath(x: Matrix, { outcome, counts }: TrainingRows, alpha: number): PenalisedPath {
  if (outcome.kind === 'binary') return lassoBinomial(x, outcome.positive, { weights: counts, alpha })
  throw new Error('not yet')
}

/**
 * Deviance per row of held rows at each λ, and how many rows they are.
 * at  positions of the held rows in the training part; eta  their linear predictors, one λ after the other.
 * Risks are kept from 0 and 1 by 1e-5, as cv.glmnet does.
 */
export function heldOutDeviance(
  { outcome, counts }: TrainingRows,
  at: readonly number[],
  eta: Float64Array,
  lambdas: number,
) {
  if (outcome.kind !== 'binary') throw new Error('not yet')
  const weight = at.reduce((sum, i) => sum + counts[i], 0)
  const deviance = new Float64Array(lambdas)
  for (let l = 0; l < lambdas; l++) {
    let sum = 0
    for (let k = 0; k < at.length; k++) {
      const risk = Math.min(Math.max(1 / (1 + Math.exp(-eta[l * at.length + k])), 1e-5), 1 - 1e-5)
      sum -= 2 * counts[at[k]] * Math.log(outcome.positive[at[k]] > 0 ? risk : 1 - risk)
    }
    deviance[l] = sum / weight
  }
  return { deviance, weight }
}
