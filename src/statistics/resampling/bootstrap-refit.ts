import { Problem } from '../../errors/index.ts'
import { linearPredictor, type Matrix, selectElements, selectRows } from '../numerics/matrix.ts'
import { estimateLogistic, logistic } from '../regression/logistic.ts'

/** Rows that a model is fitted to, with their repeats, and those it is judged on (all rows where absent, as a bootstrap does). */
export type Resample = { training: ArrayLike<number>; test?: ArrayLike<number> }

/**
 * Fits the whole model, selection and all, to the rows given and gives the linear predictor (logit of risk) of every row
 * of the data; undefined where it could not be fitted. It must not look at any other row's outcome.
 */
export type Refit = (training: ArrayLike<number>) => Float64Array | undefined

/** A fit that finds no unique maximum (one class, dependent columns, separation) counts as failed, not as wrong. */
export function logisticRefit(x: Matrix, y: ArrayLike<number>): Refit {
  const outcome = Float64Array.from(y)
  // Every resample's estimate lies near that of all rows; from there Newton's method has the shortest way.
  const start = logistic(x, y).coefficients
  return (training) => {
    // a row drawn three times is one row that counts three times
    const counts = countsOf(training, x.rows)
    let distinct = 0
    for (let row = 0; row < counts.length; row++) if (counts[row] > 0) distinct++
    const drawn = new Int32Array(distinct)
    const weights = new Float64Array(distinct)
    for (let row = 0, k = 0; row < counts.length; row++) {
      if (counts[row] === 0) continue
      weights[k] = counts[row]
      drawn[k++] = row
    }
    const fit = estimateLogistic(selectRows(x, drawn), selectElements(outcome, drawn), {
      start,
      weights,
    })
    if (fit.separation) return undefined
    return linearPredictor(x, fit.coefficients.subarray(1), fit.coefficients[0])
  }
}

/** The refit, or undefined where it ends in a named error. */
export function attempt(refit: Refit, training: ArrayLike<number>): Float64Array | undefined {
  try {
    return refit(training)
  } catch (fault) {
    if (fault instanceof Problem) return undefined
    throw fault
  }
}

/** How often each of n rows is among `rows`. */
export function countsOf(rows: ArrayLike<number>, n: number): Float64Array {
  const counts = new Float64Array(n)
  for (let i = 0; i < rows.length; i++) counts[rows[i]]++
  return counts
}

/** The risk at a logit. */
export const risk = (eta: number): number => 1 / (1 + Math.exp(-eta))
