import { Problem, problemOr } from '../../errors/index.ts'
import { type Matrix, selectRows } from '../../statistics/numerics/matrix.ts'
import { fineGray, fineGrayRisk } from '../../statistics/survival/fine-gray.ts'
import type { ColumnPart } from './column-parts.ts'

/** Some refits of a Fine–Gray regression, as they travel to a worker. */
export interface FineGrayTask {
  x: Matrix
  time: Float64Array
  /** 0 censored, 1 the event, 2 the competing one. */
  cause: Float64Array
  horizons: readonly number[]
  parts: ColumnPart[]
}

/** `failed` where a column is constant, nobody has the event, or there is no convergence. */
export type FineGrayRefit =
  | {
      coefficients: Float64Array
      /** By each horizon: one minus the incidence where all columns are 0, and the incidence of the rows held out. */
      survival: number[]
      risks: Float64Array[]
    }
  | { failed: string }

/** Fits the regression to each part and foretells the rows that it holds out. */
export function refitFineGray({ x, time, cause, horizons, parts }: FineGrayTask): FineGrayRefit[] {
  return parts.map(({ learnt, held }) => {
    const of = (values: Float64Array) => Float64Array.from(learnt, (row) => values[row])
    const fit = problemOr(() => fineGray(selectRows(x, learnt), of(time), of(cause)))
    if (fit instanceof Problem) return { failed: fit.message }
    const eta = fineGrayPredictor(fit, selectRows(x, held))
    return {
      coefficients: fit.coefficients,
      survival: horizons.map((at) => 1 - fineGrayRisk(fit, [0], at)[0]),
      risks: horizons.map((at) => fineGrayRisk(fit, eta, at)),
    }
  })
}

/** The linear predictor of each row. */
export function fineGrayPredictor(
  { coefficients }: { coefficients: Float64Array },
  { rows: n, values }: Matrix,
): number[] {
  return Array.from({ length: n }, (_, i) => coefficients.reduce((sum, b, j) => sum + b * values[j * n + i], 0))
}
