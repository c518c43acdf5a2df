import { Problem, problemOr } from '../../errors/index.ts'
import { type Matrix, selectRows } from '../../statistics/numerics/matrix.ts'
import type { ColumnPart } from './column-parts.ts'
import { fitRegression, type RegressionKind } from './fit-regression.ts'

/** Some refits of a regression on columns, as they travel to a worker. */
export interface RegressionTask {
  kind: RegressionKind
  x: Matrix
  y: Float64Array
  parts: ColumnPart[]
}

/** What a refit foretells of the rows that it has not seen; `failed` says why it could not be fitted. */
export type RegressionRefit = { risk: Matrix; score?: Float64Array } | { failed: string }

/** Fits the regression to each part and foretells the rows that it holds out. */
export function refitRegression({ kind, x, y, parts }: RegressionTask): RegressionRefit[] {
  return parts.map(({ learnt, held }) => {
    const own = Float64Array.from(learnt, (row) => y[row])
    const fit = problemOr(() => fitRegression(kind, selectRows(x, learnt), own))
    if (fit instanceof Problem) return { failed: fit.message }
    const rows = selectRows(x, held)
    const score = fit.score?.(rows)
    return { risk: fit.predict(rows), ...(score && { score }) }
  })
}
