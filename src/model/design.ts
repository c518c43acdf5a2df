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

/** Those that take at least two values over rows that count, so that a coefficient can be estimated. */
export function varying(columns: readonly DesignColumn[]): DesignColumn[] {
  return columns.filter(({ values }) => {
    const first = values[0]
    for (let i = 1; i < values.length; i++) if (values[i] !== first && !Number.isNaN(values[i])) return true
    return false
  })
}
