import { splineFunction } from '../../statistics/regression/spline-function.ts'

/**
 * A term of a linear predictor: the product of its parts, one a column. A part is the column itself, the indicator of
 * one level, or one function of a restricted cubic spline; two parts are an interaction.
 */
export interface Term {
  /** As rms names it: `age`, `age'`, `edge=blur`, `type * skin`. */
  name: string
  parts: TermPart[]
}

export type TermPart =
  | { column: string }
  | { column: string; level: string }
  /** Spline function number `spline`, from 1: the first nonlinear one, which rms writes as `age'`. */
  | { column: string; knots: number[]; spline: number }

/** A term as models keep it: its own part written out, and what that is multiplied by. */
export interface TermShape {
  name: string
  column: string
  /** Of a factor. */
  level?: string
  /** Of a nonlinear function of a restricted cubic spline, and which it is, from 1. */
  knots?: number[]
  spline?: number
  /** Of an interaction: its other parts. */
  times?: TermPart[]
}

/** The parts of a term, whose product it is. */
export function partsOf({ column, level, knots, spline, times = [] }: TermShape): TermPart[] {
  const own: TermPart =
    level !== undefined ? { column, level } : knots ? { column, knots, spline: spline! } : { column }
  return [own, ...times]
}

/** A patient's value of a column: a number, or the level of a categorical variable; NaN or undefined when not known. */
export type Value = number | string | undefined

/**
 * What a term is worth for one patient; NaN when a column it needs is not known.
 *
 * @param term a product of parts
 * @param values the patient's, by column
 * @returns the term's value, which its coefficient multiplies
 * @example
 * ```ts
 * import { evaluateTerm } from 'nomoscope/model'
 * const term = { name: 'age * sex=male', parts: [{ column: 'age' }, { column: 'sex', level: 'male' }] }
 * evaluateTerm(term, { age: 40, sex: 'male' }) // → 40
 * evaluateTerm(term, { age: 40, sex: 'female' }) // → 0
 * ```
 */
export function evaluateTerm(term: Term, values: Readonly<Record<string, Value>>): number {
  let product = 1
  for (const part of term.parts) product *= evaluatePart(part, values[part.column])
  return product
}

function evaluatePart(part: TermPart, value: Value): number {
  if (value === undefined) return Number.NaN
  if ('level' in part) return typeof value === 'string' ? Number(value === part.level) : Number.NaN
  if (typeof value === 'string') return Number.NaN
  return 'knots' in part ? splineFunction(value, part.knots, part.spline) : value
}
