import { normal } from '../../statistics/distributions/index.ts'
import type { FittedModel } from '../fit/fitted-model.ts'
import type { ModelSpecification } from '../plan/specification.ts'
import type { TermResult } from './term-result.ts'

/**
 * The table of coefficients with Wald statistics. They are valid only for terms that were fixed beforehand in a model
 * without penalty; after a selection on the same rows, and for scores, they are given and marked as not valid; a
 * penalised model has none. A joint model's terms are those of its LASSO.
 */
export function termResults(
  model: FittedModel,
  specification: ModelSpecification,
  protocol: 'honest' | 'as-published',
): TermResult[] {
  if (model.estimator === 'lasso') {
    const nothing = { se: Number.NaN, wald: Number.NaN, p: Number.NaN, lower: Number.NaN, upper: Number.NaN }
    return model.scores.flatMap((score) =>
      score.terms.map(({ name, estimate, ...shape }) => ({
        term: name,
        ...shape,
        estimate,
        or: Math.exp(estimate),
        ...nothing,
        validInference: false,
      })),
    )
  }
  const selected = protocol === 'as-published' || ('terms' in specification && specification.select === 'backward')
  const scores = new Set(model.scores.map((score) => score.name))
  const first = model.family === 'logistic' ? 1 : 0
  const z = normal.upperQuantile(0.025)
  return model.terms.map(({ name, estimate, ...shape }, j) => {
    const se = Math.sqrt(model.covariance![j + first][j + first])
    return {
      term: name,
      ...shape,
      estimate,
      se,
      wald: (estimate / se) ** 2,
      p: normal.twoSided(estimate / se),
      or: Math.exp(estimate),
      lower: Math.exp(estimate - z * se),
      upper: Math.exp(estimate + z * se),
      validInference:
        !selected && !scores.has(shape.column) && scores.size === 0 && model.estimator === 'maximum likelihood',
    }
  })
}
