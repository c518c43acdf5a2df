import type { FittedTerm } from '../terms/linear-predictor.ts'
import type { FittedModel } from './fitted-model.ts'

/**
 * A model as one linear predictor on the columns themselves: every score multiplied out, terms on the same column or level
 * added up. The order is that of the model's terms.
 */
export function flatten(model: FittedModel): { intercept: number; terms: FittedTerm[] } {
  let intercept = model.intercept
  const byName = new Map<string, FittedTerm>()
  const add = (term: FittedTerm, slope: number) => {
    const known = byName.get(term.name)
    byName.set(term.name, { ...term, estimate: (known?.estimate ?? 0) + slope * term.estimate })
  }
  for (const term of model.terms) {
    const score = model.scores.find((own) => own.name === term.column)
    if (!score) {
      add(term, 1)
      continue
    }
    intercept += term.estimate * score.intercept
    for (const own of score.terms) add(own, term.estimate)
  }
  return { intercept, terms: [...byName.values()] }
}
