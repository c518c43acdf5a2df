import { normalise } from '../statistics/normalised-columns.ts'
import type { Rows } from '../step.ts'

/** A numeric column of a model's design: a predictor as it is, or the indicator of one level of a factor. */
export interface DesignColumn {
  /** As rms names it: `age`, `edge=blur`. */
  name: string
  column: string
  level?: string
  values: Float64Array
}

/**
 * The rows' columns as numbers, in their order: a factor becomes one indicator for each level but the first, which is the
 * reference. NaN stays NaN in each of them.
 */
export function designColumns(rows: Rows): DesignColumn[] {
  return rows.columns.flatMap(({ name, levels, values }) => {
    if (!levels) return [{ name, column: name, values }]
    return levels.slice(1).map((level, i) => ({
      name: `${name}=${level}`,
      column: name,
      level,
      values: values.map((x) => (Number.isNaN(x) ? x : Number(x === i + 1))),
    }))
  })
}

/**
 * Those whose coefficients can be told apart: each is left out that is constant over the rows drawn or a linear
 * combination of those before it (what R's glm reports as NA).
 */
export function estimable(columns: readonly DesignColumn[], counts: Float64Array): DesignColumn[] {
  const n = counts.length
  const basis: Float64Array[] = []
  return columns.filter(({ values }) => {
    const column = new Float64Array(n)
    normalise(values, counts, column)
    // twice, because once loses digits where columns are nearly dependent
    for (let pass = 0; pass < 2; pass++)
      for (const direction of basis) {
        const along = product(direction, column)
        for (let i = 0; i < n; i++) column[i] -= along * direction[i]
      }
    const left = Math.sqrt(product(column, column))
    if (!(left > 1e-7)) return false
    for (let i = 0; i < n; i++) column[i] /= left
    basis.push(column)
    return true
  })
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}
