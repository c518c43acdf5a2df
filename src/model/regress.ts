import { logistic } from '../statistics/logistic.ts'
import { matrixFromColumns } from '../statistics/matrix.ts'
import type { Outcome } from '../step.ts'
import { type DesignColumn, estimable } from './design.ts'

/** A regression on some columns; those that could not be told apart from others are not among `columns`. */
export interface Regression {
  columns: DesignColumn[]
  /** Of a Cox model: minus the mean of the linear predictor. */
  intercept: number
  estimates: number[]
  /** Square; the intercept first, which a Cox model lacks. */
  covariance: number[][]
  /** `firth` where the outcome is separated and maximum likelihood has no finite estimate. */
  method: 'maximum likelihood' | 'firth'
  logLikelihood: number
  aic: number
}

/** Logistic or Cox regression of the outcome on columns without missing values, each row as often as it was drawn. */
export function regress(columns: readonly DesignColumn[], outcome: Outcome, counts: Float64Array): Regression {
  const kept = estimable(columns, counts)
  return outcome.kind === 'binary' ? binary(kept, outcome.positive, counts) : survival(kept, outcome, counts)
}

/**
 * Backward elimination: leaves out, one after the other, the column (with all levels of a factor) without which the AIC
 * is smallest, until every one left makes it smaller. Equal ones: the later column goes.
 */
export function backward(columns: readonly DesignColumn[], outcome: Outcome, counts: Float64Array): Regression {
  let best = regress(columns, outcome, counts)
  for (;;) {
    const units = [...new Set(best.columns.map((c) => c.column))]
    let without: Regression | undefined
    for (const unit of units) {
      const reduced = regress(
        best.columns.filter((c) => c.column !== unit),
        outcome,
        counts,
      )
      if (!without || reduced.aic <= without.aic) without = reduced
    }
    if (!without || without.aic > best.aic) return best
    best = without
  }
}

function binary(columns: DesignColumn[], positive: ArrayLike<number>, counts: Float64Array): Regression {
  const x = matrixFromColumns(columns.map((column) => column.values))
  if (columns.length === 0) x.rows = counts.length
  const fit = logistic(x, positive, { weights: counts })
  return {
    columns,
    intercept: fit.coefficients[0],
    estimates: Array.from(fit.coefficients.subarray(1)),
    covariance: square(fit.covariance, columns.length + 1),
    method: 'maximum likelihood',
    logLikelihood: fit.logLikelihood,
    aic: fit.aic,
  }
}

function survival(columns: DesignColumn[], outcome: Outcome & { kind: 'survival' }, counts: Float64Array): Regression {
  throw new Error('not yet')
}

function square(flat: Float64Array, p: number): number[][] {
  return Array.from({ length: p }, (_, i) => Array.from(flat.subarray(i * p, (i + 1) * p)))
}
