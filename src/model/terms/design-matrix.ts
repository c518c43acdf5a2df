import { normalise } from '../../statistics/penalised/normalised-columns.ts'
import { splineFunction } from '../../statistics/regression/spline-function.ts'
import type { Rows } from '../../step.ts'
import type { FittedTerm } from './linear-predictor.ts'
import { partsOf, type TermShape } from './term.ts'

/** A numeric column of a model's design: a predictor as it is, a level's indicator, a spline function, or a product. */
export interface DesignColumn extends TermShape {
  values: Float64Array
}

/** What a model makes of its columns beyond taking them as they are. */
export interface DesignTerms {
  /** Knots of the columns that enter as restricted cubic splines. */
  knots: Readonly<Record<string, number[]>>
  /** Pairs of columns whose functions are multiplied. */
  interactions: readonly (readonly [string, string])[]
}

/**
 * The rows' columns as numbers, in their order: a factor becomes one indicator for each level but the first, which is the
 * reference, a spline its linear and its nonlinear functions; then the products of interactions, the first column's
 * functions varying fastest. Names and order are those of rms. NaN stays NaN in each of them.
 */
export function designColumns(rows: Rows, { knots, interactions }: DesignTerms = plain): DesignColumn[] {
  const main = rows.columns.flatMap((own): DesignColumn[] => {
    const { name, levels } = own
    if (own.isMade && !levels && !knots[name])
      return [
        {
          name,
          column: name,
          get values() {
            return own.values
          },
        },
      ]
    const { values } = own
    if (!levels) return [{ name, column: name, values }, ...splineColumns(name, values, knots[name])]
    return levels.slice(1).map((level, i) => ({
      name: `${name}=${level}`,
      column: name,
      level,
      values: values.map((x) => (Number.isNaN(x) ? x : Number(x === i + 1))),
    }))
  })
  const products = interactions.flatMap(([first, second]) =>
    main
      .filter((b) => b.column === second)
      .flatMap((b) => main.filter((a) => a.column === first).map((a) => product(a, b))),
  )
  return [...main, ...products]
}

const plain: DesignTerms = { knots: {}, interactions: [] }

function splineColumns(column: string, values: Float64Array, knots: number[] | undefined): DesignColumn[] {
  if (!knots) return []
  return Array.from({ length: knots.length - 2 }, (_, j) => ({
    name: `${column}${"'".repeat(j + 1)}`,
    column,
    knots,
    spline: j + 1,
    values: values.map((x) => splineFunction(x, knots, j + 1)),
  }))
}

function product(a: DesignColumn, b: DesignColumn): DesignColumn {
  const { values, ...shape } = a
  return {
    ...shape,
    name: `${a.name} * ${b.name}`,
    times: partsOf(b),
    values: values.map((x, i) => x * b.values[i]),
  }
}

/** A design column without its values, as a term of a fitted model with its coefficient. */
export function fittedTerm({ values: _, ...shape }: DesignColumn, estimate: number): FittedTerm {
  return { ...shape, estimate }
}

/** A column that cannot enter a model: it is constant, or a linear combination of columns before it. */
export interface LeftOut {
  name: string
  column: string
  reason: 'constant' | 'collinear'
  /** What it is a combination of. */
  of?: string[]
}

/** Share of a column that another takes up, above which that other is named as one it is made of. */
const takenUp = 1e-4

/**
 * Those whose coefficients can be told apart; each is left out that is constant over the rows drawn or a linear
 * combination of those before it (what R's glm reports as NA).
 */
export function estimable(
  columns: readonly DesignColumn[],
  counts: Float64Array,
): { kept: DesignColumn[]; leftOut: LeftOut[] } {
  const n = counts.length
  const basis: Float64Array[] = []
  const leftOut: LeftOut[] = []
  const kept: DesignColumn[] = []
  for (const one of columns) {
    const { values, name } = one
    const column = new Float64Array(n)
    normalise(values, counts, column)
    if (!(inner(column, column) > 0.5)) {
      leftOut.push({ name, column: one.column, reason: 'constant' })
      continue
    }
    const combination: string[] = []
    // twice, because once loses digits where columns are nearly dependent
    for (let pass = 0; pass < 2; pass++)
      for (const [k, direction] of basis.entries()) {
        const along = inner(direction, column)
        if (pass === 0 && Math.abs(along) > takenUp) combination.push(kept[k].name)
        for (let i = 0; i < n; i++) column[i] -= along * direction[i]
      }
    const left = Math.sqrt(inner(column, column))
    if (!(left > 1e-7)) {
      leftOut.push({ name, column: one.column, reason: 'collinear', of: combination })
      continue
    }
    for (let i = 0; i < n; i++) column[i] /= left
    basis.push(column)
    kept.push(one)
  }
  return { kept, leftOut }
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}
