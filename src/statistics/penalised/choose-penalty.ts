/** What one fold (or row) lost at each penalty, and how much it counts. */
export interface FoldLosses {
  weight: number
  losses: Float64Array
}

export interface PenaltyChoice {
  /** At each penalty the weighted mean over folds, and its standard error. */
  mean: Float64Array
  standardError: Float64Array
  /** Step of the best mean, the largest penalty that has it. */
  best: number
  /** Step of the largest penalty within one standard error of it. */
  oneError: number
}

/**
 * The choice of a penalty by cross-validation, as cv.glmnet makes it of the same losses: standard errors by the weighted
 * variance over folds − 1; a loss that is NaN takes no part.
 *
 * steps  the penalties, falling; rising  whether larger is better (AUC)
 */
export function choosePenalty(folds: readonly FoldLosses[], steps: number, rising = false): PenaltyChoice {
  const mean = new Float64Array(steps)
  const standardError = new Float64Array(steps)
  for (let l = 0; l < steps; l++) {
    let total = 0
    let sum = 0
    for (const { weight, losses } of folds) {
      if (Number.isNaN(losses[l])) continue
      total += weight
      sum += weight * losses[l]
    }
    mean[l] = sum / total
    let square = 0
    for (const { weight, losses } of folds) if (!Number.isNaN(losses[l])) square += weight * (losses[l] - mean[l]) ** 2
    standardError[l] = Math.sqrt(square / total / (folds.length - 1))
  }
  const sign = rising ? -1 : 1
  let best = 0
  for (let l = 1; l < steps; l++) if (!(sign * mean[l] >= sign * mean[best])) best = l
  let oneError = 0
  const limit = sign * mean[best] + standardError[best]
  while (!(sign * mean[oneError] <= limit)) oneError++
  return { mean, standardError, best, oneError }
}
