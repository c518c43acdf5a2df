import { waldTest } from '../../statistics/regression/logistic-inference.ts'
import type { FittedModel } from '../fit/fitted-model.ts'
import { columnsOf, type FittedTerm } from '../terms/linear-predictor.ts'
import { partsOf } from '../terms/term.ts'

/** Wald's test that several coefficients of a column are all zero. */
export interface JointTest {
  column: string
  /** All terms that the column is in; its nonlinear functions; its interactions. */
  of: 'all' | 'nonlinear' | 'interactions'
  chiSquare: number
  df: number
  p: number
}

/**
 * Of each column that enters as a spline or interacts: the tests that one coefficient by itself cannot give. Equals the
 * rows `column`, ` Nonlinear` and ` All Interactions` of rms' anova. Empty for a penalised model.
 */
export function jointTests({ family, terms, covariance, intercept }: FittedModel): JointTest[] {
  if (!covariance) return []
  const first = family === 'logistic' ? 1 : 0
  const estimates = terms.map((term) => term.estimate)
  const fit = {
    coefficients: Float64Array.from(first === 1 ? [intercept, ...estimates] : estimates),
    covariance: Float64Array.from(covariance.flat()),
  }
  return columnsOf(terms).flatMap((column) => {
    const within = (is: (term: FittedTerm) => boolean) =>
      terms.flatMap((term, j) => (columnsOf([term]).includes(column) && is(term) ? [j + first] : []))
    const nonlinear = within((term) => partsOf(term).some((part) => part.column === column && 'knots' in part))
    const interactions = within((term) => term.times !== undefined)
    if (nonlinear.length === 0 && interactions.length === 0) return []
    const tests: [JointTest['of'], number[]][] = [
      ['all', within(() => true)],
      ['nonlinear', nonlinear],
      ['interactions', interactions],
    ]
    return tests.flatMap(([of, positions]) =>
      positions.length > 0 ? [{ column, of, ...waldTest(fit, positions) }] : [],
    )
  })
}
